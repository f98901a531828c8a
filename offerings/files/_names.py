"""
Names of files and folders.
"""

from __future__ import annotations

from collections.abc import Container
from pathlib import PurePosixPath

from offerings.files.errors import UnfitName

__all__ = ["checkName", "freeName"]

_LONGEST = 200


def checkName(name: str) -> str:
    """
    C{name} without white space around it.

    @raise UnfitName: it is no name.
    """
    fit = name.strip()
    if not 0 < len(fit) <= _LONGEST or not fit.isprintable() or "/" in fit or fit in (".", ".."):
        raise UnfitName(name)
    return fit


def freeName(name: str, taken: Container[str]) -> str:
    """
    C{name} if it is not taken, else with the first number that makes it free: C{letter (2).txt}.
    """
    if name not in taken:
        return name
    path = PurePosixPath(name)
    number = 2
    while True:
        more = f" ({number}){path.suffix}"
        found = path.stem[: _LONGEST - len(more)] + more
        if found not in taken:
            return found
        number += 1
