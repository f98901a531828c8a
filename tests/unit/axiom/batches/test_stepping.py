"""
Stepping over the processors of a store.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from twisted.internet.defer import Deferred

from axiom._engine.claims import Claim
from axiom.attributes import text
from axiom.batch import BatchProcessingError, BatchProcessingService, processor
from axiom.iaxiom import REMOTE
from axiom.item import Item
from tests.unit.axiom.batching import BatchTestCase, LetterProcessor


class Card(Item):
    """
    Another unit of work.
    """

    typeName = "test_batchstepping_card"
    title = text()


CardProcessor = processor(Card)


class BatchProcessingServiceTests(BatchTestCase):
    """
    The work of one store's processors.
    """

    def setUp(self) -> None:
        """
        For remote listeners.
        """
        super().setUp()
        self.service = BatchProcessingService(self.store, REMOTE)

    def start(self) -> Deferred[None]:
        """
        Begin to do the work.
        """
        return Deferred.fromCoroutine(self.service.workOff())

    def test_stepsOverErrors(self) -> None:
        """
        A listener that fails is recorded, with each letter that it fails with, and others are not kept from
        working.
        """
        reader, other = self.reader(REMOTE, hates="b"), self.reader(REMOTE)
        self.letters("abc")
        steps = list(islice(self.service.step(), 7))
        self.assertEqual(("ac", "abc", False), (reader.read, other.read, steps[-1]))
        self.assertEqual(1, self.store.count(BatchProcessingError))
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))

    def test_nothing(self) -> None:
        """
        A store without processors has no work.
        """
        service = BatchProcessingService(self.open(), REMOTE)
        self.assertEqual([False, False], list(islice(service.step(), 2)))

    def test_workOff(self) -> None:
        """
        It is done when all processors have no more work, with a pause after each step.
        """
        cards: Any = CardProcessor(store=self.store)
        reader, other = self.reader(REMOTE), self.reader(REMOTE)
        cards.addReliableListener(other, REMOTE)
        self.letters("ab")
        Card(store=self.store, title="x")
        working = self.start()
        self.assertEqual(1, len(reader.read + other.read))
        self.assertNoResult(working)
        self.clock.pump([0.001] * 10)
        self.successResultOf(working)
        self.assertEqual(("ab", "abx"), (reader.read, "".join(sorted(other.read))))

    def test_severalProcesses(self) -> None:
        """
        While another process works for the store, this one waits; then it does what is left.
        """
        self.store = self.open(self.mktemp())
        self.processor = LetterProcessor(store=self.store)
        self.service = BatchProcessingService(self.store, REMOTE)
        reader = self.reader(REMOTE)
        self.letters("ab")
        other = Claim.of(self.store.dbdir, "batch")
        other.acquire()
        working = self.start()
        self.clock.pump([0.5] * 10)
        self.assertEqual("", reader.read)
        other.release()
        self.clock.pump([0.5, *[0.001] * 10])
        self.successResultOf(working)
        self.assertEqual("ab", reader.read)
        self.assertTrue(other.acquire())
        other.release()

    def test_busy(self) -> None:
        """
        While something is busy it waits, for longer.
        """
        reader = self.reader(REMOTE, busy=1)
        self.letters("a")
        working = self.start()
        self.clock.advance(0.4)
        self.assertEqual("", reader.read)
        self.clock.pump([0.1, 0.01])
        self.successResultOf(working)
        self.assertEqual("a", reader.read)

    def test_trouble(self) -> None:
        """
        A processor that fails itself does not keep others from working.
        """
        cards: Any = CardProcessor(store=self.store)
        reader = self.reader()
        cards.addReliableListener(reader, REMOTE)
        Card(store=self.store, title="x")

        def fail(*args: object) -> bool:
            raise OSError("no disk")

        self.patch(LetterProcessor, "step", fail)
        working = self.start()
        self.clock.pump([0.01] * 4)
        self.successResultOf(working)
        self.assertEqual("x", reader.read)
        self.assertTrue(self.flushLoggedErrors(OSError))

    def test_suspended(self) -> None:
        """
        A suspended listener is told so, and is shown nothing until it is resumed.
        """
        reader = self.reader(REMOTE)
        self.letters("a")
        self.successResultOf(Deferred.fromCoroutine(self.service.suspend(reader.storeID)))
        next(self.service.step())
        self.assertEqual("", reader.read)
        self.successResultOf(Deferred.fromCoroutine(self.service.resume(reader.storeID)))
        next(self.service.step())
        self.assertEqual(("a", ["suspend", "resume"]), (reader.read, reader.told))

    def test_call(self) -> None:
        """
        A method of an item is called by name.
        """
        reader = self.reader(read="abc")
        self.successResultOf(Deferred.fromCoroutine(self.service.call(reader.storeID, "reset")))
        self.assertEqual("", reader.read)
        self.failureResultOf(
            Deferred.fromCoroutine(self.service.call(reader.storeID, "fail")), ZeroDivisionError
        )
