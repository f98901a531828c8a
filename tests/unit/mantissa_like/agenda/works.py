"""
Work for stores that tests look at, and a site that does it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from epsilon.extime import Time
from twisted.internet.defer import maybeDeferred
from twisted.internet.task import Clock
from zope.interface import implementer

from axiom.attributes import text
from axiom.item import Item
from axiom.runtime import Runtime
from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.agenda import AgendaEntry, IStoreWork, Turn, WorkService, dueIn, openAgenda
from mantissa_like.stores import StorePool

__all__ = ["Chore", "ChoreWork", "WorkingSite"]


class Chore(Item):
    """
    Something to be done.
    """

    typeName = "test_agenda_chore"
    name = text(allowNone=False)


@implementer(IStoreWork)
class ChoreWork:
    """
    Does the chores of stores, one a turn.

    @ivar done: the names of the chores that were done.
    @ivar turns: how many turns there were.
    @ivar doubted: the stores that may have lost commits.
    @ivar deaths: what processes died of.
    @ivar then: what is returned when all is done.
    """

    name = "chores"

    def __init__(self) -> None:
        self.done: list[str] = []
        self.doubted: list[Store] = []
        self.deaths: list[tuple[Store, str]] = []
        self.turns = 0
        self.then: Callable[[Store], Any] = lambda store: Turn()

    def work(self, store: Store) -> Any:
        """
        See L{IStoreWork}.
        """
        self.turns += 1
        chore = store.findFirst(Chore)
        if chore is None:
            return self.then(store)
        self.done.append(chore.name)
        chore.deleteFromStore()
        return Turn(Time.fromPOSIXTimestamp(store.runtime.clock.seconds()))

    def commitsLost(self, store: Store) -> None:
        """
        See L{IStoreWork}.
        """
        self.doubted.append(store)

    def died(self, store: Store, what: str) -> None:
        """
        See L{IStoreWork}.
        """
        self.deaths.append((store, what))


class WorkingSite:
    """
    A site in memory in which chores are done; it was started before.
    """

    def __init__(self, *works: Any, **settings: Any) -> None:
        """
        @param works: of it, instead of L{ChoreWork}.
        @param settings: of its L{WorkService}.
        """
        self.clock = Clock()
        self.clock.advance(1_000_000_000)
        self.store = Store(runtime=Runtime(clock=self.clock, inThread=maybeDeferred))
        self.pool = StorePool(self.store, 10)
        self.work = ChoreWork()
        self.agenda = openAgenda(self.store)
        self.run(WorkService(self.store, self.pool, [], self.clock))
        self.agenda.entries.store.query(AgendaEntry).deleteFromStore()
        self.service = WorkService(self.store, self.pool, works or [self.work], self.clock, **settings)

    def run(self, service: WorkService) -> None:
        """
        Start and stop it, when everything is done.
        """
        service.startService()
        self.settle()
        service.stopService()

    def addStore(self) -> Store:
        """
        A user's store.
        """
        return SubStore.createNew(self.store, ("account", "user.axiom")).open()

    def add(self, store: Store, *names: str) -> None:
        """
        Give a store something to do.
        """
        store.transact(self._add, store, names)

    def _add(self, store: Store, names: tuple[str, ...]) -> None:
        for name in names:
            Chore(store=store, name=name)
        dueIn(store)

    def settle(self) -> None:
        """
        Let whatever is due at this moment be done.
        """
        for _ in range(50):
            self.clock.advance(0)
