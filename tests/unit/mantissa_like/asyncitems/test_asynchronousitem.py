"""
Tests for L{mantissa_like.asyncitems._asynchronousitem}.
"""

from __future__ import annotations

from datetime import timedelta

from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyClass, verifyObject

from mantissa_like.asyncitems import (
    CANCELLED,
    PENDING,
    REJECTED,
    RESOLVED,
    TIMED_OUT,
    AlreadySettled,
    AsynchronousItem,
    BadOperationValue,
    DeadlinePassed,
    IAsynchronousOperation,
    OperationError,
    addHandlers,
    makeOperation,
)
from tests.unit.mantissa_like.asyncitems.workbench import Workbench


class SettlingTests(SynchronousTestCase):
    """
    Tests for how operations are settled: once.
    """

    def setUp(self) -> None:
        self.bench = Workbench()
        self.operation = makeOperation(self.bench.store, "a test")

    def test_provides(self) -> None:
        """
        An asynchronous item is an asynchronous operation.
        """
        verifyClass(IAsynchronousOperation, AsynchronousItem)
        verifyObject(IAsynchronousOperation, self.operation)

    def test_pending(self) -> None:
        """
        A new operation is pending, and has neither a value nor an error.
        """
        found = self.operation
        self.assertEqual(
            (PENDING, None, None, "a test"), (found.state, found.value, found.error, found.title)
        )

    def test_succeeds(self) -> None:
        """
        One that succeeds has a value.
        """
        self.operation.succeed({"rain": [1, 2.5, None, "Zürich"]})
        self.assertEqual(
            (RESOLVED, {"rain": [1, 2.5, None, "Zürich"]}), (self.operation.state, self.operation.value)
        )

    def test_fails(self) -> None:
        """
        One that fails keeps the exception's type, bases and message, and where it was raised.
        """
        try:
            raise FileNotFoundError("no such thing")
        except OSError as e:
            self.operation.fail(e)
        error = self.operation.error
        assert error is not None
        self.assertEqual(
            (REJECTED, "FileNotFoundError", "no such thing"),
            (self.operation.state, error.type, error.message),
        )
        self.assertIn("raise FileNotFoundError", error.traceback)
        self.assertTrue(error.isOne("OSError"))
        self.assertFalse(error.isOne("KeyError"))

    def test_secondSettlingRaises(self) -> None:
        """
        What was decided stays, and whoever decides again is told so.
        """
        self.operation.succeed(1)
        for again in (
            lambda: self.operation.succeed(1),
            lambda: self.operation.fail(ValueError()),
            self.operation.cancel,
        ):
            error = self.assertRaises(AlreadySettled, again)
            self.assertEqual(RESOLVED, error.state)
        self.assertEqual((RESOLVED, 1), (self.operation.state, self.operation.value))

    def test_sameKeyAndValueDoesNothing(self) -> None:
        """
        The same outcome with the same key may be told again; another one, or with another key, may not.
        """
        self.operation.succeed([1], key="k")
        revision = self.bench.store.revision
        self.operation.succeed([1], key="k")
        self.assertEqual(revision, self.bench.store.revision)
        self.assertRaises(AlreadySettled, self.operation.succeed, [2], key="k")
        self.assertRaises(AlreadySettled, self.operation.succeed, [1], key="other")
        self.assertRaises(AlreadySettled, self.operation.fail, ValueError(), key="k")

    def test_sameKeyAndErrorDoesNothing(self) -> None:
        """
        So it is with errors, wherever they were raised.
        """
        self.operation.fail(ValueError("x"), key="k")
        self.operation.fail(OperationError("ValueError", "x", "elsewhere"), key="k")
        self.assertRaises(AlreadySettled, self.operation.fail, ValueError("y"), key="k")

    def test_undone(self) -> None:
        """
        What is settled in a transaction that fails is pending again.
        """

        def fail() -> None:
            self.operation.succeed(1)
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, self.bench.store.transact, fail)
        self.assertEqual((PENDING, None), (self.operation.state, self.operation.value))

    def test_badValue(self) -> None:
        """
        A value that can't be stored leaves the operation pending.
        """
        self.assertRaises(BadOperationValue, self.operation.succeed, object())
        self.assertEqual(PENDING, self.operation.state)

    def test_repr(self) -> None:
        """
        It shows what it is and how it stands, and nothing secret.
        """
        operation, token = self.operation, self.operation.makeToken()
        self.assertEqual(f"<AsynchronousItem {operation.storeID}: a test, pending>", repr(operation))
        operation.fail(ValueError("no"))
        shown = f"<AsynchronousItem {operation.storeID}: a test, rejected, ValueError: no>"
        self.assertEqual(shown, repr(operation))
        assert operation.tokenHash is not None
        for secret in (operation.secret, operation.tokenHash, token):
            self.assertNotIn(secret, shown)

    def test_operationID(self) -> None:
        """
        Each has an ID of its own, of which the storeID tells nobody the rest.
        """
        other = makeOperation(self.bench.store)
        self.assertNotEqual(self.operation.operationID.partition("-")[2], other.operationID.partition("-")[2])
        self.assertGreater(len(self.operation.operationID), 24)

    def test_handlersNeverRunInTheSettlersStack(self) -> None:
        """
        Neither settling nor adding a handler to what is settled runs one.
        """
        addHandlers(self.operation, self.bench.recorder, ok="note")
        self.operation.succeed(1)
        addHandlers(self.operation, self.bench.recorder, ok="note")
        self.assertEqual([], self.bench.seen)
        self.bench.workOff()
        self.assertEqual(["1", "1"], self.bench.seen)


