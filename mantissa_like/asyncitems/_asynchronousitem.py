"""
Asynchronous items: operations whose outcome comes later, as rows.

An operation is pending until it is settled, once. What waits for it are its children: each has an outcome of
its own, which a handler makes of that of its source. Settling puts an operation among those whose outcomes
are to be handed on; nobody's handlers are run in that transaction, but soon after, by L{AsyncWork}.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from datetime import timedelta
from functools import partial
from secrets import token_hex, token_urlsafe
from typing import Any, Generic, ParamSpec

from epsilon.extime import Time
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure
from typing_extensions import TypeVar
from zope.interface import implementer

from axiom.attributes import AND, boolean, compoundIndex, integer, json, reference, text, timestamp
from axiom.item import Item
from axiom.store import ItemQuery, Store
from mantissa_like.asyncitems._awaiting import awaitOperation
from mantissa_like.asyncitems._noting import noteDue
from mantissa_like.asyncitems._observers import observersOf
from mantissa_like.asyncitems._outcomes import (
    CANCELLED,
    PENDING,
    REJECTED,
    RESOLVED,
    TIMED_OUT,
    OperationError,
    asOperationError,
)
from mantissa_like.asyncitems._retries import Retry
from mantissa_like.asyncitems._tokens import hashToken
from mantissa_like.asyncitems._values import decodeValue, encodeValue
from mantissa_like.asyncitems.errors import AlreadySettled, CircularWait, DeadlinePassed, OtherStore
from mantissa_like.asyncitems.interfaces import IAsynchronousOperation, IOperationOrigin

__all__ = [
    "EFFECT_LANE",
    "HANDLER_LANE",
    "READY",
    "SETTLED_LANE",
    "AsynchronousItem",
    "currentTime",
    "hasCome",
    "inTransaction",
    "waitedFor",
]

P = ParamSpec("P")
T = TypeVar("T")
V = TypeVar("V", default=Any)

READY = Time.fromPOSIXTimestamp(0)
"""When that is due which waits for nothing: no clock, however wrong, is before it."""

HANDLER_LANE, EFFECT_LANE, SETTLED_LANE = "handler", "effect", "settled"


@implementer(IAsynchronousOperation)
class AsynchronousItem(Item, Generic[V]):
    """
    One operation.

    @ivar secret: what makes its C{operationID} unguessable.
    @ivar title: what it is, for people; may be empty.
    @ivar state: C{pending}, C{resolved}, C{rejected}, C{cancelled} or C{timed-out}.
    @ivar result: the text of its value; None unless it is resolved.
    @ivar error: why it has no value; None while it is pending or if it is resolved.
    @ivar key: given with what settled it; may be None.
    @ivar valueSchema: the name of the schema that describes its value; empty for JSON and items.
    @ivar created: when it was made.
    @ivar settled: when it was settled; None while it is pending.
    @ivar lane: what is to be done about it when it is due: C{effect} for beginning its effect, C{settled} for
        forgetting it, C{handler} for all else: handing on its outcome, trying its handler again, letting it
        time out.
    @ivar due: when it is; L{READY} for at once, None if that depends on others only.
    @ivar deadline: when it times out if it is pending then; may be None.
    @ivar keep: the seconds for which it is kept when it is settled.
    @ivar sourceID: the storeID of the operation that it waits for, if it is a child; None if it is none.
    @ivar target: the item whose methods it calls; or which decides it, and may provide L{IOperationOrigin}.
    @ivar okMethod: the name of the handler of a value; empty if a value is passed on.
    @ivar okVersion: of that method, when it was added.
    @ivar errorMethod: the name of the handler of an error; empty if an error is passed on.
    @ivar errorVersion: of that method, when it was added.
    @ivar effectMethod: the name of the method that does it, outside the store; empty if nothing does.
    @ivar effectVersion: of that method, when it was begun.
    @ivar arguments: the text of the list of what that is given; None if it is no effect.
    @ivar retry: when what fails is tried again; None for never.
    @ivar attempts: how often its handler has failed, or its effect was begun.
    @ivar lastError: why the last of several attempts failed.
    @ivar problem: why it is parked: its handler or effect can't be called until somebody does something;
        mostly empty.
    @ivar isHandled: whether somebody is known to have taken notice of its error.
    @ivar tokenHash: SHA-256 of the token with which it may be settled from outside; None if there is none.
    """

    typeName = "asyncitems_operation"
    schemaVersion = 1

    secret = text(allowNone=False, caseSensitive=True, defaultFactory=lambda: token_hex(12))
    title = text(allowNone=False, default="")
    state = text(allowNone=False, caseSensitive=True, default=PENDING)
    result = text(caseSensitive=True)
    error = json(type=OperationError)
    key = text(caseSensitive=True)
    valueSchema = text(allowNone=False, caseSensitive=True, default="")
    created = timestamp(allowNone=False)
    settled: Any = timestamp()
    lane = text(allowNone=False, caseSensitive=True, default=HANDLER_LANE)
    due = timestamp()
    deadline = timestamp()
    keep = integer(allowNone=False, default=60)
    sourceID = integer(indexed=True)
    target: Any = reference()
    okMethod = text(allowNone=False, caseSensitive=True, default="")
    okVersion = integer(allowNone=False, default=0)
    errorMethod = text(allowNone=False, caseSensitive=True, default="")
    errorVersion = integer(allowNone=False, default=0)
    effectMethod = text(allowNone=False, caseSensitive=True, default="")
    effectVersion = integer(allowNone=False, default=0)
    arguments = text(caseSensitive=True)
    retry = json(type=Retry)
    attempts = integer(allowNone=False, default=0)
    lastError = json(type=OperationError)
    problem = text(allowNone=False, default="")
    isHandled = boolean(allowNone=False, default=False)
    tokenHash = text(caseSensitive=True)
    compoundIndex(lane, due)

    def __repr__(self) -> str:
        """
        What it is and how it stands, without what is secret of it.
        """
        facts = [self.title, self.state, str(self.error or self.lastError or ""), self.problem]
        return f"<{type(self).__name__} {self.storeID}: {', '.join(filter(None, facts))}>"

    @property
    def operationID(self) -> str:
        """
        The text by which it is known for good: its storeID, and what nobody guesses.
        """
        return f"{self.storeID}-{self.secret}"

    @property
    def source(self) -> AsynchronousItem | None:
        """
        The operation that it waits for; None if there is none, or it was forgotten.
        """
        if self.sourceID is None:
            return None
        found: AsynchronousItem | None = self.presentStore().getItemByID(self.sourceID, default=None)
        return found

    @property
    def isPending(self) -> bool:
        """
        Whether it isn't settled.
        """
        return self.state == PENDING

    @property
    def value(self) -> Any:
        """
        What it resulted in; None unless it is resolved.
        """
        if self.result is None:
            return None
        return decodeValue(self.presentStore(), self.result, self.valueSchema)

    def succeed(self, value: Any = None, key: str | None = None) -> None:
        """
        Decide that it has this value.

        @param key: of what is decided: to decide the same again with the same key does nothing.
        @raise AlreadySettled: it was decided before.
        @raise BadOperationValue: it can't have this value.
        """
        result = encodeValue(self.presentStore(), value, self.valueSchema)
        self.settle(RESOLVED, result, None, key)

    def fail(self, error: BaseException | Failure | OperationError, key: str | None = None) -> None:
        """
        Decide that it has no value.

        @param key: as that of L{succeed}.
        @raise AlreadySettled: it was decided before.
        """
        self.settle(REJECTED, None, asOperationError(error), key)

    def makeToken(self) -> str:
        """
        Make a token with which somebody outside may settle it, by L{completeByToken}; the one before is void.

        @return: the token, which is not kept: only its hash is.
        """
        token = token_urlsafe(24)
        self.tokenHash = hashToken(token)
        return token

    def cancel(self) -> None:
        """
        Decide that nobody needs it. So is what it waits for, if nothing else waits for that.

        @raise AlreadySettled: it was decided before.
        """
        self.presentStore().transact(self._abandon, CANCELLED, OperationError("Cancelled", "nobody needs it"))

    def timeOut(self) -> None:
        """
        Decide that it took too long; like L{cancel}.
        """
        error = OperationError("TimedOut", f"not settled by {self.deadline}")
        self.presentStore().transact(self._abandon, TIMED_OUT, error)

    def settle(
        self, state: str, result: str | None, error: OperationError | None, key: str | None = None
    ) -> None:
        """
        Decide its outcome, as it is stored.

        @raise AlreadySettled: it was decided before.
        @raise DeadlinePassed: it comes too late.
        """
        inTransaction(self.presentStore(), self._settle, state, result, error, key)

    def _settle(
        self, state: str, result: str | None, error: OperationError | None, key: str | None = None
    ) -> None:
        store = self.presentStore()
        if self.state != PENDING:
            if key is not None and self._isSaidAgain(state, result, error, key):
                return
            raise AlreadySettled(self.operationID, self.state)
        if state in (RESOLVED, REJECTED) and hasCome(store, self.deadline):
            raise DeadlinePassed(self.operationID, "past its deadline")
        self.state, self.settled, self.due = state, currentTime(store), READY
        # What isn't changed needn't be written.
        if result is not None:
            self.result = result
        if error is not None:
            self.error = error
        if key is not None:
            self.key = key
        if self.problem:
            self.problem = ""
        if self.lane != HANDLER_LANE:
            self.lane = HANDLER_LANE
        noteDue(store)
        observers = observersOf(store)
        if observers.isWaitedFor(self):
            self.isHandled = True
            store.afterCommit(partial(observers.tell, self))

    def _isSaidAgain(self, state: str, result: str | None, error: OperationError | None, key: str) -> bool:
        isSame = (self.key, self.state, self.result) == (key, state, result)
        return isSame and (error is None or error.isLike(self.error))

    def _abandon(self, state: str, error: OperationError) -> None:
        self._settle(state, None, error)
        operation = self
        while (source := operation.source) is not None:
            if not source.isPending or source.pendingChildren():
                return
            operation = source
            operation._settle(CANCELLED, None, OperationError("Cancelled", "nobody waits for it any more"))
        if not operation.effectMethod and IOperationOrigin.providedBy(operation.target):
            operation.target.operationAbandoned(operation)

    def handedOn(self) -> None:
        """
        Note that everybody who waited for it has its outcome, and that it is to be forgotten some time.
        """
        if not self.isPending:
            self.lane, self.due = SETTLED_LANE, self.settled + timedelta(seconds=self.keep)

    def pendingChildren(self) -> ItemQuery[AsynchronousItem]:
        """
        Those that wait for it, or have its outcome and are not settled; may be none.
        """
        isPendingChild = AND(AsynchronousItem.sourceID == self.storeID, AsynchronousItem.state == PENDING)
        return self.presentStore().query(AsynchronousItem, isPendingChild)

    def follow(self, source: AsynchronousItem) -> None:
        """
        Wait for another operation, whose outcome is to be its own.

        @raise CircularWait: that one waits for this one.
        @raise OtherStore: that one is in another store.
        """
        self.waitFor(source)
        self.okMethod, self.errorMethod = "", ""

    def waitFor(self, source: AsynchronousItem | None, until: Time = READY) -> None:
        """
        Have its handlers called with the outcome of another operation; or with None, at a moment.

        @param source: None for no other operation.
        @param until: that moment.
        @raise CircularWait: the other operation waits for this one.
        @raise OtherStore: it is in another store.
        """
        self.attempts = 0
        if source is None:
            end = until if self.deadline is None else self.deadline
            self.sourceID, self.due = None, min(until, end, key=Time.asPOSIXTimestamp)
            return
        if source.store is not self.store:
            raise OtherStore(f"{source!r} is not in {self.store}")
        if any(each is self for each in waitedFor(source)):
            raise CircularWait(f"operation {source.operationID} waits for {self.operationID}")
        self.sourceID = source.storeID
        self.due = self.deadline if source.isPending else READY

    def park(self, problem: str) -> None:
        """
        Do nothing more about it until somebody does something about this problem.
        """
        self.problem, self.due = problem, self.deadline

    def reopen(self) -> None:
        """
        Be pending again, after an error that nobody handled.
        """
        self.state, self.error, self.key, self.settled, self.problem = PENDING, None, None, None, ""
        self.lane, self.due = EFFECT_LANE if self.effectMethod else HANDLER_LANE, self.deadline

    def asDeferred(self) -> Deferred[V]:
        """
        Wait for it as long as this process lives and its store is open.

        @return: fires with the value after the commit of that, or fails with L{OperationFailed}. Cancelling
            it cancels nothing else.
        """
        return observersOf(self.presentStore()).add(self)

    def __await__(self) -> Generator[Any, Any, V]:
        return awaitOperation(self)


def waitedFor(operation: AsynchronousItem) -> Iterator[AsynchronousItem]:
    """
    An operation and all those without which it can't be settled.
    """
    seen: set[int] = set()
    waiting = [operation]
    while waiting:
        each = waiting.pop()
        if each.storeID in seen or not each.isPending:
            continue
        seen.add(each.storeID)
        yield each
        if each.source is not None:
            waiting.append(each.source)
        elif IOperationOrigin.providedBy(each.target):
            waiting.extend(each.target.waitsFor())


def inTransaction(store: Store, f: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """
    Call C{f} in the transaction under way, or else in one of its own.
    """
    return store.transact(f, *args, **kwargs) if store.autocommit else f(*args, **kwargs)


def currentTime(store: Store) -> Time:
    """
    Now, by the clock of a store.
    """
    return Time.fromPOSIXTimestamp(store.runtime.clock.seconds())


def hasCome(store: Store, moment: Time | None) -> bool:
    """
    Whether a moment is past, by the clock of a store; None never is.
    """
    return moment is not None and moment.asPOSIXTimestamp() <= store.runtime.clock.seconds()
