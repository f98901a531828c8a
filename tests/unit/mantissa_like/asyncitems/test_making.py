"""
Tests for L{mantissa_like.asyncitems._making}.
"""

from __future__ import annotations

from datetime import timedelta

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.asyncitems import (
    CANCELLED,
    PENDING,
    REJECTED,
    RESOLVED,
    TIMED_OUT,
    BadHandler,
    BadOperationValue,
    OtherStore,
    UnknownSchema,
    addHandlers,
    effect,
    makeOperation,
    withTimeout,
)
from tests.unit.mantissa_like.asyncitems.workbench import Workbench


class AddHandlersTests(SynchronousTestCase):
    """
    Tests for adding handlers.
    """

    def setUp(self) -> None:
        self.bench = Workbench()
        self.operation = makeOperation(self.bench.store)

    def test_onlyDeclaredMethods(self) -> None:
        """
        A method that is missing, or not declared by the decorator for that, is refused.
        """
        for ok in ("notDeclared", "missing", "begin", "__init__"):
            self.assertRaises(BadHandler, addHandlers, self.operation, self.bench.recorder, ok=ok)
            self.assertRaises(BadHandler, addHandlers, self.operation, self.bench.recorder, error=ok)
        self.assertEqual([], list(self.operation.pendingChildren()))

    def test_noItem(self) -> None:
        """
        A method is of an item.
        """
        self.assertRaises(BadHandler, addHandlers, self.operation, ok="note")

    def test_title(self) -> None:
        """
        It is called by its method, if not otherwise.
        """
        recorder = self.bench.recorder
        made = (
            addHandlers(self.operation, recorder, ok="note"),
            addHandlers(self.operation, recorder, error="noteError"),
            addHandlers(self.operation, recorder, ok="note", title="The note"),
            withTimeout(self.operation, timedelta(1)),
            effect(recorder, "begin"),
        )
        titles = ["Recorder.note", "Recorder.noteError", "The note", "", "Recorder.begin"]
        self.assertEqual(titles, [each.title for each in made])

    def test_tree(self) -> None:
        """
        Several may wait for one; each gets the outcome.
        """
        children = [addHandlers(self.operation, self.bench.recorder, ok="note") for _ in range(3)]
        self.operation.succeed(5)
        self.bench.workOff()
        self.assertEqual((["5"] * 3, [6] * 3), (self.bench.seen, [each.value for each in children]))

    def test_absentHandlerPassesOn(self) -> None:
        """
        What has no handler for a value passes values on, and so it is with errors.
        """
        valued = addHandlers(self.operation, self.bench.recorder, error="noteError")
        self.operation.succeed({"a": 1})
        failed = makeOperation(self.bench.store)
        failing = addHandlers(failed, self.bench.recorder, ok="note")
        failed.fail(ValueError("x"))
        self.bench.workOff()
        self.assertEqual((RESOLVED, {"a": 1}), (valued.state, valued.value))
        self.assertEqual((REJECTED, failed.error), (failing.state, failing.error))
        self.assertEqual([], self.bench.seen)

    def test_errorHandlerMends(self) -> None:
        """
        What an error handler returns is a value for those who wait.
        """
        mended = addHandlers(self.operation, self.bench.recorder, error="noteError")
        last = addHandlers(mended, self.bench.recorder, ok="note")
        self.operation.fail(ValueError("x"))
        self.bench.workOff()
        self.assertEqual((["ValueError: x", "mended"], "mended"), (self.bench.seen, last.value))

    def test_otherStore(self) -> None:
        """
        Nothing is handled in another store than the operation's: that takes a message.
        """
        other = Workbench()
        self.assertRaises(OtherStore, addHandlers, self.operation, other.recorder, ok="note")

    def test_undone(self) -> None:
        """
        A handler that is added in a transaction that fails is never run.
        """

        def fail() -> None:
            addHandlers(self.operation, self.bench.recorder, ok="note")
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, self.bench.store.transact, fail)
        self.operation.succeed(1)
        self.bench.workOff()
        self.assertEqual([], self.bench.seen)

    def test_timeout(self) -> None:
        """
        A child may have a deadline of its own; its handler is not run after that.
        """
        child = addHandlers(self.operation, self.bench.recorder, ok="note", timeout=timedelta(seconds=5))
        addHandlers(self.operation)
        self.operation.succeed(1)
        self.bench.advance(5)
        self.assertEqual(([], TIMED_OUT), (self.bench.seen, child.state))


class WithTimeoutTests(SynchronousTestCase):
    """
    Tests for L{withTimeout}.
    """

    def setUp(self) -> None:
        self.bench = Workbench()
        self.operation = makeOperation(self.bench.store)
        self.bounded = withTimeout(self.operation, timedelta(seconds=5))

    def test_inTime(self) -> None:
        """
        An outcome in time is passed on.
        """
        self.operation.succeed("ok")
        self.bench.advance(4)
        self.assertEqual((RESOLVED, "ok"), (self.bounded.state, self.bounded.value))

    def test_late(self) -> None:
        """
        What takes longer is cancelled.
        """
        self.bench.advance(5)
        self.assertEqual((TIMED_OUT, CANCELLED), (self.bounded.state, self.operation.state))

    def test_lateButNeeded(self) -> None:
        """
        What takes longer goes on if others wait for it.
        """
        addHandlers(self.operation)
        self.bench.advance(5)
        self.assertEqual((TIMED_OUT, PENDING), (self.bounded.state, self.operation.state))


class RefusedTests(SynchronousTestCase):
    """
    Tests for what can't be made.
    """

    def test_unknownSchema(self) -> None:
        """
        A schema must be declared.
        """
        self.assertRaises(UnknownSchema, makeOperation, Workbench().store, schema="test.nothing")

    def test_effects(self) -> None:
        """
        An effect is a method that is decorated for that, with arguments that can be stored.
        """
        recorder = Workbench().recorder
        for method in ("note", "notDeclared", "missing"):
            self.assertRaises(BadHandler, effect, recorder, method)
        self.assertRaises(BadOperationValue, effect, recorder, "begin", object())
