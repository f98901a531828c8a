"""
What is found wrong with a store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Problem", "listed"]

_SHOWN = 5


@dataclass(frozen=True)
class Problem:
    """
    One thing.

    @ivar kind: C{"database"}, C{"schema"}, C{"item"}, C{"reference"}, C{"search"}, C{"file"},
        C{"substore"} or C{"work"}.
    @ivar what: a sentence without its full stop.
    @ivar remedy: what to do, a sentence.
    @ivar isHarmless: whether it is as it may be, and only good to know.
    """

    kind: str
    what: str
    remedy: str
    isHarmless: bool = False


def listed(things: Sequence[object]) -> str:
    """
    The first of C{things}, and how many more there are.
    """
    names = ", ".join(map(str, things[:_SHOWN]))
    return names if len(things) <= _SHOWN else f"{names} and {len(things) - _SHOWN} more"