class DeadlineTests(SynchronousTestCase):
    """
    Tests for deadlines: persisted moments, checked in the transaction that settles.
    """

    def setUp(self) -> None:
        self.bench = Workbench()
        self.operation = makeOperation(self.bench.store, timeout=timedelta(seconds=10))

    def test_inTime(self) -> None:
        """
        Until the deadline it can be settled.
        """
        self.bench.advance(9.5)
        self.operation.succeed(1)
        self.bench.advance(1)
        self.assertEqual(RESOLVED, self.operation.state)

    def test_tooLate(self) -> None:
        """
        From the deadline on it can't be settled, even if nobody has noticed the deadline.
        """
        self.bench.clock.advance(10)
        error = self.assertRaises(DeadlinePassed, self.operation.succeed, 1)
        self.assertIsInstance(error, AlreadySettled)
        self.assertRaises(DeadlinePassed, self.operation.fail, ValueError())
        self.bench.workOff()
        self.assertEqual(TIMED_OUT, self.operation.state)

    def test_timesOut(self) -> None:
        """
        At the deadline it is timed out, and those who wait for it get an error.
        """
        child = addHandlers(self.operation, self.bench.recorder, error="noteError")
        self.assertEqual(10.0, self.bench.workOff())
        self.bench.advance(10)
        self.assertEqual((TIMED_OUT, "mended"), (self.operation.state, child.value))
        self.assertTrue(self.bench.seen[0].startswith("TimedOut"))

    def test_clockGoesBack(self) -> None:
        """
        A clock that goes back makes a deadline later, and holds up nothing that is ready.
        """
        child = addHandlers(self.operation, self.bench.recorder, ok="note")
        self.bench.advance(-5000)
        self.assertEqual(PENDING, self.operation.state)
        self.operation.succeed(1)
        self.bench.advance(-5000)
        self.assertEqual((["1"], RESOLVED), (self.bench.seen, child.state))

    def test_clockGoesForth(self) -> None:
        """
        A clock that goes forth runs nothing twice.
        """
        self.operation.succeed(1)
        addHandlers(self.operation, self.bench.recorder, ok="note")
        self.bench.advance(1e8)
        self.bench.advance(-1e8)
        self.assertEqual(["1"], self.bench.seen)


class CancellingTests(SynchronousTestCase):
    """
    Tests for cancelling: towards the source only if nothing else waits for that, and downstream.
    """

    def setUp(self) -> None:
        self.bench = Workbench()
        self.operation = makeOperation(self.bench.store)

    def test_downstreamAsARejection(self) -> None:
        """
        Those that wait for what is cancelled get an error.
        """
        handled = addHandlers(self.operation, self.bench.recorder, error="noteError")
        passed = addHandlers(self.operation, self.bench.recorder, ok="note")
        self.operation.cancel()
        self.bench.workOff()
        self.assertEqual((CANCELLED, RESOLVED, REJECTED), (self.operation.state, handled.state, passed.state))
        self.assertEqual(["Cancelled: nobody needs it"], self.bench.seen)

    def test_towardsTheSource(self) -> None:
        """
        What only the cancelled one waited for is cancelled, and so on.
        """
        child = addHandlers(self.operation)
        grandchild = addHandlers(child)
        grandchild.cancel()
        self.assertEqual([CANCELLED] * 3, [each.state for each in (self.operation, child, grandchild)])

    def test_othersWaitForTheSource(self) -> None:
        """
        What others wait for, too, goes on.
        """
        child, other = addHandlers(self.operation), addHandlers(self.operation)
        child.cancel()
        self.assertEqual([PENDING, PENDING], [self.operation.state, other.state])
        other.cancel()
        self.assertEqual(CANCELLED, self.operation.state)

    def test_beforeItsHandlerRuns(self) -> None:
        """
        A child whose source is settled may be cancelled until its handler runs, which it never does then.
        """
        child = addHandlers(self.operation, self.bench.recorder, ok="note")
        self.operation.succeed(1)
        child.cancel()
        self.bench.workOff()
        self.assertEqual(([], CANCELLED, RESOLVED), (self.bench.seen, child.state, self.operation.state))
