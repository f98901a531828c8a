"""
The agenda's own store: which stores of a site have work to do, and when.

The stores themselves are the truth, and this is an index of them. It is a store of its own, so that work does
not change the site store's revision, by which pages are kept.

Two rules make it right. Whoever makes something due writes that here before the store's own transaction is
committed. And a time is moved to a later one, or taken away, only in a transaction of the store, by the one
process that works for it: so nobody can be making something due meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from types import MappingProxyType

from epsilon.extime import Time

from axiom.attributes import AND, boolean, integer, reference, timestamp
from axiom.item import Item
from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.agenda._figures import AgendaFigure, noteFigures

__all__ = ["AgendaEntry", "Entries", "findEntries", "makeEntries"]

_PLACE = ("agenda.axiom",)


class AgendaPlace(Item):
    """
    Where a site store has its agenda; there is one, from the first start of the site on.

    @ivar subStore: what stands for it.
    """

    typeName = "agenda_place"
    schemaVersion = 1

    subStore = reference(allowNone=False, reftype=SubStore, whenDeleted=reference.CASCADE)


class AgendaEntry(Item):
    """
    One store that had work once.

    @ivar subStoreID: the storeID of its L{SubStore} in the site store; -1 for the site store itself.
    @ivar due: when it has work to do; None if it has none.
    @ivar revision: of the store when this was last found out.
    @ivar isDoubtful: whether commits to it may have been lost since.
    """

    typeName = "agenda_entry"
    schemaVersion = 1

    subStoreID = integer(allowNone=False, unique=True)
    due = timestamp(indexed=True)
    revision = integer(allowNone=False, default=0)
    isDoubtful = boolean(allowNone=False, default=False)

    def isDue(self, now: float) -> bool:
        """
        Whether the store has work to do.

        @param now: seconds since the epoch.
        """
        # Both are rounded in the same way.
        rounded = Time.fromPOSIXTimestamp(now).asPOSIXTimestamp()
        return self.due is not None and bool(self.due.asPOSIXTimestamp() <= rounded)


class Entries:
    """
    The entries of one site.

    @ivar store: where they are.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def find(self, subStoreID: int) -> AgendaEntry | None:
        """
        What is known of a store; None if it never had work.
        """
        return self.store.findFirst(AgendaEntry, AgendaEntry.subStoreID == subStoreID)

    def hasten(self, subStoreID: int, when: float) -> bool:
        """
        See to it that a store has its turn at C{when} or before.

        @return: whether that had to be written.
        """
        entry = self.find(subStoreID)
        if entry is not None and entry.isDue(when):
            return False
        self.store.transact(self._hasten, subStoreID, when)
        return True

    def reconsider(self, subStoreID: int, now: float, isDoubtful: bool) -> None:
        """
        Let a store have a turn, whatever is known of it.

        @param isDoubtful: whether commits to it may be lost.
        """

        def write() -> None:
            self._hasten(subStoreID, now)
            if isDoubtful and (entry := self.find(subStoreID)) is not None:
                entry.isDoubtful = True

        self.store.transact(write)

    def settle(
        self,
        subStoreID: int,
        due: float,
        revision: int,
        figures: Mapping[tuple[str, str], int] = MappingProxyType({}),
    ) -> None:
        """
        Write down when a store has work to do. Called in a transaction of that store.

        @param due: seconds since the epoch; infinite if it has none.
        @param revision: that of the store.
        @param figures: what it has; see L{noteFigures}.
        """

        def write() -> None:
            entry = self.find(subStoreID)
            if entry is not None:
                entry.due = None if due == inf else Time.fromPOSIXTimestamp(due)
                entry.revision, entry.isDoubtful = revision, False
                noteFigures(self.store, subStoreID, figures)

        self.store.transact(write)

    def note(self, subStoreID: int, figures: Mapping[tuple[str, str], int]) -> None:
        """
        Write down what a store has, whose work goes on; see L{noteFigures}.
        """
        self.store.transact(noteFigures, self.store, subStoreID, figures)

    def putOff(self, subStoreID: int, due: float) -> None:
        """
        Try later what can't be opened.
        """

        def write() -> None:
            entry = self.find(subStoreID)
            if entry is not None:
                entry.due = Time.fromPOSIXTimestamp(due)

        self.store.transact(write)

    def forget(self, subStoreID: int) -> None:
        """
        Drop what is known of a store that is no more.
        """
        self.store.query(AgendaEntry, AgendaEntry.subStoreID == subStoreID).deleteFromStore()
        self.store.query(AgendaFigure, AgendaFigure.subStoreID == subStoreID).deleteFromStore()

    def overdue(self, now: float, limit: int) -> list[int]:
        """
        The stores that have work to do, those first that have waited longest.
        """
        query = self.store.query(
            AgendaEntry,
            AND(AgendaEntry.due != None, AgendaEntry.due <= Time.fromPOSIXTimestamp(now)),  # noqa: E711
            sort=AgendaEntry.due.ascending,
            limit=limit,
        )
        return list(query.getColumn("subStoreID"))

    def nextDue(self, now: float) -> float | None:
        """
        When a store will have work to do next, after C{now}; None if none will.
        """
        query = self.store.query(
            AgendaEntry,
            AgendaEntry.due > Time.fromPOSIXTimestamp(now),
            sort=AgendaEntry.due.ascending,
            limit=1,
        )
        for due in query.getColumn("due"):
            return float(due.asPOSIXTimestamp())
        return None

    def _hasten(self, subStoreID: int, when: float) -> None:
        entry = self.find(subStoreID) or AgendaEntry(store=self.store, subStoreID=subStoreID)
        if not entry.isDue(when):
            entry.due = Time.fromPOSIXTimestamp(when)


def findEntries(siteStore: Store) -> Entries | None:
    """
    The entries of a site; None before its first start.
    """
    place = siteStore.findFirst(AgendaPlace)
    return None if place is None else Entries(place.subStore.open())


def makeEntries(siteStore: Store) -> Entries:
    """
    The entries of a site, whose store is made if it is not there. One that was removed, as it may be while
    the site does not run, is made anew.
    """
    found = siteStore.findFirst(AgendaPlace)
    if found is not None and _isThere(found):
        return Entries(found.subStore.open())
    return Entries(siteStore.transact(_make, siteStore).subStore.open())


def _make(siteStore: Store) -> AgendaPlace:
    found = siteStore.findFirst(AgendaPlace)
    if found is not None:
        # Another process may have been faster.
        if _isThere(found):
            return found
        found.subStore.deleteFromStore()
    return AgendaPlace(store=siteStore, subStore=SubStore.createNew(siteStore, _PLACE))


def _isThere(place: AgendaPlace) -> bool:
    directory = place.subStore.storepath
    return directory is None or bool(directory.child("db.sqlite").exists())
