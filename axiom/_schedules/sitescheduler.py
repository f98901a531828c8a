"""
The scheduler of a store without a parent: it waits for the time of the next event.

While the store's service runs in several processes, one of them runs the events, and another takes over when
that one ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from epsilon.extime import Time
from twisted.application.service import Service
from twisted.internet.interfaces import IDelayedCall
from zope.interface import implementer

from axiom._engine.claims import Claim
from axiom._schedules.scheduling import SchedulerMixin
from axiom._schedules.timedevents import seconds
from axiom.errors import StoreBusy, StoreClosed
from axiom.iaxiom import IScheduler

if TYPE_CHECKING:
    from axiom._storage.watching import Watch
    from axiom.store import Store

__all__ = ["SITE_SCHEDULER", "_SiteScheduler"]

SITE_SCHEDULER = "Site Scheduler"

# The clock may be set meanwhile, so that what is far away comes near.
_LONGEST_WAIT = 60.0
_TAKEOVER = 2.0
_SOON = 0.5
_NOTICED = 0.05


@implementer(IScheduler)
class _SiteScheduler(SchedulerMixin, Service):
    """
    Runs the events of one store and of its substores while it runs as a service.

    @ivar timer: the next look at what is due; None while there will be none.
    """

    name = SITE_SCHEDULER

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.timer: IDelayedCall | None = None
        self._lookAt: float | None = None
        self._watch: Watch | None = None
        self._claim = Claim.of(store.dbdir, "scheduler")

    def now(self) -> Time:
        """
        The time of the store's clock.
        """
        return Time.fromPOSIXTimestamp(self.store.runtime.clock.seconds())

    def callLater(self, delay: float, f: Any, *args: Any, **kwargs: Any) -> IDelayedCall:
        """
        Call C{f} later, by the store's clock.
        """
        return self.store.runtime.clock.callLater(delay, f, *args, **kwargs)

    def startService(self) -> None:
        """
        Run what is due from now on, and what became due meanwhile.
        """
        super().startService()
        self._watch = self.store.onChange(self._storeChanged)
        self._lookIn(0.0)

    def stopService(self) -> None:
        """
        Run nothing any more in this process.
        """
        super().stopService()
        if self._watch is not None:
            self._watch.stop()
        self._cancel()
        self._claim.release()

    def _storeChanged(self, revision: int) -> None:
        # Another process may have scheduled something. Many changes are one reason to look.
        if self._claim.isHeld:
            self._lookIn(_NOTICED)

    def _transientSchedule(self, when: Time, now: Time) -> None:
        """
        Look at what is due no later than C{when}, while this runs.
        """
        self._lookIn(min(max(seconds(when) - seconds(now), 0.0), _LONGEST_WAIT))

    def _lookIn(self, wait: float) -> None:
        look = seconds(self.now()) + wait
        if not self.running or (self._lookAt is not None and self._lookAt <= look):
            return
        self._cancel()
        self._lookAt, self.timer = look, self.callLater(wait, self._look)

    def _cancel(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
        self.timer = self._lookAt = None

    def _look(self) -> None:
        self.timer = self._lookAt = None
        again = _TAKEOVER
        try:
            if self._claim.acquire():
                again = _LONGEST_WAIT
                self.tick()
        except StoreClosed:
            return
        except StoreBusy:
            again = _SOON
        except Exception:
            again = _LONGEST_WAIT
            self._log.failure("the events of {store} can't be run now", store=self.store)
        self._lookIn(again)
