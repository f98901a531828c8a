"""
Upgrades of what old stores have of batch processing.
"""

from __future__ import annotations

from typing import Any

from axiom.attributes import integer
from axiom.iaxiom import IScheduler
from axiom.item import Item
from axiom.upgrade import registerDeletionUpgrader

__all__ = ["BatchManholePowerup", "upgradeProcessor1to2"]


class BatchManholePowerup(Item):
    """
    An item of old stores which has no meaning any more and is deleted.
    """

    __module__ = "axiom.batch"

    typeName = "axiom_batch_batchmanholepowerup"
    schemaVersion = 2

    unused = integer()


registerDeletionUpgrader(BatchManholePowerup, 1, 2)


def upgradeProcessor1to2(old: Any) -> Any:
    """
    Have the scheduler run a processor once, which shows what there is to be done; the first version asked for
    work all the time.
    """
    new = old.upgradeVersion(old.typeName, 1, 2, busyInterval=old.busyInterval)
    scheduler = IScheduler(new.store)
    new.scheduled = scheduler.now()
    scheduler.schedule(new, new.scheduled)
    return new
