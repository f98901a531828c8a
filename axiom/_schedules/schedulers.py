"""
Which scheduler a store has.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from axiom._columns.memory import memoryOf
from axiom._schedules.oldschedulers import Scheduler, SubScheduler
from axiom._schedules.sitescheduler import _SiteScheduler
from axiom._schedules.userscheduler import _UserScheduler

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["schedulerOf"]


def schedulerOf(store: Store, powerups: Sequence[Any]) -> Any:
    """
    The first of the powerups of C{store}, else the scheduler that is its own as long as it is open.
    """
    for powerup in powerups:
        # Those ask the store for its own.
        if not isinstance(powerup, (Scheduler, SubScheduler)):
            return powerup
    memory = memoryOf(store)
    if "scheduler" not in memory:
        memory["scheduler"] = (_SiteScheduler if store.parent is None else _UserScheduler)(store)
    return memory["scheduler"]
