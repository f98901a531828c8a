"""
Tests for L{mantissa_like.asyncitems._effects}.
"""

from __future__ import annotations

from datetime import timedelta

from twisted.trial.unittest import SynchronousTestCase

from axiom.errors import StoreBusy
from mantissa_like.asyncitems import (
    CANCELLED,
    PENDING,
    REJECTED,
    RESOLVED,
    TIMED_OUT,
    AsynchronousItem,
    Retry,
    addHandlers,
    effect,
    stuckOperations,
)
from mantissa_like.asyncitems._effects import Effects
from tests.unit.mantissa_like.asyncitems.workbench import Recorder, Workbench


class EffectsTests(SynchronousTestCase):
    """
    Tests for what is done outside the store: at least once, after the commit.
    """

    def setUp(self) -> None:
        self.bench = Workbench()

    def test_afterTheCommit(self) -> None:
        """
        It is not begun in the transaction that asks for it, and never if that is undone.
        """

        def fail() -> None:
            effect(self.bench.recorder, "begin")
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, self.bench.store.transact, fail)
        effect(self.bench.recorder, "begin", 1, "a")
        self.assertEqual(0, len(self.bench.attempts))
        self.bench.workOff()
        self.assertEqual(1, len(self.bench.attempts))

    def test_arguments(self) -> None:
        """
        It gets a key, which is the operation's ID, and the arguments, items among them.
        """
        operation = effect(self.bench.recorder, "begin", 1, [self.bench.recorder])
        self.bench.workOff()
        key, arguments, _ = self.bench.attempts[0]
        self.assertEqual((operation.operationID, (1, [self.bench.recorder])), (key, arguments))

    def test_outsideTransactions(self) -> None:
        """
        It is called outside any transaction.
        """
        inTransaction: list[bool] = []
        kept = Recorder.begin

        def begin(recorder: Recorder, key: str) -> object:
            inTransaction.append(not self.bench.store.autocommit)
            return kept(recorder, key)

        begin.operationMarks = kept.operationMarks  # type: ignore[attr-defined]
        self.patch(Recorder, "begin", begin)
        effect(self.bench.recorder, "begin")
        self.bench.workOff()
        self.assertEqual([False], inTransaction)

    def test_result(self) -> None:
        """
        Its result is the value of its operation, and is handed on.
        """
        operation = effect(self.bench.recorder, "begin")
        addHandlers(operation, self.bench.recorder, ok="note")
        turn = self.bench.turn()
        self.assertNoResult(turn.underWay[0])
        self.bench.attempts[0][2].callback({"answer": 42})
        self.successResultOf(turn.underWay[0])
        self.bench.workOff()
        self.assertEqual((RESOLVED, ["{'answer': 42}"]), (operation.state, self.bench.seen))

    def test_coroutine(self) -> None:
        """
        It may be a coroutine.
        """
        operation = effect(self.bench.recorder, "fetch")
        self.bench.workOff()
        self.assertEqual(f"fetched for {operation.operationID}", operation.value)

    def test_badResult(self) -> None:
        """
        A result that can't be stored is a failure.
        """
        operation = effect(self.bench.recorder, "begin")
        self.bench.workOff()
        self.bench.attempts[0][2].callback(object())
        assert operation.error is not None
        self.assertEqual("BadOperationValue", operation.error.type)

    def test_notTwiceAtOnce(self) -> None:
        """
        While an attempt is under way there is no other one.
        """
        effect(self.bench.recorder, "begin")
        self.bench.workOff()
        self.bench.advance(100)
        self.assertEqual(1, len(self.bench.attempts))

    def test_boundedNumber(self) -> None:
        """
        Ten are under way at most; the next begins when one ends. Handlers don't wait for them.
        """
        operations = [effect(self.bench.recorder, "begin") for _ in range(12)]
        addHandlers(operations[0], self.bench.recorder, ok="note")
        self.bench.workOff()
        self.assertEqual(10, len(self.bench.attempts))
        self.bench.attempts[0][2].callback("first")
        self.bench.workOff()
        self.assertEqual((11, ["first"]), (len(self.bench.attempts), self.bench.seen))

    def test_againAfterTheProcessDied(self) -> None:
        """
        If its process ends, the next one begins anew with the same key, a limited number of times.
        """
        operation = effect(self.bench.recorder, "begin")
        for _ in range(6):
            self.bench.successor()
            self.bench.workOff()
        self.assertEqual({operation.operationID}, {key for key, _, _ in self.bench.attempts})
        assert operation.error is not None
        self.assertEqual((4, "AttemptsLost"), (len(self.bench.attempts), operation.error.type))

    def test_retried(self) -> None:
        """
        What fails is tried again as its rule says; then it is rejected, and stuck if nobody handles that.
        """
        operation = effect(
            self.bench.recorder, "begin", retry=Retry(attempts=2, first=timedelta(seconds=3)), title="mail"
        )
        self.bench.workOff()
        self.bench.attempts[0][2].errback(ConnectionRefusedError("closed"))
        self.assertEqual((PENDING, 3.0), (operation.state, self.bench.workOff()))
        self.bench.advance(3)
        self.bench.attempts[1][2].errback(ConnectionRefusedError("closed"))
        self.assertEqual(REJECTED, operation.state)
        self.bench.workOff()
        self.bench.advance(60)
        self.assertEqual([operation], list(stuckOperations(self.bench.store)))

    def test_deadline(self) -> None:
        """
        At its deadline an attempt is cancelled, and the operation timed out.
        """
        operation = effect(self.bench.recorder, "begin", timeout=timedelta(seconds=5), retry=Retry())
        self.bench.workOff()
        self.bench.advance(5)
        self.assertTrue(self.bench.attempts[0][2].called)
        self.assertEqual(TIMED_OUT, operation.state)

    def test_attemptThatNeverEnds(self) -> None:
        """
        An attempt without a deadline is given up after five minutes.
        """
        operation = effect(self.bench.recorder, "begin")
        self.bench.workOff()
        self.bench.advance(300)
        assert operation.error is not None
        self.assertEqual("TimeoutError", operation.error.type)

    def test_cancelled(self) -> None:
        """
        To cancel the operation is to cancel the attempt.
        """
        operation = effect(self.bench.recorder, "begin")
        self.bench.workOff()
        operation.cancel()
        self.bench.workOff()
        self.assertTrue(self.bench.attempts[0][2].called)
        self.assertEqual(CANCELLED, operation.state)

    def test_missingMethod(self) -> None:
        """
        An effect whose method is gone is parked.
        """
        operation = effect(self.bench.recorder, "begin")
        self.patch(Recorder, "begin", None)
        self.assertEqual(None, self.bench.workOff())
        self.assertEqual(PENDING, operation.state)
        self.assertIn("no method begin", operation.problem)

    def test_busyStore(self) -> None:
        """
        A result that can't be recorded now is recorded later, and the effect is not begun again.
        """
        operation = effect(self.bench.recorder, "begin")
        self.bench.workOff()
        kept = self.bench.store.transact

        def busy(*given: object) -> None:
            raise StoreBusy("somebody writes")

        self.patch(self.bench.store, "transact", busy)
        self.bench.attempts[0][2].callback("done")
        self.bench.clock.advance(1)
        self.patch(self.bench.store, "transact", kept)
        self.bench.advance(1)
        self.assertEqual((1, "done"), (len(self.bench.attempts), operation.value))

    def test_busyStoreForgetsNoAttempt(self) -> None:
        """
        If the store is busy when one of several is to begin, those that began are told of in the next turn.
        """
        prepare, calls = Effects._prepare, iter([None, StoreBusy("somebody writes")])

        def prepareOrFail(effects: Effects, operation: AsynchronousItem) -> object:
            if trouble := next(calls, None):
                raise trouble
            return prepare(effects, operation)

        self.patch(Effects, "_prepare", prepareOrFail)
        for _ in range(3):
            effect(self.bench.recorder, "begin")
        self.assertRaises(StoreBusy, self.bench.turn)
        self.assertEqual(1, len(self.bench.attempts))
        underWay = self.bench.turn().underWay
        self.assertEqual((3, 3), (len(self.bench.attempts), len(underWay)))
        for _, _, attempt in self.bench.attempts:
            attempt.callback(None)
        self.assertEqual([None] * 3, [self.successResultOf(each) for each in underWay])

    def test_settledByAnother(self) -> None:
        """
        What somebody else settles meanwhile keeps that outcome.
        """
        operation = effect(self.bench.recorder, "begin")
        self.bench.workOff()
        operation.succeed("elsewhere")
        self.bench.attempts[0][2].callback("here")
        self.assertEqual("elsewhere", operation.value)
