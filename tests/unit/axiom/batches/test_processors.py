"""
Batch processors.
"""

from __future__ import annotations

from typing import Any

from twisted.application.service import IService
from twisted.python.failure import Failure
from zope.interface.verify import verifyObject

from axiom.attributes import text
from axiom.batch import BatchProcessingError, BatchProgress, _ProcessingFailure, processor
from axiom.iaxiom import LOCAL, REMOTE, IBatchProcessor, IBatchService, IScheduler
from axiom.item import Item
from axiom.scheduler import TimedEvent
from axiom.store import Store
from tests.unit.axiom.batching import BatchTestCase, Letter, LetterProcessor, Reader


class Parcel(Item):
    """
    Another unit of work.
    """

    typeName = "test_processors_parcel"
    title = text()


class ProcessorTests(BatchTestCase):
    """
    The classes, and their items.
    """

    def test_class(self) -> None:
        """
        There is one class for each type, named after it.
        """
        self.assertIdentical(LetterProcessor, processor(Letter))
        self.assertEqual("tests_unit_axiom_batching_batch_letter", LetterProcessor.typeName)
        self.assertEqual("tests_unit_axiom_batches_test_processors_batch_parcel", processor(Parcel).typeName)

    def test_powerup(self) -> None:
        """
        A processor is found as a powerup of its store.
        """
        self.assertTrue(verifyObject(IBatchProcessor, self.processor))
        self.assertEqual([self.processor], list(self.store.powerupsFor(IBatchProcessor)))
        self.assertIn("Letter", repr(self.processor))


class StepTests(BatchTestCase):
    """
    What is shown to whom, and in which order.
    """

    def test_nothing(self) -> None:
        """
        Without listeners there is no work, and without letters neither.
        """
        self.letters("a")
        self.assertEqual(1, self.work())
        reader = Reader(store=self.open())
        self.assertEqual("", reader.read)

    def test_added(self) -> None:
        """
        What is added is shown in its order, one letter with each step, which says whether there is more.
        """
        reader = self.reader()
        self.letters("abc")
        for read, more in (("a", True), ("ab", True), ("abc", False), ("abc", False)):
            self.assertEqual((more, read), (self.store.transact(self.processor.step), reader.read))

    def test_before(self) -> None:
        """
        What was there before is shown backwards, after what is added.
        """
        self.letters("abc")
        reader = self.reader()
        self.letters("de")
        self.assertEqual((5, "decba"), (self.work(), reader.read))

    def test_several(self) -> None:
        """
        Every listener is shown every letter, and they take turns.
        """
        readers = [self.reader(), self.reader()]
        self.letters("abc")
        for step, expected in enumerate((("a", ""), ("a", "a"), ("ab", "a"), ("ab", "ab"))):
            self.clock.advance(1)
            self.store.transact(self.processor.step)
            self.assertEqual(expected, tuple(reader.read for reader in readers), step)
        self.assertEqual(2, self.work())

    def test_style(self) -> None:
        """
        A step serves listeners of one style, without those that are to be skipped.
        """
        local, remote, skipped = self.reader(), self.reader(REMOTE), self.reader(REMOTE)
        self.letters("a")
        self.assertFalse(self.processor.step(REMOTE, [skipped]))
        self.assertEqual(("", "a", ""), (local.read, remote.read, skipped.read))
        self.assertFalse(self.processor.step(LOCAL))
        self.assertEqual("a", local.read)

    def test_othersOnly(self) -> None:
        """
        Items of other types are no work.
        """
        reader = self.reader()
        Parcel(store=self.store, title="a")
        self.assertEqual((1, ""), (self.work(), reader.read))

    def test_addedTwice(self) -> None:
        """
        A listener that is added twice is one.
        """
        reader = self.reader()
        self.assertIdentical(
            self.processor.addReliableListener(reader), self.processor.addReliableListener(reader)
        )
        self.assertEqual([reader], list(self.processor.getReliableListeners()))

    def test_removed(self) -> None:
        """
        A listener that was removed is shown nothing, and so is one that was deleted.
        """
        removed, deleted, left = self.reader(), self.reader(), self.reader()
        self.processor.removeReliableListener(removed)
        deleted.deleteFromStore()
        self.letters("a")
        self.assertEqual(1, self.work())
        self.assertEqual(("", "a"), (removed.read, left.read))
        self.assertEqual([left], list(self.processor.getReliableListeners()))

    def test_progress(self) -> None:
        """
        It is known how far each listener has come.
        """
        self.letters("ab")
        first = self.reader(hates="c")
        self.letters("cd")
        self.assertEqual([BatchProgress(first, 0, 4, 0)], self.processor.progress())
        self.assertRaises(_ProcessingFailure, self.processor.step)
        self.processor.timedEventErrorHandler(None, self.failed())
        self.work()
        second = self.reader()
        self.assertEqual(
            [BatchProgress(first, 4, 4, 1), BatchProgress(second, 0, 4, 0)],
            sorted(self.processor.progress(), key=lambda each: each.listener.storeID),
        )
        self.flushLoggedErrors(ZeroDivisionError)

    def failed(self) -> Failure:
        """
        How a step fails.
        """
        try:
            self.processor.step()
        except _ProcessingFailure:
            return Failure()
        raise AssertionError("it did not fail")


