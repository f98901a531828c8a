"""
Tests for L{mantissa_like.asyncitems._collecting}.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from twisted.logger import ILogObserver, LogEvent, globalLogPublisher
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import provider

from axiom.attributes import reference
from axiom.item import Item
from mantissa_like.asyncitems import (
    AsynchronousItem,
    Retry,
    addHandlers,
    makeOperation,
    stuckOperations,
)
from tests.unit.mantissa_like.asyncitems.workbench import Workbench


class Holder(Item):
    """
    An item that refers to an operation, and one that goes with it.
    """

    typeName = "test_asyncitems_holder"

    operation: Any = reference(reftype=AsynchronousItem)
    owner: Any = reference(reftype=AsynchronousItem, whenDeleted=reference.CASCADE)


class CollectingTests(SynchronousTestCase):
    """
    Tests for forgetting what nobody needs.
    """

    def setUp(self) -> None:
        self.bench = Workbench()
        self.store = self.bench.store
        self.reported: list[LogEvent] = []

        @provider(ILogObserver)
        def observe(event: LogEvent) -> None:
            if "operationID" in event:
                self.reported.append(event)

        globalLogPublisher.addObserver(observe)
        self.addCleanup(globalLogPublisher.removeObserver, observe)

    @property
    def kept(self) -> int:
        """
        How many operations there are.
        """
        return self.store.count(AsynchronousItem)

    def test_chain(self) -> None:
        """
        A chain is forgotten a minute after it was settled, all of it.
        """
        operation = last = makeOperation(self.store)
        for _ in range(3):
            last = addHandlers(last, self.bench.recorder, ok="note")
        operation.succeed(1)
        self.assertEqual((60.0, 4), (self.bench.workOff(), self.kept))
        self.bench.advance(59)
        self.assertEqual(4, self.kept)
        self.assertEqual((None, 0), (self.bench.advance(1), self.kept))

    def test_pending(self) -> None:
        """
        What is pending is kept, however old.
        """
        makeOperation(self.store)
        self.assertEqual((None, 1), (self.bench.advance(1e8), self.kept))

    def test_retention(self) -> None:
        """
        It may be kept longer, or not at all.
        """
        for keep in (timedelta(hours=1), timedelta(0)):
            makeOperation(self.store, keep=keep).succeed(1)
        self.bench.workOff()
        self.assertEqual(1, self.kept)
        self.bench.advance(3600)
        self.assertEqual(0, self.kept)

    def test_waitedFor(self) -> None:
        """
        What somebody still needs the outcome of is kept, and forgotten after that.
        """
        operation = makeOperation(self.store)
        retry = Retry(attempts=2, first=timedelta(hours=1))
        child = addHandlers(operation, self.bench.recorder, ok="spoil", error="noteError", retry=retry)
        addHandlers(child, self.bench.recorder, error="noteError")
        operation.succeed(1)
        self.bench.workOff()
        self.bench.advance(600)
        self.assertEqual(3, self.kept)
        self.bench.advance(3000)
        self.assertEqual(["KeyError: 'spoilt 1'"], self.bench.seen)
        self.bench.advance(60)
        self.assertEqual((None, 0), (self.bench.workOff(), self.kept))

    def test_referredTo(self) -> None:
        """
        What an item refers to is kept for as long as it does, unless that goes with it.
        """
        operation = makeOperation(self.store)
        holder = Holder(store=self.store, operation=operation, owner=operation)
        operation.succeed(1)
        self.bench.workOff()
        self.bench.advance(60)
        self.bench.advance(86_400)
        self.assertIs(operation, holder.operation)
        holder.operation = None
        self.bench.advance(86_400)
        self.assertEqual((0, 0), (self.kept, self.store.count(Holder)))

    def test_unhandledRejection(self) -> None:
        """
        An error that nobody handled is told once and kept for a month.
        """
        operation = makeOperation(self.store, "the weather")
        operation.fail(ValueError("no rain"))
        self.bench.workOff()
        self.bench.advance(60)
        self.assertEqual([operation], list(stuckOperations(self.store)))
        self.assertEqual("Nobody handled its error.", operation.problem)
        self.bench.advance(86_400 * 29)
        self.assertEqual((1, 1), (self.kept, len(self.reported)))
        self.bench.advance(86_400)
        self.assertEqual((None, 0, 1), (self.bench.workOff(), self.kept, len(self.reported)))

    def test_handledRejection(self) -> None:
        """
        An error that a child got is its affair.
        """
        for keep in (None, timedelta(hours=1)):
            operation = makeOperation(self.store, keep=keep)
            addHandlers(operation, self.bench.recorder, error="noteError")
            operation.fail(ValueError("x"))
        self.bench.workOff()
        self.bench.advance(60)
        self.bench.advance(3600)
        self.assertEqual((0, []), (self.kept, self.reported))

    def test_cancelled(self) -> None:
        """
        What was cancelled is nobody's problem.
        """
        makeOperation(self.store).cancel()
        self.bench.workOff()
        self.bench.advance(60)
        self.assertEqual((0, []), (self.kept, self.reported))

    def test_awaited(self) -> None:
        """
        An error that somebody in this process waited for is told to them only.
        """
        operation = makeOperation(self.store)
        waiting = operation.asDeferred()
        operation.fail(ValueError("x"))
        self.failureResultOf(waiting)
        self.bench.workOff()
        self.bench.advance(60)
        self.assertEqual((0, []), (self.kept, self.reported))

    def test_deadLettersKeepTheirSource(self) -> None:
        """
        While a handler that failed may be tried again, what it is given is kept.
        """
        operation = makeOperation(self.store)
        addHandlers(operation, self.bench.recorder, ok="spoil")
        operation.succeed(1)
        self.bench.workOff()
        self.bench.advance(60)
        self.bench.advance(86_400)
        self.assertEqual(2, self.kept)
        self.bench.advance(86_400 * 30)
        self.bench.advance(60)
        self.assertEqual((None, 0), (self.bench.workOff(), self.kept))
