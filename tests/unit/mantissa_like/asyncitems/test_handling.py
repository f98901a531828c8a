"""
Tests for L{mantissa_like.asyncitems._handling}.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.asyncitems import (
    PENDING,
    REJECTED,
    RESOLVED,
    AsynchronousItem,
    Retry,
    addHandlers,
    makeOperation,
    operationHandler,
    retryOperation,
    stuckOperations,
)
from tests.unit.mantissa_like.asyncitems.workbench import Recorder, Workbench


class HandlingTests(SynchronousTestCase):
    """
    Tests for running handlers.
    """

    def setUp(self) -> None:
        self.bench = Workbench()
        self.operation = makeOperation(self.bench.store)

    def add(self, ok: str, **options: Any) -> AsynchronousItem:
        """
        Add a handler of the value.
        """
        return addHandlers(self.operation, self.bench.recorder, ok=ok, **options)

    def test_raisingRejectsTheChild(self) -> None:
        """
        A handler that raises gives its child that error with its traceback; what it wrote is undone.
        """
        child = self.add("spoil")
        self.operation.succeed(1)
        self.bench.workOff()
        assert child.error is not None
        self.assertEqual(
            ([], REJECTED, "KeyError", "'spoilt 1'"),
            (self.bench.seen, child.state, child.error.type, child.error.message),
        )
        self.assertIn("in spoil", child.error.traceback)

    def test_badResultRejectsTheChild(self) -> None:
        """
        A handler that returns what can't be stored has failed; what it wrote is undone.
        """

        def returnObject(recorder: Recorder, value: Any) -> object:
            recorder.write("written")
            return object()

        self.patch(Recorder, "note", operationHandler(returnObject))
        child = self.add("note")
        self.operation.succeed(1)
        self.bench.workOff()
        assert child.error is not None
        self.assertEqual(([], "BadOperationValue"), (self.bench.seen, child.error.type))

    def test_returnedOperationIsFollowed(self) -> None:
        """
        A handler that returns an operation has its outcome, once that is known.
        """
        self.bench.recorder.other = other = makeOperation(self.bench.store)
        child = self.add("forward")
        self.operation.succeed(1)
        self.bench.workOff()
        self.assertEqual((["1"], PENDING), (self.bench.seen, child.state))
        other.succeed("later")
        self.bench.workOff()
        self.assertEqual((["1"], RESOLVED, "later"), (self.bench.seen, child.state, child.value))

    def test_returnedOperationIsSettled(self) -> None:
        """
        It may have an outcome already, and an error is one.
        """
        self.bench.recorder.other = other = makeOperation(self.bench.store)
        other.fail(ValueError("x"))
        child = self.add("forward")
        self.operation.succeed(1)
        self.bench.workOff()
        self.assertEqual((REJECTED, other.error), (child.state, child.error))

    def test_circlesAreRefused(self) -> None:
        """
        A handler that returns what waits for it has failed.
        """
        child = self.add("forward")
        self.bench.recorder.other = addHandlers(addHandlers(child))
        self.operation.succeed(1)
        self.bench.workOff()
        assert child.error is not None
        self.assertEqual("CircularWait", child.error.type)

    def test_missingMethodParks(self) -> None:
        """
        A handler whose method is gone is parked where everybody sees it, and goes on when it is back.
        """
        child = self.add("note")
        self.operation.succeed(1)
        self.patch(Recorder, "note", None)
        self.assertEqual(60.0, self.bench.workOff())
        self.assertEqual((PENDING, [child]), (child.state, list(stuckOperations(self.bench.store))))
        self.assertIn("no method note", child.problem)
        self.bench.advance(10_000)
        self.assertEqual(PENDING, child.state)

    def test_changedVersionParks(self) -> None:
        """
        A handler whose method is of another version now is parked, until somebody lets the new one run.
        """
        child = self.add("newer")
        child.okVersion = 1
        self.operation.succeed(1)
        self.bench.workOff()
        self.assertIn("is of version 2 now, and was of 1", child.problem)
        self.assertEqual([], self.bench.seen)
        retryOperation(child)
        self.bench.workOff()
        self.assertEqual((["1"], RESOLVED, ""), (self.bench.seen, child.state, child.problem))

    def test_itemIsGone(self) -> None:
        """
        A handler whose item was deleted is parked.
        """
        other = Recorder(store=self.bench.store)
        child = addHandlers(self.operation, other, ok="note")
        other.deleteFromStore()
        self.operation.succeed(1)
        self.bench.workOff()
        self.assertEqual((PENDING, "The item is gone."), (child.state, child.problem))

    def test_oneTransaction(self) -> None:
        """
        What a handler does, its result and its settling are one transaction.
        """
        child = self.add("note")
        self.operation.succeed(1)
        before = self.bench.store.revision
        states: list[tuple[int, list[str], str]] = []
        self.bench.store.onChange(lambda now: states.append((now - before, self.bench.seen, child.state)))
        self.bench.turn()
        self.assertEqual((1, ["1"], RESOLVED), states[0])

    def test_diesBeforeTheCommit(self) -> None:
        """
        If the process ends before the commit, nothing has happened, and the handler is run by the next one.
        """
        child = self.add("note")
        self.operation.succeed(1)
        kept = Recorder.note

        def die(recorder: Recorder, value: Any) -> None:
            kept(recorder, value)
            raise SystemExit

        self.patch(Recorder, "note", operationHandler(die))
        self.assertRaises(SystemExit, self.bench.workOff)
        self.assertEqual(([], PENDING), (self.bench.seen, child.state))
        self.patch(Recorder, "note", kept)
        self.bench.successor()
        self.bench.workOff()
        self.assertEqual((["1"], 2), (self.bench.seen, child.value))


class RetryingTests(SynchronousTestCase):
    """
    Tests for handlers that are tried again: explicitly, at persisted times, a limited number of times.
    """

    def setUp(self) -> None:
        self.bench = Workbench()
        self.operation = makeOperation(self.bench.store)
        self.tries = 0

        def fail(recorder: Recorder, value: Any) -> None:
            self.tries += 1
            raise ConnectionResetError("again")

        self.patch(Recorder, "note", operationHandler(fail))

    def test_backsOff(self) -> None:
        """
        Each wait is longer than the one before; after the last attempt the child is rejected.
        """
        retry = Retry(attempts=3, first=timedelta(seconds=2), factor=3)
        child = addHandlers(self.operation, self.bench.recorder, ok="note", retry=retry)
        self.operation.succeed(1)
        self.assertEqual((2.0, 1), (self.bench.workOff(), self.tries))
        assert child.lastError is not None
        self.assertEqual((PENDING, "again"), (child.state, child.lastError.message))
        self.assertEqual((6.0, 2), (self.bench.advance(2), self.tries))
        self.bench.advance(5)
        self.assertEqual(2, self.tries)
        self.bench.advance(1)
        self.assertEqual((3, REJECTED), (self.tries, child.state))

    def test_survivesTheProcess(self) -> None:
        """
        Another process tries again at the same time.
        """
        addHandlers(self.operation, self.bench.recorder, ok="note", retry=Retry(first=timedelta(seconds=9)))
        self.operation.succeed(1)
        self.bench.workOff()
        self.bench.successor()
        self.assertEqual(9.0, self.bench.workOff())
        self.bench.advance(9)
        self.assertEqual(2, self.tries)

    def test_onlyWhatIsWorthIt(self) -> None:
        """
        An error of no kind that the rule names rejects at once.
        """
        child = addHandlers(self.operation, self.bench.recorder, ok="note", retry=Retry(on=("KeyError",)))
        self.operation.succeed(1)
        self.bench.workOff()
        self.assertEqual((1, REJECTED), (self.tries, child.state))

    def test_deadline(self) -> None:
        """
        The deadline comes before another attempt.
        """
        retry = Retry(first=timedelta(seconds=50))
        child = addHandlers(
            self.operation, self.bench.recorder, ok="note", retry=retry, timeout=timedelta(seconds=20)
        )
        self.operation.succeed(1)
        self.assertEqual(20.0, self.bench.workOff())
        self.bench.advance(20)
        self.assertEqual((1, "timed-out"), (self.tries, child.state))
