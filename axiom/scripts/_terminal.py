"""
The streams of a command.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TextIO

__all__ = ["Terminal", "printable"]


@dataclass(frozen=True)
class Terminal:
    """
    Where a command reads and writes.

    @ivar stdin: what it is given.
    @ivar out: its results.
    @ivar err: what it has to say about them.
    """

    stdin: TextIO
    out: TextIO
    err: TextIO

    @classmethod
    def ofProcess(cls) -> Terminal:
        """
        The standard streams as they are now.
        """
        return cls(sys.stdin, sys.stdout, sys.stderr)


def printable(text: str) -> str:
    """
    C{text} as one line that does nothing else to a terminal: what can't be printed is as in a literal of
    Python.
    """
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)
