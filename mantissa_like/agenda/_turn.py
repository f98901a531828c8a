"""
What came of one turn of work for a store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from epsilon.extime import Time
from twisted.internet.defer import Deferred

__all__ = ["Turn"]


@dataclass(frozen=True)
class Turn:
    """
    When the next turn is to be.

    @ivar again: when more is due; perhaps in the past, for as soon as other stores had their turns; None
        if nothing is.
    @ivar underWay: what goes on beyond the turn, whether or not it was told before; may be empty. The store
        stays open for it, and there is another turn after each of them fires. Their results are dropped, and
        their failures logged.
    """

    again: Time | None = None
    underWay: Sequence[Deferred[Any]] = ()
