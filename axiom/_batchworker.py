"""
The batch process: the program that a site store's L{BatchProcessingControllerService} starts.

It talks with its parent by AMP over its standard input and output, and ends with it. It opens a substore
while there is something to do in it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.protocol import connectionDone
from twisted.internet.stdio import StandardIO
from twisted.logger import FileLogObserver, LogEvent, Logger, eventAsText, globalLogBeginner
from twisted.python.failure import Failure
from twisted.python.filepath import FilePath

from axiom._batches.commands import CallItemMethod, Pipe, Ready, Resume, Suspend, Work
from axiom._batches.stepping import BatchProcessingService
from axiom.errors import BatchCallFailed
from axiom.iaxiom import REMOTE
from axiom.runtime import Runtime, installedReactor
from axiom.store import Store
from axiom.substore import SubStore

__all__ = ["BatchProcessingProtocol", "main"]

Job = Callable[[BatchProcessingService], Awaitable[None]]


class BatchProcessingProtocol(Pipe):
    """
    The batch process's end of the connection.

    @ivar siteStore: the site store.
    """

    _log = Logger()

    def __init__(self, siteStore: Store, ended: Callable[[], object]) -> None:
        """
        @param ended: called when the parent has gone.
        """
        super().__init__()
        self.siteStore, self._ended = siteStore, ended
        self._suspended: dict[str, set[int]] = {}

    def makeConnection(self, transport: Any) -> None:
        """
        Tell the parent that this has begun.
        """
        super().makeConnection(transport)
        self.callRemote(Ready)

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        """
        End with the parent.
        """
        super().connectionLost(reason)
        self._ended()

    @Work.responder
    def work(self, storepath: str) -> Deferred[dict[str, Any]]:
        """
        See L{Work}.
        """
        return self._do(storepath, BatchProcessingService.workOff)

    @CallItemMethod.responder
    def callItemMethod(self, storepath: str, storeid: int, method: str) -> Deferred[dict[str, Any]]:
        """
        See L{CallItemMethod}.
        """
        return self._do(storepath, lambda service: service.call(storeid, method))

    @Suspend.responder
    def suspend(self, storepath: str, storeid: int) -> Deferred[dict[str, Any]]:
        """
        See L{Suspend}.
        """
        return self._do(storepath, lambda service: service.suspend(storeid))

    @Resume.responder
    def resume(self, storepath: str, storeid: int) -> Deferred[dict[str, Any]]:
        """
        See L{Resume}.
        """
        return self._do(storepath, lambda service: service.resume(storeid))

    def _do(self, storepath: str, job: Job) -> Deferred[dict[str, Any]]:
        return Deferred.fromCoroutine(self._doing(storepath, job))

    async def _doing(self, storepath: str, job: Job) -> dict[str, Any]:
        try:
            with self._opened(storepath) as store:
                suspended = self._suspended.setdefault(storepath, set())
                await job(BatchProcessingService(store, REMOTE, suspended))
        except Exception as error:
            self._log.failure("failed in {path}", path=storepath)
            raise BatchCallFailed(str(error)) from error
        return {}

    @contextmanager
    def _opened(self, storepath: str) -> Iterator[Store]:
        """
        A context with a store of the site, the uppermost or a substore.
        """
        place = FilePath(storepath)
        if place == self.siteStore.dbdir:
            yield self.siteStore
            return
        with self.siteStore.findUnique(SubStore, SubStore.storepath == place).opened() as store:
            yield store


def main(directory: str) -> None:
    """
    Be the batch process of the site store in C{directory}.
    """
    # What applications print must not get into the connection.
    output = os.dup(1)
    os.dup2(2, 1)
    globalLogBeginner.beginLoggingTo(
        [FileLogObserver(sys.stderr, _asLine)], redirectStandardIO=False, discardBuffer=True
    )
    reactor = installedReactor()
    store = Store(directory, runtime=Runtime(reactor))
    protocol = BatchProcessingProtocol(store, partial(_stop, reactor))
    StandardIO(protocol, stdin=0, stdout=output, reactor=reactor)  # type: ignore[call-arg]
    reactor.run()
    store.close()


def _asLine(event: LogEvent) -> str:
    return f"{eventAsText(event, includeTimestamp=False, includeSystem=False)}\n"


def _stop(reactor: Any) -> None:
    if reactor.running:
        reactor.stop()


if __name__ == "__main__":
    main(sys.argv[1])
