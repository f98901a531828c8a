"""
Numbers of things, in the sentences of commands.
"""

from __future__ import annotations

__all__ = ["counted"]


def counted(number: int, noun: str) -> str:
    """
    So many of these, such as C{"1 store"} and C{"1,024 bytes"}.

    @param noun: the word for one, of which many have an C{s}.
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
