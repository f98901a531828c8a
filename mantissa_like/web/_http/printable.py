"""
What clients sent, as the log shows it.
"""

from __future__ import annotations

__all__ = ["printable"]

_MAXIMUM = 200


def printable(sent: bytes) -> str:
    """
    Bytes as one short run of printable ASCII, so that nobody outside can forge a line or reach a terminal.

    @return: at most 200 of the bytes, those that are not printable as escapes.
    """
    return repr(sent[:_MAXIMUM])[2:-1]
