"""
Stores with the scheduler and batch items of old releases: what they were to do is done.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import apsw
from epsilon.extime import Time
from twisted.application.service import IService
from twisted.internet.defer import maybeDeferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, reference
from axiom.batch import BatchManholePowerup, BatchProcessingError, processor
from axiom.dependency import installedOn
from axiom.iaxiom import IScheduler
from axiom.item import Item
from axiom.runtime import Runtime
from axiom.scheduler import (
    Scheduler,
    SubScheduler,
    TimedEvent,
    TimedEventFailureLog,
    _SubSchedulerParentHook,
)
from axiom.store import Store
from axiom.substore import SubStore


class Alarm(Item):
    """
    As it was when the stores were written: it refers to the scheduler item.
    """

    typeName = "upgrades_alarm"

    rung = integer()
    scheduler = reference()

    def run(self) -> None:
        """
        Ring.
        """
        self.rung = (self.rung or 0) + 1


class Archive(Item):
    """
    A listener that counts.
    """

    typeName = "upgrades_archive"

    seen = integer()

    def processItem(self, item: Item) -> None:
        """
        Count.
        """
        self.seen = (self.seen or 0) + 1


AlarmProcessor = processor(Alarm)


def at(seconds: float) -> Time:
    """
    A moment of the test's clock.
    """
    return Time.fromPOSIXTimestamp(seconds)


class OldSchedulerTests(SynchronousTestCase):
    """
    A site store and a user store of Axiom 0.5 to 0.7.
    """

    def setUp(self) -> None:
        """
        The stores of the dumps, the site's opened.
        """
        site = Path(self.mktemp())
        load("old_site_scheduler.sql", site)
        load("old_user_scheduler.sql", site / "files" / "one")
        self.clock = Clock()
        self.store = Store(str(site), runtime=Runtime(clock=self.clock, inThread=maybeDeferred))
        self.addCleanup(self.store.close)
        self.subStore = self.store.findUnique(SubStore)
        self.addCleanup(self.subStore.close)

    def start(self) -> None:
        """
        Run the service of the site until the end of the test.
        """
        service = IService(self.store)
        service.startService()
        self.addCleanup(service.stopService)

    def test_run(self) -> None:
        """
        What was scheduled is run when it is due, in both stores.
        """
        self.start()
        site, user = self.store.getItemByID(12), self.subStore.open().getItemByID(5)
        for seconds, expected in ((10, (0, 1)), (10, (1, 1)), (10, (1, 2))):
            self.clock.advance(seconds)
            self.assertEqual(expected, (site.rung, user.rung))
        self.assertEqual([], [event for event in self.store.query(TimedEvent) if event.runnable is site])

    def test_schedulers(self) -> None:
        """
        The scheduler items are no powerups any more, and what refers to them can use them.
        """
        old = self.store.findUnique(Scheduler)
        self.assertEqual([], list(self.store.interfacesFor(old)))
        self.assertFalse(isinstance(IScheduler(self.store), Scheduler))
        alarm = self.store.getItemByID(13)
        alarm.scheduler.schedule(alarm, at(3))
        self.assertEqual([at(3)], list(IScheduler(self.store).scheduledTimes(alarm)))
        with self.subStore.opened() as user:
            self.assertEqual([], list(user.interfacesFor(user.findUnique(SubScheduler))))
            self.assertFalse(isinstance(IScheduler(user), SubScheduler))

    def test_hooks(self) -> None:
        """
        Hooks of every version stand for their substore, and are not installed.
        """
        hooks = list(self.store.query(_SubSchedulerParentHook))
        self.assertEqual([self.subStore] * 3, [hook.subStore for hook in hooks])
        self.assertEqual([None] * 3, [installedOn(hook) for hook in hooks])
        self.assertIn([at(10)], [list(IScheduler(self.store).scheduledTimes(hook)) for hook in hooks])

    def test_failureLog(self) -> None:
        """
        Failures that were logged are kept.
        """
        log = self.store.findUnique(TimedEventFailureLog)
        self.assertEqual((b"Tracebac", 13), (log.traceback, log.runnable.storeID))
        self.assertEqual((at(5), at(6)), (log.desiredTime, log.actualTime))

    def test_batch(self) -> None:
        """
        A processor goes on where it was; what it is run by now is the scheduler.
        """
        found: Any = self.store.findUnique(AlarmProcessor)
        self.assertEqual(
            (50, [at(0)]), (found.busyInterval, list(IScheduler(self.store).scheduledTimes(found)))
        )
        archive = self.store.findUnique(Archive)
        [before] = found.progress()
        self.assertEqual((archive, 1, 2, 1), (before.listener, before.done, before.total, before.failed))
        self.start()
        self.clock.pump([0, 1, 1])
        self.assertEqual((2, [], None), (archive.seen, self.times(found), found.scheduled))
        self.assertEqual(b"oops", self.store.findUnique(BatchProcessingError).error)

    def times(self, runnable: Item) -> list[Time]:
        """
        When it is to be run.
        """
        return list(IScheduler(self.store).scheduledTimes(runnable))

    def test_manhole(self) -> None:
        """
        What has no meaning any more is deleted.
        """
        self.assertEqual(0, self.store.count(BatchManholePowerup))
        self.assertIdentical(None, self.store.getItemByID(18, default=None))


def load(dump: str, directory: Path) -> None:
    """
    Make a store of one of the dumps.
    """
    for name in ("files", "temp", "run"):
        (directory / name).mkdir(parents=True)
    connection = apsw.Connection(str(directory / "db.sqlite"))
    connection.execute((Path(__file__).parent / dump).read_text())
    connection.close()
