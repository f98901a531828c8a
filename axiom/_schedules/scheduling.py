"""
Running the due events of one store, and scheduling them.

Each event is run in a transaction of its own, in which it is first looked at again: whoever else ran it,
it is not run twice. One that fails does not keep the others from running.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from epsilon.extime import Time
from twisted.logger import Logger
from twisted.python.failure import Failure

from axiom._engine.troubles import FAILURES, TROUBLES
from axiom._schedules.schedulerhooks import _SubSchedulerParentHook
from axiom._schedules.timedevents import TimedEvent, eventsOf, firstEvent, seconds
from axiom.attributes import AND
from axiom.errors import AxiomError, StoreBusy

if TYPE_CHECKING:
    from axiom.item import Item
    from axiom.store import Store

__all__ = ["MAX_WORK_PER_TICK", "SchedulerMixin"]

MAX_WORK_PER_TICK = 10

_SOON = timedelta(seconds=0.5)
_LATER = timedelta(minutes=1)
_MUCH_LATER = timedelta(hours=1)


class SchedulerMixin:
    """
    What the schedulers of all stores have in common.

    @ivar store: whose events are run.
    """

    _log = Logger()

    def __init__(self, store: Store) -> None:
        self.store = store
        # Those due events that can't be run now, each with when to try again.
        self._passedOver: dict[int, Time] = {}

    def now(self) -> Time:
        """
        The time by which events are due.
        """
        raise NotImplementedError("a scheduler has a clock")

    def _transientSchedule(self, when: Time, now: Time) -> None:
        """
        Have L{tick} called no later than C{when}, as long as this process runs events.
        """
        raise NotImplementedError("a scheduler arranges for its ticks")

    def tick(self) -> None:
        """
        Run what is due, or find that it must wait: up to L{MAX_WORK_PER_TICK} events. Called outside a
        transaction.

        @raise StoreBusy: another process held the write lock; what was not run yet is due still.
        """
        now = self.now()
        earliest, latest = seconds(now), seconds(now + _MUCH_LATER)
        self._passedOver = {
            key: when for key, when in self._passedOver.items() if earliest < seconds(when) <= latest
        }
        for _ in range(MAX_WORK_PER_TICK):
            event = self._getNextEvent(now)
            if event is None:
                break
            self._work(event, now)
        following = self.nextTick()
        if following is not None:
            self._transientSchedule(following, now)

    def nextTick(self) -> Time | None:
        """
        When there is something to be run next; None if nothing is scheduled.
        """
        first = firstEvent(self.store, TimedEvent.storeID.notOneOf(self._passedOver))
        times = [*self._passedOver.values(), *([] if first is None else [first.time])]
        return min(times, key=seconds, default=None)

    def _getNextEvent(self, now: Time) -> TimedEvent | None:
        isDue = TimedEvent.time <= now
        return firstEvent(self.store, AND(isDue, TimedEvent.storeID.notOneOf(self._passedOver)))

    def _work(self, event: TimedEvent, now: Time) -> None:
        """
        Run one event, or pass it over.
        """
        wait = self._attempt(event, now)
        if wait is not None:
            self._passedOver[event.storeID] = now + wait

    def _attempt(self, event: TimedEvent, now: Time) -> timedelta | None:
        """
        Run one event, or find that this must wait.

        @return: for how long; None if it was run, with success or without.
        """
        try:
            runnable = event.runnable
        except StoreBusy:
            return _SOON
        except AxiomError:
            # Its application is not installed now, or can't upgrade it; the event is kept for when it can.
            self._log.failure("{event} can't be run, since what it runs can't be loaded", event=event)
            return _MUCH_LATER
        isHook = isinstance(runnable, _SubSchedulerParentHook)
        try:
            if isHook:
                runnable.follow(now)
            else:
                self.store.transact(self._run, event.storeID, now)
        except StoreBusy:
            return _SOON
        except FAILURES as error:
            failure = Failure()
            self._log.failure("{event} failed", failure=failure, event=event)
            if isHook or isinstance(error, TROUBLES):
                return _LATER
            self.store.transact(self._handle, event.storeID, now, failure)
        return None

    def _run(self, storeID: int, now: Time) -> None:
        for event in self._ifDue(storeID, now):
            event.invokeRunnable()

    def _handle(self, storeID: int, now: Time, failure: Failure) -> None:
        for event in self._ifDue(storeID, now):
            event.handleError(now, failure)

    def _ifDue(self, storeID: int, now: Time) -> list[TimedEvent]:
        # Another process may have run it since it was found.
        return list(self.store.query(TimedEvent, AND(TimedEvent.storeID == storeID, TimedEvent.time <= now)))

    def schedule(self, runnable: Item, when: Time) -> None:
        """
        Call C{runnable.run()} at C{when}, or as soon as possible after it.
        """
        self.store.transact(self._schedule, runnable, when)

    def _schedule(self, runnable: Item, when: Time) -> None:
        event = TimedEvent(store=self.store, time=when, runnable=runnable)
        self._transientSchedule(event.time, self.now())

    def reschedule(self, runnable: Item, fromWhen: Time, toWhen: Time) -> None:
        """
        Run C{runnable} at C{toWhen} instead of C{fromWhen}.

        @raise ValueError: it is not scheduled for C{fromWhen}.
        """
        self.store.transact(self._reschedule, runnable, fromWhen, toWhen)

    def _reschedule(self, runnable: Item, fromWhen: Time, toWhen: Time) -> None:
        event = self.store.findFirst(
            TimedEvent, AND(TimedEvent.runnable == runnable, TimedEvent.time == fromWhen)
        )
        if event is None:
            raise ValueError(f"{runnable!r} is not scheduled to run at {fromWhen!r}")
        event.time = toWhen
        self._transientSchedule(event.time, self.now())

    def unscheduleFirst(self, runnable: Item) -> None:
        """
        Forget the earliest of the times at which C{runnable} is to be run, if there is one.
        """
        eventsOf(self.store, runnable).cloneQuery(limit=1).deleteFromStore()

    def unscheduleAll(self, runnable: Item) -> None:
        """
        Forget all the times at which C{runnable} is to be run.
        """
        eventsOf(self.store, runnable).deleteFromStore()

    def scheduledTimes(self, runnable: Item) -> Iterator[Time]:
        """
        When C{runnable} is to be run, the earliest time first, without the run that is under way.
        """
        return (event.time for event in eventsOf(self.store, runnable) if not event.running)