class ScheduleTests(BatchTestCase):
    """
    When a processor works.
    """

    def setUp(self) -> None:
        """
        The service of the store runs.
        """
        super().setUp()
        service = IService(self.store)
        service.startService()
        self.addCleanup(service.stopService)

    def times(self) -> list[Any]:
        """
        When the scheduler runs the processor.
        """
        return list(IScheduler(self.store).scheduledTimes(self.processor))

    def test_idle(self) -> None:
        """
        Without listeners it is not scheduled, whatever is added.
        """
        self.letters("a")
        self.processor.itemAdded()
        self.assertEqual((None, []), (self.processor.scheduled, self.times()))

    def test_scheduled(self) -> None:
        """
        With a listener it is scheduled, once, until there is no more work; and again when there is.
        """
        reader = self.reader()
        self.letters("ab")
        self.processor.itemAdded()
        self.assertEqual([self.processor.scheduled], self.times())
        self.clock.pump([0, 1, 1])
        self.assertEqual(("ab", None, []), (reader.read, self.processor.scheduled, self.times()))
        self.letters("c")
        self.processor.itemAdded()
        self.clock.pump([0, 1])
        self.assertEqual("abc", reader.read)

    def test_interval(self) -> None:
        """
        There is a pause after each letter.
        """
        self.processor.busyInterval = 250
        reader = self.reader()
        self.letters("abc")
        self.clock.advance(0)
        for pause, read in ((0, "a"), (0.2, "a"), (0.05, "ab"), (0.25, "abc")):
            self.clock.advance(pause)
            self.assertEqual(read, reader.read)

    def test_failure(self) -> None:
        """
        A failure is recorded, what the listener had changed is undone, and the work goes on.
        """
        reader, other = self.reader(hates="b"), self.reader()
        letters = self.letters("abc")
        self.clock.pump([0, *[1] * 6])
        self.assertEqual(("ac", "abc"), (reader.read, other.read))
        self.assertEqual([(reader, letters[1])], list(self.processor.getFailedItems()))
        self.assertEqual(b"can't read b", self.store.findUnique(BatchProcessingError).error)
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))
        self.assertEqual(1, len(self.flushLoggedErrors(_ProcessingFailure)))
        self.assertEqual((None, 0), (self.processor.scheduled, self.store.count(TimedEvent)))
        self.processor.removeReliableListener(reader)
        self.assertEqual([], list(self.processor.getFailedItems()))

    def test_trouble(self) -> None:
        """
        After a failure that is not a listener's the work goes on later.
        """
        reader = self.reader()
        self.letters("a")
        original = LetterProcessor.step

        def fail(*args: object) -> bool:
            self.patch(LetterProcessor, "step", original)
            raise OSError("no disk")

        self.patch(LetterProcessor, "step", fail)
        self.clock.advance(0)
        self.assertEqual(1, len(self.flushLoggedErrors(OSError)))
        self.assertEqual("", reader.read)
        self.clock.advance(60)
        self.assertEqual("a", reader.read)

    def test_busy(self) -> None:
        """
        What is busy is no failure of the listener.
        """
        reader = self.reader(busy=2)
        self.letters("a")
        self.clock.pump([0, 0.5, 0.5])
        self.assertEqual(("a", []), (reader.read, list(self.processor.getFailedItems())))

    def test_remote(self) -> None:
        """
        For listeners of the batch process, that is told of the work at once, and now and then until it is
        done, also when this process was started anew.
        """
        told: list[Store] = []
        self.store.inMemoryPowerUp(_BatchService(told), IBatchService)
        self.patch(Store, "aggregateInterfaces", {IScheduler: Store.aggregateInterfaces[IScheduler]})
        reader = self.reader(REMOTE)
        self.letters("a")
        self.processor.itemAdded()
        self.assertEqual(1, len(told))
        self.clock.advance(0)
        self.assertEqual(2, len(told))
        self.clock.advance(60)
        self.assertEqual(3, len(told))
        self.processor.step(REMOTE)
        self.clock.advance(60)
        self.assertEqual((3, "a", None), (len(told), reader.read, self.processor.scheduled))

    def test_withoutService(self) -> None:
        """
        Where there is no batch service nothing goes wrong.
        """
        self.reader(REMOTE)
        self.letters("a")
        self.processor.itemAdded()
        self.clock.advance(0)
        self.assertEqual(0, len(list(self.processor.getFailedItems())))

    def test_undone(self) -> None:
        """
        The batch process is not told of what is not committed.
        """
        told: list[Store] = []
        self.store.inMemoryPowerUp(_BatchService(told), IBatchService)
        self.patch(Store, "aggregateInterfaces", {IScheduler: Store.aggregateInterfaces[IScheduler]})
        self.reader(REMOTE)

        def add() -> None:
            self.letters("a")
            self.processor.itemAdded()
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, self.store.transact, add)
        self.assertEqual([], told)


class _BatchService:
    """
    Notes each start.
    """

    def __init__(self, told: list[Any]) -> None:
        self._told = told

    def __conform__(self, interface: object) -> Any:
        return self if interface is IBatchService else None

    def start(self) -> None:
        """
        Note it.
        """
        self._told.append(self)
