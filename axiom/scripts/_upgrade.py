"""
The command C{upgrade}: bring stored items to the versions of their classes, before a server has to.
"""

from __future__ import annotations

import posixpath
from typing import TextIO

from axiom.errors import AxiomError, CannotOpenStore
from axiom.scripts._commands import AxiomaticCommand
from axiom.scripts.errors import UpgradesFailed
from axiom.store import Store
from axiom.substore import SubStore

__all__ = ["Upgrade"]


def _atLeastOne(word: str) -> int:
    if not word.isdecimal() or int(word) == 0:
        raise ValueError(f"{word} is not a number from 1")
    return int(word)


class Upgrade(AxiomaticCommand):
    """
    Upgrade every item of the store and of its substores. It can be interrupted and run again; an item that
    fails is left as it is, as is a substore that can't be opened.
    """

    name = "upgrade"
    description = "Upgrade the items of the store and its substores to the installed software."
    optParameters = (("count", "n", 100, "How many items are upgraded in one transaction.", _atLeastOne),)

    def perform(self, store: Store, out: TextIO) -> None:
        """
        Upgrade, and write one line for each type that had items of an old version.

        @raise UpgradesFailed: an upgrader failed, or a substore could not be opened; the rest is upgraded.
        """
        failures: list[AxiomError] = []
        self._upgradeTree(store, "", out, failures)
        if failures:
            raise UpgradesFailed(failures)

    def _upgradeTree(self, store: Store, name: str, out: TextIO, failures: list[AxiomError]) -> None:
        """
        @param name: the path of the store below the first one; empty for that one.
        """
        self._upgradeStore(store, f"{name}: " if name else "", out, failures)
        for subStore in store.query(SubStore):
            try:
                with subStore.opened() as opened:
                    self._upgradeTree(opened, posixpath.join(name, _pathOf(subStore)), out, failures)
            except CannotOpenStore as error:
                failures.append(error)

    def _upgradeStore(self, store: Store, prefix: str, out: TextIO, failures: list[AxiomError]) -> None:
        for typeName in list(store.upgrades.pending):
            done = store.upgrades.upgradeAllOf(typeName, self["count"], failures.append)
            out.write(f"{prefix}{typeName}: {done} upgraded\n")
            out.flush()


def _pathOf(subStore: SubStore) -> str:
    place, parent = subStore.storepath, subStore.presentStore()
    if place is None:
        return f"substore {subStore.storeID}"
    return "/".join(place.segmentsFrom(parent.newFilePath()))
