"""
Tests for L{mantissa_like.asyncitems._observers} and L{mantissa_like.asyncitems._awaiting}.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import timedelta
from typing import Any

from twisted.internet.defer import CancelledError, Deferred, maybeDeferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.runtime import Runtime
from axiom.store import Store
from mantissa_like.asyncitems import (
    PENDING,
    RESOLVED,
    AsynchronousItem,
    NoSuchOperation,
    OperationCancelled,
    OperationFailed,
    OperationTimedOut,
    UnknownSchema,
    awaitedBy,
    makeOperation,
)
from tests.unit.mantissa_like.asyncitems.workbench import Workbench


class ObserverTests(SynchronousTestCase):
    """
    Tests for waiting in this process: ephemeral, and after the commit only.
    """

    def setUp(self) -> None:
        self.bench = Workbench()
        self.operation = makeOperation(self.bench.store, timeout=timedelta(seconds=5))

    def test_value(self) -> None:
        """
        Everybody who waits gets the value.
        """
        waiting = [self.operation.asDeferred() for _ in range(2)]
        self.assertNoResult(waiting[0])
        self.operation.succeed(7)
        self.assertEqual([7, 7], [self.successResultOf(each) for each in waiting])

    def test_errors(self) -> None:
        """
        What has no value fails: rejected, cancelled or timed out.
        """
        others = [makeOperation(self.bench.store) for _ in range(2)]
        waiting = [each.asDeferred() for each in (*others, self.operation)]
        others[0].fail(ValueError("x"))
        others[1].cancel()
        self.bench.advance(5)
        kinds = (OperationFailed, OperationCancelled, OperationTimedOut)
        for each, kind in zip(waiting, kinds, strict=True):
            self.assertIs(kind, self.failureResultOf(each).type)

    def test_changedSchema(self) -> None:
        """
        Who waits for a value that its schema describes no more hears of that, and so does everybody else.
        """
        operation = makeOperation(self.bench.store)
        waiting = [operation.asDeferred() for _ in range(2)]

        def settle() -> None:
            operation.succeed(1)
            operation.valueSchema = "test.undeclared"

        self.bench.store.transact(settle)
        for each in waiting:
            self.failureResultOf(each, UnknownSchema)

    def test_settledAlready(self) -> None:
        """
        What is settled already is told at once.
        """
        self.operation.succeed(7)
        self.assertEqual(7, self.successResultOf(self.operation.asDeferred()))

    def test_afterTheCommit(self) -> None:
        """
        Nobody is told before the commit, and nobody if that never comes.
        """
        waiting = self.operation.asDeferred()

        def fail() -> None:
            self.operation.succeed(7)
            self.assertNoResult(waiting)
            self.assertNoResult(self.operation.asDeferred())
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, self.bench.store.transact, fail)
        self.assertNoResult(waiting)
        self.operation.succeed(8)
        self.assertEqual(8, self.successResultOf(waiting))

    def test_droppingCancelsNothing(self) -> None:
        """
        Who drops their Deferred changes nothing for others, or for the operation.
        """
        dropped, waiting = self.operation.asDeferred(), self.operation.asDeferred()
        dropped.cancel()
        self.failureResultOf(dropped, CancelledError)
        self.assertEqual(PENDING, self.operation.state)
        waiting.cancel()
        self.failureResultOf(waiting, CancelledError)
        self.operation.succeed(1)
        self.assertEqual(RESOLVED, self.operation.state)

    def test_awaited(self) -> None:
        """
        An operation can be awaited.
        """

        async def wait() -> int:
            found: int = await self.operation
            return found + 1

        waiting = Deferred.fromCoroutine(wait())
        self.operation.succeed(1)
        self.assertEqual(2, self.successResultOf(waiting))

    def test_awaitedBySomethingElse(self) -> None:
        """
        What awaiting is can be something else for the coroutines of a context.
        """
        seen: list[AsynchronousItem] = []

        def record(operation: AsynchronousItem) -> Generator[Any, Any, Any]:
            seen.append(operation)
            return (yield "suspended")

        async def wait() -> Any:
            return await self.operation

        with awaitedBy(record):
            coroutine = wait()
            self.assertEqual("suspended", coroutine.send(None))
            stopped = self.assertRaises(StopIteration, coroutine.send, "value")
        self.assertEqual(([self.operation], "value"), (seen, stopped.value))


class OtherProcessTests(SynchronousTestCase):
    """
    Tests for waiting for what another process settles.
    """

    def setUp(self) -> None:
        self.clock, self.directory = Clock(), self.mktemp()
        self.here, self.there = self.open(), self.open()

    def open(self) -> Store:
        """
        The same store once more.
        """
        store = Store(self.directory, runtime=Runtime(self.clock, maybeDeferred))
        self.addCleanup(store.close)
        return store

    def test_settledElsewhere(self) -> None:
        """
        Whoever waits is told of what was committed elsewhere.
        """
        waiting = makeOperation(self.here).asDeferred()
        self.there.findUnique(AsynchronousItem).succeed("from afar")
        self.clock.pump([0.05] * 5)
        self.assertEqual("from afar", self.successResultOf(waiting))

    def test_forgottenElsewhere(self) -> None:
        """
        Whoever waits for what is settled and forgotten elsewhere is told that it is gone.
        """
        waiting = makeOperation(self.here).asDeferred()
        self.there.findUnique(AsynchronousItem).deleteFromStore()
        self.clock.pump([0.05] * 5)
        self.failureResultOf(waiting, NoSuchOperation)
