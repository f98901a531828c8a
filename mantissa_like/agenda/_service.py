"""
Working for the stores of a site while it runs.

Every process of the site does; a claim sees to it that one of them at a time works for a store. It keeps the
claim for a while after the last change, so that a busy store costs the agenda nothing, then notes when the
store has work again. A process that can't have a claim wakes the others, and looks again for as long as the
store is overdue, since whoever works for it may be killed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from math import inf
from typing import Any

from twisted.application.service import Service
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IDelayedCall
from twisted.logger import Logger
from twisted.python.failure import Failure

from axiom.database import Claim
from axiom.errors import AxiomError, StoreBusy, StoreClosed
from axiom.store import STORE_SELF_ID, Store
from axiom.substore import SubStore
from mantissa_like.agenda._agenda import openAgenda
from mantissa_like.agenda._flights import Flights, Handling
from mantissa_like.agenda._guarding import Guard
from mantissa_like.agenda._jobs import Duty, Job
from mantissa_like.agenda._sweeping import Sweeping, bootOf
from mantissa_like.agenda._turns import Turns
from mantissa_like.agenda.interfaces import IStoreFigures, IStoreWork
from mantissa_like.stores import IStorePool, TooManyStores

__all__ = ["WorkService"]

_LINGER = 2.0
_TAKEOVER = 2.0
_COUNTED_AGAIN = 30.0
_SOON = 0.1
_LONGEST_WAIT = 60.0
_LAST_PATIENCE = 5.0
_MOST_JOBS = 500
_BETWEEN_STEPS = 0.02


class WorkService(Service):
    """
    Works for the stores of one site.

    @ivar works: what there is to be done for stores.
    """

    _log = Logger()

    def __init__(
        self,
        siteStore: Store,
        pool: IStorePool,
        works: Sequence[IStoreWork],
        clock: Any,
        atOnce: int = 50,
        handlerSeconds: float = 30.0,
        boot: str | None = None,
    ) -> None:
        """
        @param clock: the reactor.
        @param atOnce: how many stores have their turns at the same time, at most; fewer than the pool keeps
            open.
        @param handlerSeconds: how long application code may hold up the process.
        @param boot: names this start of the machine; None to ask it.
        """
        self._siteStore, self._pool, self.works, self._clock = siteStore, pool, works, clock
        self._handlerSeconds, self._boot = handlerSeconds, bootOf() if boot is None else boot
        self._flights = Flights(siteStore.dbdir)
        self._atOnce = atOnce
        self._jobs: dict[int, Job] = {}
        self._isFull = False
        self._looked, self._hasBegun = -inf, False
        self._alarm: IDelayedCall | None = None
        self._sweep: IDelayedCall | None = None

    def __repr__(self) -> str:
        return f"<WorkService: {len(self._jobs)} jobs>"

    def startService(self) -> None:
        """
        Do what is due from now on, and what became due meanwhile.
        """
        super().startService()
        self._turns = Turns(
            self._siteStore, self._pool, self._clock, self._atOnce, self._begun, self._rested, self._giveUp
        )
        self._agenda = agenda = openAgenda(self._siteStore)
        agenda.woken = self._woken
        self._record = self._flights.begin(agenda.bell.name)
        agenda.guard = Guard(self._record, self._handlerSeconds)
        self._sweeping = Sweeping(self._siteStore, agenda.entries, self._flights)
        self._begin()
        try:
            agenda.bell.listen(self._clock, self._rung)
        except OSError as e:
            self._log.warn("other processes can't wake this one: {error}", error=e)

    def stopService(self) -> Deferred[None]:
        """
        Begin nothing more, and give what is under way a moment.
        """
        super().stopService()
        for call in filter(None, (self._alarm, self._sweep)):
            call.cancel()
        self._alarm = self._sweep = None
        self._agenda.bell.close()
        return Deferred.fromCoroutine(self._stop())

    async def _stop(self) -> None:
        await self._turns.end(_LAST_PATIENCE)
        self._agenda.woken = self._agenda.guard = None
        for job in list(self._jobs.values()):
            self._drop(job)
            # Somebody else may go on at once.
            self._agenda.bell.ring(job.subStoreID)
        self._sweeping.end(self._agenda.bell.name)
        await self._agenda.entries.store.durable()
        self._agenda.close()
        self._record.close()

    def _begin(self) -> None:
        self._sweep = None
        try:
            self._sweeping.begin(self._agenda.bell.name, self._boot)
        except AxiomError as e:
            self._sweep = self._clock.callLater(self._waitAfter(e), self._begin)
        else:
            self._hasBegun = True
            # After a failure of the machine the next one is to know that there was somebody.
            self._agenda.entries.store.durable().addErrback(self._notOnDisk)
            self._sweepIn(0.0)

    def _notOnDisk(self, failure: Failure) -> None:
        self._log.failure("a failure of the machine may go unnoticed", failure)

    def _sweepIn(self, wait: float) -> None:
        self._sweep = self._clock.callLater(wait, self._sweepSome)

    def _sweepSome(self) -> None:
        self._sweep = None
        try:
            if self._sweeping.step(self._clock.seconds()):
                self._sweepIn(_BETWEEN_STEPS)
            self._lookIn(0.0)
        except AxiomError as e:
            self._sweepIn(self._waitAfter(e))

    def _waitAfter(self, error: AxiomError) -> float:
        """
        In how many seconds to try again what the agenda does not let be done now.
        """
        if isinstance(error, StoreBusy):
            return _SOON
        self._log.warn("the agenda can't be written now: {error}", error=error)
        return _LINGER

    def _woken(self, subStoreID: int, due: float, isNews: bool) -> None:
        """
        Something was committed in this process.
        """
        if not self.running:
            self._agenda.bell.ring(subStoreID)
            return
        job, now = self._jobs.get(subStoreID), self._clock.seconds()
        if job is not None:
            self._turns.ask(job)
        elif due > now:
            self._lookIn(due - now)
        elif (job := self._claim(subStoreID)) is None:
            isNews = True
            self._lookIn(_TAKEOVER)
        else:
            job.changed = now
        if isNews:
            self._agenda.bell.ring(subStoreID)

    def _rung(self, subStoreID: int) -> None:
        """
        Another process says that a store has something to do.
        """
        job = self._jobs.get(subStoreID)
        if job is not None:
            self._turns.ask(job)
            return
        try:
            entry = self._agenda.entries.find(subStoreID)
        except AxiomError:
            self._lookIn(_SOON)
            return
        if entry is None or entry.due is None:
            return
        now = self._clock.seconds()
        if not entry.isDue(now):
            self._lookIn(entry.due.asPOSIXTimestamp() - now)
        elif self._claim(subStoreID) is None:
            self._lookIn(_TAKEOVER)

    def _lookIn(self, wait: float) -> None:
        wait = min(wait, _LONGEST_WAIT)
        at = self._clock.seconds() + wait
        if not self.running or (self._alarm is not None and self._alarm.getTime() <= at):
            return
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = self._clock.callLater(wait, self._look)

    def _look(self) -> None:
        """
        Look at the agenda for what nobody works for.
        """
        self._alarm = None
        now, wait = self._clock.seconds(), _LONGEST_WAIT
        try:
            if now < self._looked:
                self._sweeping.again()
                if self._sweep is None:
                    self._sweepIn(0.0)
            self._looked = now
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
        Begin to work for a store, unless another process does, or there is too much to do already. If the
        agenda is in trouble, that keeps it from no other store.
        """
        try:
            return self._claimNow(subStoreID)
        except StoreBusy:
            self._lookIn(_SOON)
        except AxiomError:
            self._log.failure("nobody can begin to work for store {number} now", number=subStoreID)
        return None

    def _claimNow(self, subStoreID: int) -> Job | None:
        if not self._hasBegun:
            # Nobody knows yet whether commits are lost.
            self._lookIn(_SOON)
            return None
        if len(self._jobs) >= _MOST_JOBS:
            self._isFull = True
            return None
        subStore, directory = None, self._siteStore.dbdir
        if subStoreID != STORE_SELF_ID:
            subStore = self._subStore(subStoreID)
            if subStore is None:
                self._agenda.entries.forget(subStoreID)
                return None
            directory = subStore.storepath
        claim = Claim.of(directory, "work")
        try:
            if not claim.acquire():
                return None
        except OSError as e:
            self._log.warn("nobody can work for {directory}: {error}", directory=directory, error=e)
            self._agenda.entries.putOff(subStoreID, self._clock.seconds() + _LONGEST_WAIT)
            return None
        try:
            entry = self._agenda.entries.find(subStoreID)
        except AxiomError:
            claim.release()
            raise
        if entry is None or not entry.isDue(self._clock.seconds()):
            # Whoever had the claim did everything just before.
            claim.release()
            return None
        duties = [Duty(each) for each in self.works]
        job = Job(subStoreID, subStore, claim, duties, counted=self._clock.seconds())
        self._jobs[subStoreID] = job
        self._agenda.held.add(subStoreID)
        self._turns.enqueue(job)
        return job

    def _subStore(self, subStoreID: int) -> SubStore | None:
        found = self._siteStore.getItemByID(subStoreID, default=None)
        return found if isinstance(found, SubStore) else None

    def _begun(self, job: Job, store: Store) -> None:
        """
        A store is open for its first turn. Whoever worked for it before may have died of that.
        """
        self._flights.countDead(lambda handling: self._trying(self._countDead, handling))
        entry = self._agenda.entries.find(job.subStoreID)
        isDoubtful = entry is not None and (entry.isDoubtful or entry.revision > store.revision)
        if isDoubtful or self._sweeping.isDoubtful(job.subStoreID) or self._agenda.isSetBack(store):
            for work in self.works:
                # While the store can't be written to, nobody may work for it as if nothing were lost.
                self._trying(work.commitsLost, store, fatal=AxiomError)
        self._agenda.heed(store)

    def _trying(self, f: Callable[..., object], *args: object, fatal: type[Exception] = StoreBusy) -> None:
        try:
            f(*args)
        except (fatal, TooManyStores):
            raise
        except Exception:
            self._log.failure("{f} failed; the work goes on", f=f)

    def _countDead(self, handling: Handling) -> None:
        self._log.error("a process died while it was at {handling}", handling=handling)
        with ExitStack() as stack:
            store = self._siteStore
            if handling.subStoreID != STORE_SELF_ID:
                subStore = self._subStore(handling.subStoreID)
                if subStore is None:
                    return
                store = stack.enter_context(self._pool.lease(subStore))
            for work in self.works:
                if work.name == handling.work:
                    work.died(store, handling.what)

    def _rested(self, job: Job, store: Store) -> None:
        """
        Give back a store in which nothing is due: for now, or to whoever comes.
        """
        now, wait = self._clock.seconds(), _SOON
        try:
            if (revision := store.revision) != job.revision:
                job.revision, job.changed = revision, now
            isQuiet = job.changed + _LINGER <= now < job.again - _LINGER
            if isQuiet and self._settle(job, store):
                self._drop(job)
                self._lookIn(job.again - now)
                return
            if job.counted + _COUNTED_AGAIN <= now:
                # Of a store that is never quiet for long something is known all the same.
                self._agenda.entries.note(job.subStoreID, self._figuresOf(store))
                job.counted = now
            wait = min(job.again - now, _LINGER)
        except StoreBusy:
            # Tried again, as the store is looked at again then.
            pass
        except Exception:
            self._log.failure("it can't be noted when {store} has work again", store=store)
            wait = _LINGER
        self._turns.close(job)
        self._turns.askIn(job, wait)

    def _settle(self, job: Job, store: Store) -> bool:
        """
        Note when a store has work again.

        @return: whether nothing was committed to it since it was looked at.
        """

        def settle() -> bool:
            isSeen = all(each.seen == store.revision for each in job.duties)
            if isSeen:
                self._agenda.entries.settle(job.subStoreID, job.again, store.revision, self._figuresOf(store))
            return isSeen

        return store.transact(settle)

    def _figuresOf(self, store: Store) -> dict[tuple[str, str], int]:
        return {
            (work.name, name): count
            for work in self.works
            if IStoreFigures.providedBy(work)
            for name, count in work.figures(store).items()
        }

    def _giveUp(self, job: Job) -> None:
        """
        Try later what can't be opened now.
        """
        try:
            self._agenda.entries.putOff(job.subStoreID, self._clock.seconds() + _LONGEST_WAIT)
        except AxiomError:
            self._turns.askIn(job, _LINGER)
        else:
            self._drop(job)

    def _drop(self, job: Job) -> None:
        self._turns.close(job)
        job.end()
        del self._jobs[job.subStoreID]
        self._agenda.held.discard(job.subStoreID)
        if self._isFull:
            self._isFull = False
            self._lookIn(0.0)
