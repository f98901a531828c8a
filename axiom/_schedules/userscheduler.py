"""
The scheduler of a substore, which is made to run its events by the one of the parent.
"""

from __future__ import annotations

from typing import Any

from epsilon.extime import Time
from twisted.logger import Logger
from zope.interface import implementer

from axiom._schedules.schedulerhooks import _SubSchedulerParentHook, hooksOf
from axiom._schedules.scheduling import SchedulerMixin
from axiom._schedules.timedevents import firstEvent, seconds
from axiom.errors import StoreBusy
from axiom.iaxiom import IScheduler

__all__ = ["_UserScheduler"]


@implementer(IScheduler)
class _UserScheduler(SchedulerMixin):
    """
    Runs the events of one substore when its parent says so.
    """

    _log = Logger()

    def now(self) -> Time:
        """
        The time of the parent's scheduler.
        """
        now: Time = IScheduler(self.store.parent).now()
        return now

    def _transientSchedule(self, when: Time, now: Time) -> None:
        """
        Have the parent run the events no later than C{when}.
        """
        first = firstEvent(self.store)
        if first is not None and seconds(first.time) < seconds(when):
            if self._isWokenBy(first.time):
                # When that one has run, the parent asks for the next.
                return
            when = first.time
        if self.store.transactions.active:
            # In case this process is killed between the two commits.
            try:
                self._wakeBy(when)
            except StoreBusy:
                self._log.info("{parent} is busy; it is told after the commit", parent=self._parent)
        self.store.afterCommit(lambda: self._wakeBy(when))

    def _isWokenBy(self, when: Time) -> bool:
        return any(hook.isScheduledBy(when) for hook in hooksOf(self._parent, self._subStore))

    def _wakeBy(self, when: Time) -> None:
        self._parent.findOrCreate(_SubSchedulerParentHook, subStore=self._subStore)._schedule(when)

    @property
    def _parent(self) -> Any:
        return self.store.parent

    @property
    def _subStore(self) -> Any:
        return self._parent.getItemByID(self.store.idInParent)

    def migrateUp(self) -> None:
        """
        Have the parent run the events, after the store was inserted there.
        """
        first = firstEvent(self.store)
        if first is not None:
            self._wakeBy(first.time)

    def migrateDown(self) -> None:
        """
        Have the parent forget the events, before the store is extracted.
        """
        for hook in hooksOf(self._parent, self._subStore):
            hook.remove()
