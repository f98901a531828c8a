"""
What clients sent, as the log shows it.
"""

from __future__ import annotations

import re

__all__ = ["printable", "withoutSecrets"]

_MAXIMUM = 200
_SECRETS = re.compile(rb"([?&](?:code|key|password|secret|ticket|token)=)[^&]*", re.IGNORECASE)


def printable(sent: bytes) -> str:
    """
    Bytes as one short run of printable ASCII, so that nobody outside can forge a line or reach a terminal.

    @return: at most 200 of the bytes, those that are not printable as escapes.
    """
    return repr(sent[:_MAXIMUM])[2:-1]


def withoutSecrets(uri: bytes) -> bytes:
    """
    A URI as it is logged: the values of arguments that let somebody in are left out.
    """
    return _SECRETS.sub(rb"\1...", uri) if b"?" in uri else uri
