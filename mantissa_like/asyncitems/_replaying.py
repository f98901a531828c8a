"""
Going through a durable function: from its start, past all that is recorded, to what it has to wait for.

It is run in the transaction in which its steps are done and recorded. Beside them it can change nothing in
the store, which is sealed meanwhile: whatever it did would be done again each time.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from inspect import iscoroutine
from typing import Any, TypeVar

from epsilon.extime import Time
from twisted.internet.defer import Deferred

from axiom.errors import (
    DiskFailed,
    DiskFull,
    StoreBusy,
    StoreClosed,
    StoreReadOnly,
    StoreSealed,
    TransactionLost,
)
from axiom.item import Item
from axiom.store import Store
from mantissa_like.asyncitems._asynchronousitem import READY, AsynchronousItem, currentTime, hasCome
from mantissa_like.asyncitems._awaiting import awaitedBy
from mantissa_like.asyncitems._durablestep import DurableStep, describeCall, describeGiven
from mantissa_like.asyncitems._outcomes import asOperationError, exceptionFor
from mantissa_like.asyncitems._recording import recordingBy
from mantissa_like.asyncitems._steps import Sleep, Step
from mantissa_like.asyncitems._values import decodeValue, encodeValue
from mantissa_like.asyncitems.errors import (
    AsynchronousItemError,
    BadOperationValue,
    BadStep,
    ChangedOutsideStep,
    DurableFunctionError,
    ForeignAwait,
    HistoryMismatch,
    HistoryTooLong,
    OperationFailed,
    OtherStore,
)

__all__ = ["Raised", "Replay", "Returned", "Waiting"]

T = TypeVar("T")

_MOST_STEPS = 10_000
# So many steps are done in one transaction, for so many seconds; more if the history is longer.
_AT_ONCE = 100
_SLICE = 0.01
_MOST_AWAITS_IN_FINALLY = 100
# Nothing of a transaction in which these were raised can be kept.
_UNDOING = (StoreBusy, StoreClosed, DiskFull, DiskFailed, StoreReadOnly, TransactionLost)


@dataclass(frozen=True)
class Returned:
    """
    The function has returned.
    """

    value: Any


@dataclass(frozen=True)
class Raised:
    """
    The function has raised.
    """

    error: Exception


@dataclass(frozen=True)
class Waiting:
    """
    The function waits for an operation, or until a moment.
    """

    operation: AsynchronousItem | None = None
    until: Time | None = None


@dataclass(frozen=True)
class _Answer:
    """
    What the function gets for what it awaits: a value, or an exception.
    """

    value: Any = None
    error: Exception | None = None


class Replay:
    """
    One time of going through.

    @ivar store: in which that happens.
    """

    def __init__(self, store: Store, run: Item, history: Sequence[DurableStep]) -> None:
        """
        @param history: what the run has recorded so far, sorted.
        """
        self.store = store
        self._run, self._history = run, history
        # How much is recorded up to where the function is now.
        self._passed = 0
        # The operations whose place in the history is known, by storeID.
        self._known: set[int] = set()
        self._broken: AsynchronousItemError | None = None
        # How many steps were done this time, and when it is enough.
        self._done, self._end = 0, 0.0
        self._began = store.runtime.clock.seconds()

    def go(self, function: Coroutine[Any, Any, Any]) -> Returned | Raised | Waiting:
        """
        Let C{function}, which has not begun, run as far as it can; then close it.

        @raise DurableFunctionError: it does what it must not, or something else than what is recorded.
        @raise OtherStore: it makes something in another store.
        """
        with recordingBy(self), awaitedBy(_hand), self.store.sealed():
            try:
                return self._go(function)
            finally:
                self._broken = DurableFunctionError("it is left, to be gone through again")
                _close(function)

    def _go(self, function: Coroutine[Any, Any, Any]) -> Returned | Raised | Waiting:
        answer = _Answer()
        while True:
            try:
                asked = self._resume(function, answer)
            except StopIteration as e:
                self._expectEnd("returns")
                return Returned(e.value)
            except (DurableFunctionError, OtherStore, *_UNDOING):
                raise
            except StoreSealed as e:
                raise ChangedOutsideStep(str(e)) from e
            except Exception as e:
                self._expectEnd(f"raises {asOperationError(e)!s:.200}")
                return Raised(e)
            met = self._meet(asked)
            if isinstance(met, Waiting):
                self._expectEnd("waits for something else")
                return met
            answer = met

    def _resume(self, function: Coroutine[Any, Any, Any], answer: _Answer) -> Any:
        try:
            return function.send(answer.value) if answer.error is None else function.throw(answer.error)
        finally:
            # The function may have caught it, but it is where nothing can be recorded.
            if self._broken is not None:
                raise self._broken

    @contextmanager
    def _outside(self) -> Iterator[None]:
        """
        A context for what the function does only once.
        """
        with recordingBy(None), awaitedBy(None), self.store.sealed(False):
            yield

    def made(
        self,
        kind: str,
        name: str,
        make: Callable[[], AsynchronousItem],
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> AsynchronousItem:
        """
        See L{Recorder<mantissa_like.asyncitems._recording.Recorder>}.
        """
        if self._broken is not None:
            raise self._broken
        for each in args:
            if isinstance(each, Item | Store) and each.store is not self.store:
                raise self._break(OtherStore(f"{each!r:.200} is not in {self.store}"))
        given = describeGiven(args, kwargs)
        step = self._recall(kind, name, given)
        if step is None:
            with self._outside():
                made = self.store.transact(make)
            step = self._record(kind, name, given, operation=made)
        operation: AsynchronousItem | None = step.operation
        if operation is None:
            raise self._break(HistoryMismatch(step.number, f"{step.call}, which was deleted", "uses it"))
        self._known.add(operation.storeID)
        return operation

    def _meet(self, asked: object) -> _Answer | Waiting:
        """
        Do what the function awaits, or remember what came of it.
        """
        if isinstance(asked, Step):
            return self._step(asked)
        if isinstance(asked, Sleep):
            return self._sleep(asked)
        if isinstance(asked, AsynchronousItem) and asked.store is self.store:
            return self._await(asked)
        if isinstance(asked, Deferred):
            # Nobody will look at what it fails with.
            asked.addErrback(lambda _: None)
        raise ForeignAwait(asked)

    def _step(self, asked: Step) -> _Answer | Waiting:
        given = describeGiven(asked.args, asked.kwargs)
        step = self._recall(asked.kind, asked.name, given)
        if step is None:
            if self._isTired():
                return Waiting(until=READY)
            step = self._perform(asked, given)
        if step.operation is not None:
            self._known.add(step.operation.storeID)
        if step.error is not None:
            return _Answer(error=OperationFailed(step.error))
        return _Answer(decodeValue(self.store, step.result or "null"))

    def _isTired(self) -> bool:
        now = self.store.runtime.clock.seconds()
        if not self._done:
            # As much again as it took to come here: the longer the way, the less often it is gone.
            self._end = now + max(_SLICE, now - self._began)
        self._done += 1
        return self._done > max(_AT_ONCE, len(self._history)) or (self._done > 1 and now >= self._end)

    def _perform(self, asked: Step, given: str) -> DurableStep:
        try:
            with self._outside():
                value, result = self.store.transact(self._call, asked)
        except (DurableFunctionError, *_UNDOING):
            raise
        except Exception as e:
            return self._record(asked.kind, asked.name, given, error=asOperationError(e))
        operation = value if isinstance(value, AsynchronousItem) else None
        return self._record(asked.kind, asked.name, given, result=result, operation=operation)

    def _call(self, asked: Step) -> tuple[Any, str]:
        value = asked.f(*asked.args, **asked.kwargs)
        if iscoroutine(value):
            value.close()
        if iscoroutine(value) or isinstance(value, Deferred):
            raise BadStep(asked.name, "is asynchronous")
        try:
            return value, encodeValue(self.store, value)
        except BadOperationValue as e:
            raise BadStep(asked.name, f"returns what can't be recorded: {e}") from e

    def _sleep(self, asked: Sleep) -> _Answer | Waiting:
        given = describeGiven((asked.seconds,), {})
        step = self._recall("sleep", "", given)
        if step is None:
            until = currentTime(self.store) + timedelta(seconds=asked.seconds)
            step = self._record("sleep", "", given, until=until)
        # It was over before something else was recorded, whatever the clock says now.
        if self._passed < len(self._history) or hasCome(self.store, step.until):
            return _Answer()
        return Waiting(until=step.until)

    def _await(self, operation: AsynchronousItem) -> _Answer | Waiting:
        if operation.storeID not in self._known:
            step = self._recall("wait", operation.title, "[]")
            if step is None:
                step = self._record("wait", operation.title, "[]", operation=operation)
            if step.operation is not operation:
                recorded = "one that was deleted" if step.operation is None else step.operation.operationID
                raise HistoryMismatch(step.number, f"{step.call} for {recorded}", operation.operationID)
            self._known.add(operation.storeID)
        if operation.isPending:
            return Waiting(operation)
        if operation.error is None:
            return _Answer(operation.value)
        if not operation.isHandled:
            with self._outside():
                operation.isHandled = True
        return _Answer(error=exceptionFor(operation.state, operation.error))

    def _recall(self, kind: str, name: str, given: str) -> DurableStep | None:
        """
        What is recorded next, which has to be this; None if nothing is.
        """
        number = self._passed + 1
        if number > _MOST_STEPS:
            raise self._break(HistoryTooLong(_MOST_STEPS))
        if number > len(self._history):
            return None
        step = self._history[self._passed]
        if (step.kind, step.name, step.given) != (kind, name, given):
            raise self._break(HistoryMismatch(number, step.call, describeCall(kind, name, given)))
        self._passed = number
        return step

    def _record(self, kind: str, name: str, given: str, **outcome: Any) -> DurableStep:
        self._passed += 1
        with self._outside():
            return DurableStep(
                store=self.store,
                run=self._run,
                number=self._passed,
                kind=kind,
                name=name,
                given=given,
                recorded=currentTime(self.store),
                **outcome,
            )

    def _expectEnd(self, does: str) -> None:
        if self._passed < len(self._history):
            step = self._history[self._passed]
            raise HistoryMismatch(step.number, step.call, does)

    def _break(self, error: AsynchronousItemError) -> AsynchronousItemError:
        self._broken = error
        return error


def _hand(operation: AsynchronousItem) -> Generator[AsynchronousItem, Any, Any]:
    """
    What C{await operation} does in a durable function: it hands the operation to who goes through it.
    """
    return (yield operation)


def _close(function: Coroutine[Any, Any, Any]) -> None:
    """
    End a function where it waits: its C{finally} blocks are run, up to what they await.
    """
    for _ in range(_MOST_AWAITS_IN_FINALLY):
        try:
            function.close()
        except RuntimeError:
            # It waits once more.
            continue
        except Exception:
            return
        else:
            return
