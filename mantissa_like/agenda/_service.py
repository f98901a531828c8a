"""
Working for the stores of a site while it runs.

Every process of the site does; a claim sees to it that one of them at a time works for a store. It keeps the
claim for a while after the last change, so that a busy store costs the agenda nothing, then notes when the
store has work again. A process that can't have a claim wakes the others, and looks again for as long as the
store is overdue, since whoever works for it may be killed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Coroutine, Sequence
from math import inf
from typing import Any

from twisted.application.service import Service
from twisted.internet.defer import Deferred, DeferredList, maybeDeferred
from twisted.internet.interfaces import IDelayedCall
from twisted.logger import Logger
from twisted.python.failure import Failure

from axiom.database import Claim
from axiom.errors import StoreBusy, StoreClosed
from axiom.store import STORE_SELF_ID, Store
from axiom.substore import SubStore
from mantissa_like.agenda._agenda import openAgenda
from mantissa_like.agenda._jobs import Duty, Job
from mantissa_like.agenda._turn import Turn
from mantissa_like.agenda.interfaces import IStoreWork
from mantissa_like.stores import IStorePool, TooManyStores

__all__ = ["WorkService"]

_SLICE = 0.005
_LINGER = 2.0
_TAKEOVER = 2.0
_SOON = 0.1
_LONGEST_WAIT = 60.0
_LAST_PATIENCE = 5.0
_MOST_JOBS = 500
_FIRST_BACKOFF = 0.5


class WorkService(Service):
    """
    Lets the stores of one site have their turns.

    @ivar works: what there is to be done for stores.
    @ivar atOnce: how many stores have their turns at the same time, at most.
    """

    _log = Logger()

    def __init__(
        self, siteStore: Store, pool: IStorePool, works: Sequence[IStoreWork], clock: Any, atOnce: int = 50
    ) -> None:
        """
        @param clock: the reactor.
        @param atOnce: well below the number of stores that the pool keeps open.
        """
        self._siteStore, self._pool, self.works, self.atOnce = siteStore, pool, works, atOnce
        self._clock = clock
        self._jobs: dict[int, Job] = {}
        self._ready: deque[Job] = deque()
        self._waiting: deque[Job] = deque()
        self._open = 0
        self._pumping: IDelayedCall | None = None
        self._alarm: IDelayedCall | None = None
        self._working: set[Deferred[Any]] = set()

    def startService(self) -> None:
        """
        Do what is due from now on, and what became due meanwhile.
        """
        super().startService()
        self._agenda = openAgenda(self._siteStore)
        self._agenda.woken = self._woken
        try:
            self._agenda.bell.listen(self._clock, self._rung)
        except OSError as e:
            self._log.warn("other processes can't wake this one: {error}", error=e)
        self._lookIn(0.0)

    def stopService(self) -> Deferred[None]:
        """
        Begin nothing more, and give what is under way a moment.
        """
        super().stopService()
        for call in filter(None, (self._alarm, self._pumping)):
            call.cancel()
        self._alarm = self._pumping = None
        self._agenda.bell.close()
        return Deferred.fromCoroutine(self._stop())

    async def _stop(self) -> None:
        await self._workingEnds()
        self._agenda.woken = None
        for job in list(self._jobs.values()):
            self._drop(job)
            # Somebody else may go on at once.
            self._agenda.bell.ring(job.subStoreID)

    def _workingEnds(self) -> Deferred[None]:
        """
        Fires when nothing is under way any more, or when that takes too long.
        """
        ended: Deferred[None] = Deferred()
        late = self._clock.callLater(_LAST_PATIENCE, ended.callback, None)

        def end(results: object) -> None:
            if late.active():
                late.cancel()
                ended.callback(None)

        DeferredList(list(self._working)).addCallback(end)
        return ended

    def _woken(self, subStoreID: int, due: float, isNews: bool) -> None:
        """
        Something was committed in this process.
        """
        if not self.running:
            self._agenda.bell.ring(subStoreID)
            return
        job = self._jobs.get(subStoreID)
        now = self._clock.seconds()
        if job is None and due <= now:
            job = self._claim(subStoreID)
            isNews = isNews or job is None
        if isNews:
            self._agenda.bell.ring(subStoreID)
        if job is None:
            self._lookIn(max(due - now, _TAKEOVER if due <= now else 0.0))
        else:
            self._ask(job)

    def _rung(self, subStoreID: int) -> None:
        """
        Another process says that a store has something to do.
        """
        job = self._jobs.get(subStoreID)
        if job is not None:
            self._ask(job)
            return
        known = self._agenda.entries.find(subStoreID)
        if known is None or known.due is None:
            return
        now = self._clock.seconds()
        if known.due <= now and self._claim(subStoreID) is None:
            self._lookIn(_TAKEOVER)
        else:
            self._lookIn(max(known.due - now, 0.0))

    def _lookIn(self, wait: float) -> None:
        at = self._clock.seconds() + min(wait, _LONGEST_WAIT)
        if not self.running or (self._alarm is not None and self._alarm.getTime() <= at):
            return
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = self._clock.callLater(min(wait, _LONGEST_WAIT), self._look)

    def _look(self) -> None:
        """
        Look at the agenda for what nobody works for.
        """
        self._alarm = None
        now, wait = self._clock.seconds(), _LONGEST_WAIT
        try:
            for subStoreID in self._agenda.entries.overdue(now, 2 * _MOST_JOBS):
                if subStoreID not in self._jobs and self._claim(subStoreID) is None:
                    wait = _TAKEOVER
            following = self._agenda.entries.nextDue(now)
            wait = wait if following is None else min(wait, following - now)
        except StoreClosed:
            return
        except StoreBusy:
            wait = _SOON
        except Exception:
            self._log.failure("the agenda can't be read now")
        self._lookIn(wait)

    def _claim(self, subStoreID: int) -> Job | None:
        """
        Begin to work for a store, unless another process does or there is too much to do already.
        """
        if len(self._jobs) >= _MOST_JOBS:
            return None
        subStore, directory = None, self._siteStore.dbdir
        if subStoreID != STORE_SELF_ID:
            subStore = self._siteStore.getItemByID(subStoreID, default=None)
            if not isinstance(subStore, SubStore):
                self._agenda.entries.forget(subStoreID)
                return None
            directory = subStore.storepath
        claim = Claim.of(directory, "work")
        try:
            if not claim.acquire():
                return None
        except OSError as e:
            self._log.warn("nobody can work for {store}: {error}", store=subStore, error=e)
            self._agenda.entries.putOff(subStoreID, self._clock.seconds() + _LONGEST_WAIT)
            return None
        job = self._jobs[subStoreID] = Job(subStoreID, subStore, claim, [Duty(each) for each in self.works])
        self._agenda.held.add(subStoreID)
        self._enqueue(job)
        return job

    def _ask(self, job: Job) -> None:
        job.ask()
        self._enqueue(job)

    def _enqueue(self, job: Job) -> None:
        if not job.isQueued:
            job.isQueued = True
            self._ready.append(job)
            self._pumpSoon()

    def _pumpSoon(self) -> None:
        if self._pumping is None and self._ready and self.running:
            self._pumping = self._clock.callLater(0, self._pump)

    def _pump(self) -> None:
        self._pumping = None
        end = self._clock.seconds() + _SLICE
        for _ in range(len(self._ready)):
            job = self._ready.popleft()
            if job.store is None and self._open >= self.atOnce:
                self._waiting.append(job)
            else:
                job.isQueued = False
                self._turn(job)
            if self._clock.seconds() >= end:
                break
        self._pumpSoon()

    def _turn(self, job: Job) -> None:
        try:
            store = job.store or self._openFor(job)
            revision = store.revision
        except (StoreBusy, TooManyStores):
            self._close(job)
            self._askIn(job, _SOON)
            return
        except Exception:
            self._log.failure("nobody can work for {store} now", store=job.subStore)
            self._giveUp(job)
            return
        now = self._clock.seconds()
        if job.revision < 0:
            job.revision = revision
        for duty in job.duties:
            if duty.isDue(now):
                duty.isAsked, duty.again, duty.seen, duty.isAtWork = False, inf, revision, True
                self._begin(job, duty, store)
        self._rest(job)

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
        working = Deferred.fromCoroutine(turn) if isinstance(turn, Coroutine) else maybeDeferred(lambda: turn)
        self._keep(working)
        working.addCallbacks(
            lambda turn: self._done(job, duty, turn), lambda failure: self._failed(job, duty, failure)
        )
        working.addBoth(lambda _: self._rest(job))

    def _keep(self, working: Deferred[Any]) -> None:
        self._working.add(working)

        def done(result: Any) -> Any:
            self._working.discard(working)
            return result

        working.addBoth(done)

    def _done(self, job: Job, duty: Duty, turn: Turn) -> None:
        duty.isAtWork, duty.failures = False, 0
        duty.again = inf if turn.again is None else turn.again.asPOSIXTimestamp()
        for each in turn.underWay:
            duty.underWay += 1
            self._keep(each)
            each.addErrback(
                lambda failure: self._log.failure("{work} failed", failure, work=duty.work.name)
            ).addCallback(lambda _: self._wentBy(job, duty))

    def _wentBy(self, job: Job, duty: Duty) -> None:
        duty.underWay -= 1
        duty.isAsked = True
        self._enqueue(job)

    def _failed(self, job: Job, duty: Duty, failure: Failure) -> None:
        duty.isAtWork = False
        wait = _SOON
        if failure.check(StoreBusy) is None:
            self._log.failure("{work} failed for {store}", failure, work=duty.work.name, store=job.store)
            wait = min(_FIRST_BACKOFF * 2.0**duty.failures, _LONGEST_WAIT)
            duty.failures = min(duty.failures + 1, 10)
        duty.again = self._clock.seconds() + wait

    def _rest(self, job: Job) -> None:
        """
        Go on with a store if more is due; give it back if nothing goes on there, for now or for good.
        """
        if job.subStoreID not in self._jobs or job.store is None:
            return
        now = self._clock.seconds()
        if any(each.isDue(now) for each in job.duties):
            self._enqueue(job)
        if not job.isIdle:
            if job.again < inf:
                self._askIn(job, job.again - now, onlyDue=True)
            return
        try:
            if (revision := job.store.revision) != job.revision:
                job.revision, job.changed = revision, now
            settled = job.changed + _LINGER
            if settled > now:
                wait = min(settled, job.again) - now
            elif job.again <= now + _LINGER or not self._settle(job, job.store):
                wait = min(_LINGER, max(job.again - now, 0.0))
            else:
                return
        except StoreBusy:
            wait = _SOON
        self._close(job)
        self._askIn(job, wait)

    def _settle(self, job: Job, store: Store) -> bool:
        """
        Note when a store has work again, and let others work for it.

        @return: whether nothing was committed since it was looked at.
        """
        due = None if job.again == inf else job.again

        def settle() -> bool:
            isSeen = all(each.seen == store.revision for each in job.duties)
            if isSeen:
                self._agenda.entries.settle(job.subStoreID, due, store.revision)
            return isSeen

        if not store.transact(settle):
            return False
        self._drop(job)
        if due is not None:
            self._lookIn(due - self._clock.seconds())
        return True

    def _giveUp(self, job: Job) -> None:
        """
        Try later what can't be opened now.
        """
        self._agenda.entries.putOff(job.subStoreID, self._clock.seconds() + _LONGEST_WAIT)
        self._drop(job)

    def _askIn(self, job: Job, wait: float, onlyDue: bool = False) -> None:
        at = self._clock.seconds() + wait
        if job.timer is not None and job.timer.active():
            if job.timer.getTime() <= at:
                return
            job.timer.cancel()
        job.timer = self._clock.callLater(wait, self._timeIsUp, job, onlyDue)

    def _timeIsUp(self, job: Job, onlyDue: bool) -> None:
        job.timer = None
        if not onlyDue:
            job.ask()
        self._enqueue(job)

    def _close(self, job: Job) -> None:
        if job.store is not None:
            job.lease.close()
            job.store = None
            self._open -= 1
            if self._waiting:
                self._ready.append(self._waiting.popleft())
                self._pumpSoon()

    def _drop(self, job: Job) -> None:
        self._close(job)
        job.end()
        del self._jobs[job.subStoreID]
        self._agenda.held.discard(job.subStoreID)
