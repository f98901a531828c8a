"""
The command C{upgrade}: bring stored items to the versions of their classes, before a server has to.
"""

from __future__ import annotations

from typing import TextIO

from axiom.errors import ItemUpgradeError
from axiom.scripts._commands import AxiomaticCommand
from axiom.scripts.errors import UpgradesFailed
from axiom.store import Store

__all__ = ["Upgrade"]


def _atLeastOne(word: str) -> int:
    if not word.isdecimal() or int(word) == 0:
        raise ValueError(f"{word} is not a number from 1")
    return int(word)


class Upgrade(AxiomaticCommand):
    """
    Upgrade every item of the store. It can be interrupted and run again; an item that fails is left as it is.
    """

    name = "upgrade"
    description = "Upgrade the items of the store to the installed software."
    optParameters = (("count", "n", 100, "How many items are upgraded in one transaction.", _atLeastOne),)

    def perform(self, store: Store, out: TextIO) -> None:
        """
        Upgrade, and write one line for each type that had items of an old version.

        @raise UpgradesFailed: an upgrader failed; the other items are upgraded.
        """
        failures: dict[int, ItemUpgradeError] = {}
        for typeName, versions in list(store.upgrades.pending.items()):
            done = sum(self._upgradeVersion(store, typeName, version, failures) for version in versions)
            out.write(f"{typeName}: {done} upgraded\n")
            out.flush()
        if failures:
            raise UpgradesFailed(list(failures.values()))

    def _upgradeVersion(
        self, store: Store, typeName: str, version: int, failures: dict[int, ItemUpgradeError]
    ) -> int:
        oldClass = store.getOldVersionOf(typeName, version)
        done = 0
        while True:
            remaining = store.query(oldClass, oldClass.storeID.notOneOf(list(failures)), limit=self["count"])
            storeIDs = list(remaining.getColumn("storeID"))
            if not storeIDs:
                return done
            done += store.transact(_upgradeBatch, store, storeIDs, failures)


def _upgradeBatch(store: Store, storeIDs: list[int], failures: dict[int, ItemUpgradeError]) -> int:
    done = 0
    for storeID in storeIDs:
        try:
            # Loading an item upgrades it, unless the upgrader of another one has done that or deleted it.
            store.getItemByID(storeID, default=None)
            done += 1
        except ItemUpgradeError as error:
            failures[error.storeID] = error
    return done
