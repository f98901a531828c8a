"""
Stepping over the batch processors of one store, for the listeners of one style.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from twisted.internet.defer import maybeDeferred
from twisted.internet.task import deferLater
from twisted.logger import Logger

from axiom._batches.reliablelisteners import _ProcessingFailure
from axiom._engine.claims import Claim
from axiom.errors import StoreBusy
from axiom.iaxiom import LOCAL, IBatchProcessor, IScheduler

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["BatchProcessingService"]

_SHORTEST_PAUSE = 0.001
_PAUSE_WHEN_BUSY = 0.5


class BatchProcessingService:
    """
    Does the work of one store's batch processors in this process.

    @ivar style: of the listeners that are served, L{LOCAL} or L{REMOTE}.
    @ivar suspended: the storeIDs of those that are shown nothing.
    """

    _log = Logger()

    def __init__(self, store: Store, style: int = LOCAL, suspended: set[int] | None = None) -> None:
        self.store, self.style = store, style
        self.suspended: set[int] = set() if suspended is None else suspended

    def step(self) -> Iterator[bool]:
        """
        Without an end: with each iteration one processor does a step of its work.

        @return: whether that one has more.
        """
        while True:
            processors = self._processors()
            yield from map(self._step, processors)
            if not processors:
                yield False

    async def workOff(self) -> None:
        """
        Do all the work that there is, with pauses in which others can write; once nobody else is at it, if
        another batch process serves the same store.
        """
        claim = Claim.of(self.store.dbdir, "batch")
        while not claim.acquire():
            await deferLater(self.store.runtime.clock, _PAUSE_WHEN_BUSY)
        try:
            await self._workOff()
        finally:
            claim.release()

    async def _workOff(self) -> None:
        clock = self.store.runtime.clock
        more = True
        while more:
            more = False
            for processor in self._processors():
                began = clock.seconds()
                try:
                    more = self._step(processor) or more
                    pause = max(clock.seconds() - began, _SHORTEST_PAUSE)
                except StoreBusy:
                    more, pause = True, _PAUSE_WHEN_BUSY
                await deferLater(clock, pause)

    def _processors(self) -> list[Any]:
        return list(self.store.powerupsFor(IBatchProcessor))

    def _step(self, processor: Any) -> bool:
        try:
            more: bool = self.store.transact(processor.step, self.style, self.suspended)
            return more
        except StoreBusy:
            raise
        except _ProcessingFailure as error:
            self._log.failure("{error}", failure=error.failure, error=error)
            self.store.transact(error.mark, IScheduler(self.store).now())
            return True
        except Exception:
            self._log.failure("{processor} failed", processor=processor)
            return False

    async def suspend(self, storeID: int) -> None:
        """
        Show the listener with this storeID nothing, and tell it.
        """
        listener = self.store.getItemByID(storeID)
        self.suspended.add(storeID)
        await maybeDeferred(listener.suspend)

    async def resume(self, storeID: int) -> None:
        """
        Undo L{suspend}, and tell the listener.
        """
        listener = self.store.getItemByID(storeID)
        self.suspended.discard(storeID)
        await maybeDeferred(listener.resume)

    async def call(self, storeID: int, methodName: str) -> None:
        """
        Call a method of an item.
        """
        await maybeDeferred(getattr(self.store.getItemByID(storeID), methodName))
