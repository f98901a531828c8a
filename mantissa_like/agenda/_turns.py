"""
Giving stores their turns, one after the other.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Coroutine
from math import inf
from typing import Any

from twisted.internet.defer import Deferred, DeferredList, maybeDeferred
from twisted.internet.interfaces import IDelayedCall
from twisted.logger import Logger
from twisted.python.failure import Failure

from axiom.errors import StoreBusy
from axiom.store import Store
from mantissa_like.agenda._jobs import Duty, Job
from mantissa_like.agenda._turn import Turn
from mantissa_like.stores import IStorePool, TooManyStores

__all__ = ["Turns"]

_SLICE = 0.005
_SOON = 0.1
_FIRST_BACKOFF = 0.5
_LONGEST_BACKOFF = 60.0


class Turns:
    """
    Whose turn it is, and what goes on.

    @ivar atOnce: how many stores are open for this at the same time, at most.
    """

    _log = Logger()

    def __init__(
        self,
        siteStore: Store,
        pool: IStorePool,
        clock: Any,
        atOnce: int,
        began: Callable[[Job, Store], object],
        rested: Callable[[Job, Store], object],
        cantOpen: Callable[[Job], object],
    ) -> None:
        """
        @param began: called with a job and its store before the first turn, and again if that fails.
        @param rested: called when nothing is due or goes on.
        @param cantOpen: called with a job whose store can't be opened.
        """
        self._siteStore, self._pool, self._clock, self.atOnce = siteStore, pool, clock, atOnce
        self._began, self._rested, self._cantOpen = began, rested, cantOpen
        self._ready: deque[Job] = deque()
        self._waiting: deque[Job] = deque()
        self._open = 0
        self._next: IDelayedCall | None = None
        self._underWay: set[Deferred[Any]] = set()
        self._hasEnded = False

    def __repr__(self) -> str:
        return f"<Turns: {self._open} stores open, {len(self._ready)} ready, {len(self._waiting)} waiting>"

    def ask(self, job: Job) -> None:
        """
        Let every kind of work for a store have a turn, as soon as possible.
        """
        job.ask()
        self.enqueue(job)

    def enqueue(self, job: Job) -> None:
        """
        Let what is due for a store have its turn.
        """
        if not job.isQueued and not job.hasEnded:
            job.isQueued = True
            self._ready.append(job)
            self._goOn()

    def askIn(self, job: Job, wait: float) -> None:
        """
        Let every kind of work have a turn after so many seconds, or before.
        """
        at = self._clock.seconds() + wait
        if job.timer is not None:
            if job.timer.getTime() <= at:
                return
            job.timer.cancel()
        job.timer = self._clock.callLater(max(wait, 0.0), self._timeIsUp, job)

    def close(self, job: Job) -> None:
        """
        Keep the store of a job open no longer.
        """
        if job.store is not None:
            job.store = None
            self._open -= 1
            if self._waiting:
                self._ready.append(self._waiting.popleft())
                self._goOn()
            try:
                job.lease.close()
            except Exception:
                # Another one, that the pool closes instead, is in trouble.
                self._log.failure("a store can't be closed")

    def end(self, patience: float) -> Deferred[None]:
        """
        Begin nothing any more.

        @return: fires when nothing is under way, or after so many seconds.
        """
        self._hasEnded = True
        if self._next is not None:
            self._next.cancel()
            self._next = None
        ended: Deferred[None] = Deferred()
        late = self._clock.callLater(patience, ended.callback, None)

        def end(results: object) -> None:
            if late.active():
                late.cancel()
                ended.callback(None)

        DeferredList(list(self._underWay)).addCallback(end)
        return ended

    def _timeIsUp(self, job: Job) -> None:
        job.timer = None
        self.ask(job)

    def _goOn(self) -> None:
        if self._next is None and self._ready and not self._hasEnded:
            self._next = self._clock.callLater(0, self._takeTurns)

    def _takeTurns(self) -> None:
        self._next = None
        end = self._clock.seconds() + _SLICE
        try:
            # Whoever comes back into the queue meanwhile waits for the reactor's next round.
            for _ in range(len(self._ready)):
                job = self._ready.popleft()
                if job.hasEnded:
                    job.isQueued = False
                elif job.store is None and self._open >= self.atOnce:
                    self._waiting.append(job)
                else:
                    job.isQueued = False
                    self._turn(job)
                if self._clock.seconds() >= end:
                    break
        finally:
            self._goOn()

    def _turn(self, job: Job) -> None:
        try:
            store = job.store or self._openFor(job)
            revision = store.revision
            if job.revision is None:
                self._began(job, store)
                job.revision = revision
        except (StoreBusy, TooManyStores):
            self.askIn(job, _SOON)
            return
        except Exception:
            self._log.failure("nobody can work for {store} now", store=job.subStore or self._siteStore)
            self.close(job)
            self._cantOpen(job)
            return
        now = self._clock.seconds()
        for duty in job.duties:
            if duty.isDue(now):
                duty.isAsked, duty.again, duty.seen, duty.isAtWork = False, inf, revision, True
                self._begin(job, duty, store)
        self._goOnWith(job)

    def _openFor(self, job: Job) -> Store:
        store = self._siteStore
        if job.subStore is not None:
            store = job.lease.enter_context(self._pool.lease(job.subStore))
        job.store = store
        self._open += 1
        return store

    def _begin(self, job: Job, duty: Duty, store: Store) -> None:
        try:
            turn = duty.work.work(store)
        except Exception:
            self._failed(job, duty, Failure())
            return
        if isinstance(turn, Turn):
            self._done(job, duty, turn)
            return
        working: Deferred[Turn] = (
            Deferred.fromCoroutine(turn) if isinstance(turn, Coroutine) else maybeDeferred(lambda: turn)
        )
        self._keep(working)
        working.addCallback(lambda turn: self._done(job, duty, turn))
        working.addErrback(lambda failure: self._failed(job, duty, failure))
        working.addCallback(lambda _: self._goOnWith(job))

    def _keep(self, working: Deferred[Any]) -> None:
        self._underWay.add(working)

        def done(result: Any) -> Any:
            self._underWay.discard(working)
            return result

        working.addBoth(done)

    def _done(self, job: Job, duty: Duty, turn: Turn) -> None:
        duty.isAtWork, duty.failures = False, 0
        duty.again = inf if turn.again is None else turn.again.asPOSIXTimestamp()
        for each in turn.underWay:
            if each not in duty.underWay:
                duty.underWay.add(each)
                self._keep(each)
                self._follow(job, duty, each)

    def _follow(self, job: Job, duty: Duty, underWay: Deferred[Any]) -> None:
        def wentBy(result: object) -> None:
            if isinstance(result, Failure):
                self._log.failure("{work} failed", result, work=duty.work.name)
            duty.underWay.discard(underWay)
            duty.isAsked = True
            self.enqueue(job)

        underWay.addBoth(wentBy)

    def _failed(self, job: Job, duty: Duty, failure: Failure) -> None:
        duty.isAtWork = False
        wait = _SOON
        if failure.check(StoreBusy) is None:
            self._log.failure("{work} failed for {store}", failure, work=duty.work.name, store=job.store)
            wait = min(_FIRST_BACKOFF * 2.0**duty.failures, _LONGEST_BACKOFF)
            duty.failures = min(duty.failures + 1, 10)
        duty.again = self._clock.seconds() + wait

    def _goOnWith(self, job: Job) -> None:
        if job.hasEnded:
            return
        now = self._clock.seconds()
        if any(each.isDue(now) for each in job.duties):
            self.enqueue(job)
        elif job.isIdle and job.store is not None:
            self._rested(job, job.store)
        elif job.again < inf:
            self.askIn(job, job.again - now)
