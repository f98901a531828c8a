"""
The root of what can go wrong in a store.
"""

from __future__ import annotations

__all__ = ["AxiomError", "TimeoutError"]


class AxiomError(Exception):
    """
    Anything that C{axiom} raises on purpose.

    @cvar hint: what to do next, one sentence; empty where the message says it all.
    """

    hint = ""


class TimeoutError(AxiomError):
    """
    An operation did not end in its time.
    """
