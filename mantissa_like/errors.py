"""
The root of the errors which the server raises.
"""

from __future__ import annotations

__all__ = ["MantissaError"]


class MantissaError(Exception):
    """
    The server cannot do what it was asked to; each subclass is named for the fact.

    @cvar hint: what to do next, one or more full sentences; empty when nothing helps.
    """

    hint: str = ""
