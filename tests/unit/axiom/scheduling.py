"""
What the tests of schedulers run, and when.
"""

from __future__ import annotations

from typing import Any

from epsilon.extime import Time
from twisted.application.service import IService
from twisted.internet.defer import maybeDeferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import boolean, inmemory, integer, text, timestamp
from axiom.iaxiom import IScheduler
from axiom.item import Item
from axiom.runtime import Runtime
from axiom.scheduler import _SubSchedulerParentHook
from axiom.store import Store
from axiom.substore import SubStore

__all__ = ["Bell", "Brick", "Fuse", "SchedulerTestCase", "SubSchedulerTestCase", "at"]


def at(seconds: float) -> Time:
    """
    A moment of the test's clock.
    """
    return Time.fromPOSIXTimestamp(seconds)


class Bell(Item):
    """
    A runnable that counts its runs.

    @ivar again: when to run it after the next run.
    @ivar callBack: what it calls at the end of a run.
    """

    typeName = "tests_scheduling_bell"

    name = text()
    rung = integer(default=0, allowNone=False)
    again = timestamp()
    callBack = inmemory()

    def activate(self) -> None:
        """
        It calls nothing.
        """
        self.callBack = None

    def run(self) -> Time | None:
        """
        Count.
        """
        self.rung += 1
        again, self.again = self.again, None
        if self.callBack is not None:
            self.callBack()
        return again


class Brick(Item):
    """
    No runnable.
    """

    typeName = "test_scheduling_brick"
    weight = integer()


class Fuse(Item):
    """
    A runnable that fails, and deals with it.

    @ivar again: when to run it after the failure.
    @ivar isDud: whether dealing with it fails as well.
    """

    typeName = "tests_scheduling_fuse"

    again = timestamp()
    isDud = boolean(default=False, allowNone=False)
    seen = inmemory()

    def run(self) -> None:
        """
        Fail.
        """
        raise ZeroDivisionError("boom")

    def timedEventErrorHandler(self, timedEvent: Any, failure: Any) -> Time | None:
        """
        Remember how it failed.
        """
        self.seen = failure.value
        if self.isDud:
            raise ValueError("dud")
        return self.again


class SchedulerTestCase(SynchronousTestCase):
    """
    A store in memory whose service runs, at the moment 0 of a clock.
    """

    def setUp(self) -> None:
        """
        Make it.
        """
        self.clock = Clock()
        self.store = self.open()
        self.scheduler: Any = IScheduler(self.store)
        self.start(self.store)

    def open(self, directory: str | None = None) -> Store:
        """
        A store with the test's clock, closed after the test.
        """
        store = Store(directory, runtime=Runtime(clock=self.clock, inThread=maybeDeferred))
        self.addCleanup(store.close)
        return store

    def start(self, store: Store) -> None:
        """
        Run its service until the end of the test.
        """
        service = IService(store)
        service.startService()
        self.addCleanup(lambda: service.running and service.stopService())

    def bell(self, when: float | None = None, store: Store | None = None, **facts: Any) -> Bell:
        """
        A new bell, which is scheduled if C{when} is given.
        """
        store = store or self.store
        bell = Bell(store=store, **facts)
        if when is not None:
            IScheduler(store).schedule(bell, at(when))
        return bell

    def times(self, runnable: Item) -> list[float]:
        """
        When it is to be run.
        """
        return [each.asPOSIXTimestamp() for each in IScheduler(runnable.store).scheduledTimes(runnable)]


class SubSchedulerTestCase(SchedulerTestCase):
    """
    A store with two substores, the first of which is open.
    """

    def setUp(self) -> None:
        """
        Make them.
        """
        super().setUp()
        self.site = self.open(self.mktemp())
        self.start(self.site)
        self.item, self.second = (SubStore.createNew(self.site, [name]) for name in ("one", "two"))
        self.subStore = self.item.open()
        self.subScheduler: Any = IScheduler(self.subStore)
        self.addCleanup(self.item.close)

    def hookTimes(self, item: SubStore | None = None) -> list[float]:
        """
        When the parent is to run the events of a substore.
        """
        hooks = self.site.query(
            _SubSchedulerParentHook, _SubSchedulerParentHook.subStore == (item or self.item)
        )
        return [when for hook in hooks for when in self.times(hook)]
