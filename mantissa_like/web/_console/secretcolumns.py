"""
Which columns the console never shows: those that have secrets, or what would help to find one.
"""

from __future__ import annotations

import re

__all__ = ["isSecret"]

_SECRET = re.compile(
    r"passw|passphrase|secret|token|sealed|ticket|private|credential|recovery|hash$", re.IGNORECASE
)


def isSecret(column: str) -> bool:
    """
    Whether the values of all columns of this name stay hidden.
    """
    return _SECRET.search(column) is not None
