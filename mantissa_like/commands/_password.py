"""
Passwords that were not given on the command line.
"""

from __future__ import annotations

from getpass import getpass
from typing import TextIO

from twisted.python.usage import UsageError

__all__ = ["readPassword"]


def readPassword(stdin: TextIO, address: str) -> str:
    """
    Ask at the terminal, twice and without showing what is typed; from a pipe, read one line.

    @raise UsageError: there was none, or the two differ.
    """
    password = _askTwice(address) if stdin.isatty() else stdin.readline().rstrip("\r\n")
    if not password:
        raise UsageError(f"the password of {address} is missing")
    return password


def _askTwice(address: str) -> str:
    try:
        password = getpass(f"Password of {address}: ")
        if password and getpass("Again: ") != password:
            raise UsageError("the passwords differ")
    except EOFError:
        return ""
    return password
