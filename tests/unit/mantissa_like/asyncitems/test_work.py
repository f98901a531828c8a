"""
Tests for L{mantissa_like.asyncitems._work}.
"""

from __future__ import annotations

from itertools import count

from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from axiom.errors import StoreBusy
from mantissa_like.agenda import IStoreWork
from mantissa_like.asyncitems import (
    PENDING,
    REJECTED,
    RESOLVED,
    AsynchronousItem,
    _work,
    addHandlers,
    makeOperation,
    operationHandler,
)
from tests.unit.mantissa_like.asyncitems.workbench import Recorder, Workbench


class AsyncWorkTests(SynchronousTestCase):
    """
    Tests for working off what is due.
    """

    def setUp(self) -> None:
        self.bench = Workbench()

    def settled(self, value: object = 1) -> AsynchronousItem:
        """
        An operation with a value.
        """
        operation = makeOperation(self.bench.store)
        operation.succeed(value)
        return operation

    def test_provides(self) -> None:
        """
        It is a kind of work for stores.
        """
        verifyObject(IStoreWork, self.bench.worker)

    def test_nothingToDo(self) -> None:
        """
        A store without operations has nothing to do, and nothing is written to it.
        """
        revision = self.bench.store.revision
        turn = self.bench.turn()
        self.assertEqual((None, 0), (turn.again, len(turn.underWay)))
        self.assertEqual(revision, self.bench.store.revision)

    def test_chain(self) -> None:
        """
        Each handler gets what the one before returned.
        """
        operation = makeOperation(self.bench.store)
        last = operation
        for _ in range(3):
            last = addHandlers(last, self.bench.recorder, ok="note")
        operation.succeed(1)
        self.bench.workOff()
        self.assertEqual((["1", "2", "3"], RESOLVED, 4), (self.bench.seen, last.state, last.value))

    def test_boundedBatch(self) -> None:
        """
        A turn does a bounded part, and asks for another one.
        """
        self.patch(_work, "_ROUND", 1)
        self.patch(_work, "_MOST_CHILDREN", 5)
        operation = self.settled()
        for _ in range(12):
            addHandlers(operation, self.bench.recorder)
        self.patch(self.bench.clock, "seconds", count(self.bench.clock.seconds(), 0.004).__next__)
        self.assertEqual(0, self.bench.turn().again.asPOSIXTimestamp())  # type: ignore[union-attr]
        self.assertEqual(7, operation.pendingChildren().count())

    def test_manyChildren(self) -> None:
        """
        However many wait for one operation, each is handled once.
        """
        self.patch(_work, "_MOST_CHILDREN", 3)
        one, two = makeOperation(self.bench.store), makeOperation(self.bench.store)
        children = [addHandlers(each, self.bench.recorder, ok="note") for each in [one] * 4 + [two] * 3]
        one.succeed("one")
        two.succeed("two")
        self.bench.workOff()
        self.assertEqual(["one"] * 4 + ["two"] * 3, sorted(self.bench.seen))
        self.assertEqual({RESOLVED}, {each.state for each in children})

    def test_startUpDrainsTheQueue(self) -> None:
        """
        A new process runs what is ready and nothing else, and knows the deadlines.
        """
        done = addHandlers(self.settled("done"), self.bench.recorder, ok="note")
        self.bench.workOff()
        ready = addHandlers(self.settled("ready"), self.bench.recorder, ok="note")
        waiting = addHandlers(makeOperation(self.bench.store), self.bench.recorder, ok="note")
        self.bench.successor()
        self.bench.workOff()
        self.assertEqual(["done", "ready"], self.bench.seen)
        self.assertEqual([RESOLVED, RESOLVED, PENDING], [each.state for each in (done, ready, waiting)])

    def test_oneFailsOthersGoOn(self) -> None:
        """
        A handler that fails holds up no other.
        """
        operation = self.settled()
        children = [addHandlers(operation, self.bench.recorder, ok=ok) for ok in ("note", "spoil", "note")]
        self.bench.workOff()
        self.assertEqual([RESOLVED, REJECTED, RESOLVED], [each.state for each in children])

    def test_busyStore(self) -> None:
        """
        That the store is busy is no failure of a handler, which is run later.
        """
        child = addHandlers(self.settled(), self.bench.recorder, ok="note")
        kept = Recorder.note

        def busy(recorder: Recorder, value: object) -> None:
            raise StoreBusy("somebody writes")

        self.patch(Recorder, "note", operationHandler(busy))
        self.assertRaises(StoreBusy, self.bench.turn)
        self.assertEqual(PENDING, child.state)
        self.patch(Recorder, "note", kept)
        self.bench.workOff()
        self.assertEqual(["1"], self.bench.seen)

    def test_handlersMakeMore(self) -> None:
        """
        What a handler makes ready is run, too.
        """
        made: list[AsynchronousItem] = []

        def make(recorder: Recorder, value: object) -> None:
            inner = makeOperation(self.bench.store)
            made.append(addHandlers(inner, recorder, error="noteError"))
            inner.fail(ValueError("x"))

        self.patch(Recorder, "note", operationHandler(make))
        addHandlers(self.settled(), self.bench.recorder, ok="note")
        self.bench.workOff()
        self.assertEqual((["ValueError: x"], "mended"), (self.bench.seen, made[0].value))

    def test_died(self) -> None:
        """
        What ended its process several times is rejected, and not run any more.
        """
        child = addHandlers(self.settled(), self.bench.recorder, ok="note")
        for _ in range(3):
            self.assertEqual(PENDING, child.state)
            self.bench.worker.died(self.bench.store, child.operationID)
        self.bench.workOff()
        assert child.error is not None
        self.assertEqual(([], REJECTED, "ProcessDied"), (self.bench.seen, child.state, child.error.type))
        self.bench.worker.died(self.bench.store, child.operationID)
        self.bench.worker.died(self.bench.store, "no such thing")

    def test_diedOnce(self) -> None:
        """
        What was at work once when its process ended is tried again.
        """
        operation = makeOperation(self.bench.store)
        child = addHandlers(operation, self.bench.recorder, ok="note")
        operation.succeed(1)
        self.bench.worker.died(self.bench.store, child.operationID)
        self.bench.workOff()
        self.assertEqual((["1"], RESOLVED), (self.bench.seen, child.state))
