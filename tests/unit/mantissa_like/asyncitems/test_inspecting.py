"""
Tests for L{mantissa_like.asyncitems._inspecting}.
"""

from __future__ import annotations

from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.asyncitems import (
    PENDING,
    REJECTED,
    RESOLVED,
    AlreadySettled,
    BadHandler,
    NotStuck,
    OperationTree,
    Retry,
    addHandlers,
    cancelOperation,
    countOperations,
    effect,
    findOperation,
    makeOperation,
    operationHandler,
    operationsOf,
    retryOperation,
    stuckOperations,
    treeOf,
)
from tests.unit.mantissa_like.asyncitems.workbench import Recorder, Workbench


class LookingTests(SynchronousTestCase):
    """
    Tests for looking at operations.
    """

    def setUp(self) -> None:
        self.bench = Workbench()
        self.store = self.bench.store

    def test_found(self) -> None:
        """
        An operation is found by its ID.
        """
        operation = makeOperation(self.store)
        self.assertIs(operation, findOperation(self.store, operation.operationID))

    def test_notFound(self) -> None:
        """
        Nothing is found by a part of an ID, by that of something else, or by nonsense.
        """
        operation = makeOperation(self.store)
        number, other = operation.storeID, self.bench.recorder.storeID
        for wrong in ("", "-", f"{number}", f"{number}-", f"{number}-x", f"{other}-", "9" * 30, "²-", "1-é"):
            self.assertIs(None, findOperation(self.store, wrong))

    def test_listed(self) -> None:
        """
        Operations are listed with the newest first, all or those in one state.
        """
        one, two = makeOperation(self.store), makeOperation(self.store)
        one.succeed(1)
        self.assertEqual([two, one], list(operationsOf(self.store)))
        self.assertEqual([one], list(operationsOf(self.store, RESOLVED)))

    def test_counted(self) -> None:
        """
        They are counted by their states, but those that are stuck as such.
        """
        self.assertEqual({}, countOperations(Store()))
        waiting, failed = makeOperation(self.store), makeOperation(self.store)
        failed.fail(ValueError("no"))
        self.bench.advance(100)
        addHandlers(waiting)
        self.assertEqual({PENDING: 2, "stuck": 1}, countOperations(self.store))

    def test_tree(self) -> None:
        """
        The tree of an operation begins at what all in it wait for.
        """
        root = makeOperation(self.store)
        left, right = addHandlers(root), addHandlers(root)
        leaf = addHandlers(left)
        tree = OperationTree(root, [OperationTree(left, [OperationTree(leaf, [])]), OperationTree(right, [])])
        for each in (root, left, right, leaf):
            self.assertEqual(tree, treeOf(each))


class StuckTests(SynchronousTestCase):
    """
    Tests for helping what is stuck.
    """

    def setUp(self) -> None:
        self.bench = Workbench()
        self.store = self.bench.store

    def breakNote(self) -> Any:
        """
        Let a handler fail.

        @return: what it was before.
        """
        kept = Recorder.note

        def fail(recorder: Recorder, value: Any) -> None:
            raise ConnectionError("down")

        self.patch(Recorder, "note", operationHandler(fail))
        return kept

    def test_retryFromWhereItFailed(self) -> None:
        """
        To retry what was only passed on is to retry where it was raised, and to go on from there.
        """
        mended = self.breakNote()
        operation = makeOperation(self.store)
        failed = addHandlers(operation, self.bench.recorder, ok="note")
        last = addHandlers(addHandlers(failed), self.bench.recorder, ok="note")
        operation.succeed(1)
        self.bench.workOff()
        self.bench.advance(60)
        self.assertEqual([last], list(stuckOperations(self.store)))
        self.patch(Recorder, "note", mended)
        retryOperation(last)
        self.assertEqual([PENDING, PENDING], [failed.state, last.state])
        self.assertEqual([], list(stuckOperations(self.store)))
        self.bench.workOff()
        self.assertEqual((["1", "2"], 3), (self.bench.seen, last.value))

    def test_retryAnEffect(self) -> None:
        """
        An effect that failed for good can be begun again.
        """
        operation = effect(self.bench.recorder, "begin")
        self.bench.workOff()
        self.bench.attempts[0][2].errback(ConnectionError("down"))
        self.bench.workOff()
        self.bench.advance(60)
        retryOperation(operation)
        self.bench.workOff()
        self.bench.attempts[1][2].callback("up")
        self.assertEqual((RESOLVED, "up"), (operation.state, operation.value))

    def test_retryNow(self) -> None:
        """
        What waits for its next attempt is tried at once.
        """
        operation = makeOperation(self.store)
        mended = self.breakNote()
        retried = addHandlers(operation, self.bench.recorder, ok="note", retry=Retry())
        operation.succeed(1)
        self.bench.workOff()
        self.patch(Recorder, "note", mended)
        retryOperation(retried)
        self.bench.workOff()
        self.assertEqual(["1"], self.bench.seen)

    def test_notStuck(self) -> None:
        """
        What is under way, has succeeded or was failed by its maker can't be retried.
        """
        pending, done, failed = (makeOperation(self.store) for _ in range(3))
        done.succeed(1)
        failed.fail(ValueError("x"))
        self.bench.workOff()
        self.bench.advance(30)
        self.bench.advance(30)
        for each in (pending, failed):
            self.assertRaises(NotStuck, retryOperation, each)

    def test_stillMissing(self) -> None:
        """
        What is parked since its method is missing stays so until the method is back.
        """
        operation = makeOperation(self.store)
        child = addHandlers(operation, self.bench.recorder, ok="note")
        operation.succeed(1)
        self.patch(Recorder, "note", None)
        self.bench.workOff()
        self.assertRaises(BadHandler, retryOperation, child)
        self.assertNotEqual("", child.problem)

    def test_cancelParked(self) -> None:
        """
        What is parked can be cancelled.
        """
        operation = makeOperation(self.store)
        child = addHandlers(operation, self.bench.recorder, ok="note")
        operation.succeed(1)
        self.patch(Recorder, "note", None)
        self.bench.workOff()
        cancelOperation(child)
        self.assertEqual(("cancelled", []), (child.state, list(stuckOperations(self.store))))

    def test_dismiss(self) -> None:
        """
        To cancel what failed without anybody handling it is to forget it.
        """
        operation = makeOperation(self.store)
        operation.fail(ValueError("x"))
        self.bench.workOff()
        self.bench.advance(60)
        cancelOperation(operation)
        self.assertEqual((REJECTED, []), (operation.state, list(stuckOperations(self.store))))
        self.bench.workOff()
        self.assertEqual([], list(operationsOf(self.store)))

    def test_cancelSettled(self) -> None:
        """
        What is settled and no problem can't be cancelled.
        """
        operation = makeOperation(self.store)
        operation.succeed(1)
        self.assertRaises(AlreadySettled, cancelOperation, operation)
