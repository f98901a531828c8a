"""
The service of a store: all its L{IService} powerups as one, and what is done little by little while they
run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from twisted.application.service import IService, MultiService, Service
from twisted.internet.defer import Deferred
from twisted.internet.task import Cooperator

from axiom._columns.memory import memoryOf
from axiom.iaxiom import IBatchService, IScheduler
from axiom.runtime import Runtime

__all__ = ["SchedulingService", "StoreService", "storeServiceSpecialCase"]

_PAUSE = 0.005


class SchedulingService(Service):
    """
    Works through iterators while it runs, one step of one of them at a time, with a pause after each in which
    the reactor does other things.
    """

    def __init__(self, runtime: Runtime | None = None) -> None:
        """
        @param runtime: has the clock; None for the reactor's.
        """
        self._runtime = runtime or Runtime()
        self._cooperator = Cooperator(
            terminationPredicateFactory=lambda: lambda: True,
            scheduler=lambda step: self._runtime.clock.callLater(_PAUSE, step),
            started=False,
        )
        self._stops = 0

    def addIterator(self, iterator: Iterator[Deferred[Any] | None]) -> Deferred[Any]:
        """
        Work through C{iterator}; a Deferred that it gives is waited for.

        @return: fires with it when it is at its end; with C{SchedulerStopped} if the service stops before.
        """
        return self._cooperator.coiterate(self._steps(iterator))

    def _steps(self, iterator: Iterator[Deferred[Any] | None]) -> Iterator[Deferred[Any] | None]:
        stops = self._stops
        yield from iterator
        if self._stops != stops:
            # Its last step stopped the service, which has let go of it: of its end nobody may hear.
            yield None

    def startService(self) -> None:
        """
        Begin, or go on.
        """
        super().startService()
        self._cooperator.start()

    def stopService(self) -> None:
        """
        Let go of what is not at its end.
        """
        super().stopService()
        self._stops += 1
        self._cooperator.stop()


class StoreService(MultiService):
    """
    Starts and stops with it every service powerup of the store.
    """


def storeServiceSpecialCase(st: Any, pups: Sequence[Any]) -> IService:
    """
    The service of the store C{st}, the same for as long as the store is open.
    """
    service: StoreService | None = st._memory.get("service")
    if service is None:
        service = memoryOf(st)["service"] = StoreService()
        # Not C{pups}: those are of whichever interface was asked for first.
        for powerup in st.powerupsFor(IService):
            powerup.setServiceParent(service)
        if st.parent is None:
            st.background.setServiceParent(service)
            for own in (IBatchService(st, None), IScheduler(st)):
                # An application's scheduler may be no service.
                if hasattr(own, "setServiceParent"):
                    own.setServiceParent(service)
    return service
