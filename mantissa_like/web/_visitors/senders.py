"""
What a request tells of the machine and the program that sent it.
"""

from __future__ import annotations

from twisted.web.server import Request

__all__ = ["peerOf", "userAgentOf"]

_LONGEST = 300


def peerOf(request: Request) -> str:
    """
    The address of the machine that sent this, as people write it; empty if it has none.
    """
    return str(getattr(request.getClientAddress(), "host", "") or "")


def userAgentOf(request: Request) -> str:
    """
    What the program that sent this calls itself; at most 300 characters, may be empty.
    """
    return (request.getHeader(b"User-Agent") or b"").decode("utf-8", "replace")[:_LONGEST]
