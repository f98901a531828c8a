"""
Timed events: what a store is to run, and when.

An event is a row, so it survives a restart. It goes away, or gets its next time, in the transaction in which
it is run; hence it takes effect once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from epsilon.extime import Time
from twisted.logger import Logger
from twisted.python.failure import Failure

from axiom._engine.troubles import FAILURES, TROUBLES
from axiom._items.states import DELETED
from axiom.attributes import bytes, inmemory, reference, timestamp
from axiom.iaxiom import IScheduler
from axiom.item import Item

if TYPE_CHECKING:
    from axiom.store import ItemQuery, Store

__all__ = ["TimedEvent", "TimedEventFailureLog", "eventsOf", "firstEvent", "seconds"]


class TimedEventFailureLog(Item):
    """
    The failure of one event, which is not run again.

    @ivar desiredTime: when it was to be run.
    @ivar actualTime: when it was.
    @ivar runnable: what failed.
    @ivar traceback: how, as text in UTF-8.
    """

    __module__ = "axiom.scheduler"

    typeName = "timed_event_failure_log"
    schemaVersion = 1

    desiredTime = timestamp()
    actualTime = timestamp()
    runnable = reference()
    traceback = bytes()


class TimedEvent(Item):
    """
    One run of one item.

    @ivar time: when it is due.
    @ivar runnable: an item with a method C{run}, which returns when to run it next, or None; None if it was
        deleted.
    @ivar running: whether it is being run now.
    """

    __module__ = "axiom.scheduler"
    _log = Logger()

    typeName = "timed_event"
    schemaVersion = 1

    time = timestamp(indexed=True)
    runnable = reference()
    running = inmemory()

    def activate(self) -> None:
        """
        It is not being run.
        """
        self.running = False

    def invokeRunnable(self) -> None:
        """
        Run it, and then move it to its next time or delete it. Called inside a transaction.
        """
        runnable = self.runnable
        if runnable is None:
            self.deleteFromStore()
            return
        self.running = True
        try:
            following = runnable.run()
        finally:
            self.running = False
        if self._state != DELETED:
            self.moveTo(following)
        elif following is not None:
            # It was unscheduled by what it ran.
            IScheduler(self.store).schedule(runnable, following)

    def moveTo(self, when: Time | None) -> None:
        """
        Run it then, though not before anything that is due already; never again, if C{when} is None.
        """
        if when is None:
            self.deleteFromStore()
            return
        self.time = when
        now = IScheduler(self.store).now()
        if seconds(self.time) < seconds(now):
            self.time = now

    def handleError(self, now: Time, failure: Failure) -> None:
        """
        Let the runnable's C{timedEventErrorHandler} decide what becomes of this event, which failed; without
        one, or if that fails too, the failure is logged as an item and the event deleted.

        Called inside a transaction.
        """
        handler = getattr(self.runnable, "timedEventErrorHandler", None)
        if handler is not None:
            try:
                self.presentStore().transact(lambda: self.moveTo(handler(self, failure)))
            except TROUBLES:
                raise
            except FAILURES:
                self._log.failure("{handler} failed", handler=handler)
            else:
                return
        TimedEventFailureLog(
            store=self.store,
            desiredTime=self.time,
            actualTime=now,
            runnable=self.runnable,
            traceback=failure.getTraceback().encode("utf-8", "backslashreplace"),
        )
        self.deleteFromStore()


# C{Time}s have no order in Python 3.
seconds = Time.asPOSIXTimestamp

_inOrder: Any = (TimedEvent.time.ascending, TimedEvent.storeID.ascending)


def eventsOf(store: Store, runnable: Item) -> ItemQuery[TimedEvent]:
    """
    The events of one item, the earliest first.
    """
    return store.query(TimedEvent, TimedEvent.runnable == runnable, sort=_inOrder)


def firstEvent(store: Store, comparison: Any = None) -> TimedEvent | None:
    """
    The earliest of the events that fulfil a condition.
    """
    return store.findFirst(TimedEvent, comparison, sort=_inOrder)
