"""
The batch service of a site store: has the work of listeners in the batch process done, for all its stores.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from twisted.application.service import Service
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionLost
from twisted.logger import Logger
from twisted.protocols.amp import Command
from twisted.python.filepath import FilePath
from zope.interface import implementer

from axiom._batches.commands import CallItemMethod, Resume, Suspend, Work
from axiom._batches.process import ProcessController, batchProcessOf
from axiom.errors import BatchCallFailed, ProcessUnavailable
from axiom.iaxiom import IBatchService

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["BatchProcessingControllerService", "SubStoreBatchChannel"]


def _makeController(store: Store) -> ProcessController:
    directory: Any = store.dbdir
    return ProcessController(batchProcessOf(directory.path), store.runtime.clock)


@implementer(IBatchService)
class BatchProcessingControllerService(Service):
    """
    Controls the batch process of one site store.

    @ivar batchController: has the process; None until this runs.
    """

    _log = Logger()
    name = "Batch Processing Controller"

    def __init__(
        self, store: Store, makeController: Callable[[Store], ProcessController] = _makeController
    ) -> None:
        self.store, self._makeController = store, makeController
        self.batchController: ProcessController | None = None
        # The stores whose work is being done; whether there was more meanwhile.
        self._asked: dict[str, bool] = {}

    def startService(self) -> None:
        """
        Start the batch process from now on, when there is something for it to do.
        """
        super().startService()
        self.batchController = self._makeController(self.store)

    def stopService(self) -> Deferred[None] | None:
        """
        @return: fires when the batch process has ended.
        """
        super().stopService()
        return None if self.batchController is None else self.batchController.stopProcess()

    def start(self) -> None:
        """
        See L{IBatchService}. Nothing, unless this runs.
        """
        self.startFor(self.store)

    def startFor(self, store: Store) -> None:
        """
        Have the work of C{store} done, which is this one or a substore.
        """
        directory: Any = store.dbdir
        if directory.path in self._asked:
            self._asked[directory.path] = True
        elif self.running:
            Deferred.fromCoroutine(self._work(directory.path))

    async def _work(self, path: str) -> None:
        try:
            self._asked[path] = True
            while self._asked[path]:
                self._asked[path] = False
                try:
                    await self._ask(Work, storepath=path)
                except ConnectionLost:
                    # The process died; what is left is for the next one.
                    self._asked[path] = True
        except ProcessUnavailable:
            # Whoever starts the service again finds the work where it was.
            pass
        except BatchCallFailed:
            self._log.failure("the batch process can't do the work of {path}", path=path)
        finally:
            del self._asked[path]

    def call(self, itemMethod: Any) -> Deferred[None]:
        """
        Call a bound method of an item in the batch process.

        @return: fires when that is done; fails with L{BatchCallFailed}.
        """
        item = itemMethod.__self__
        return self._tell(
            CallItemMethod, storepath=item.store.dbdir.path, storeid=item.storeID, method=itemMethod.__name__
        )

    def suspend(self, *listener: Any) -> Deferred[None]:
        """
        See L{IBatchService}.

        @param listener: its storeID; before that the directory of its store, if that is not this one.
        """
        return self._tell(Suspend, **self._place(listener))

    def resume(self, *listener: Any) -> Deferred[None]:
        """
        See L{IBatchService}; the parameters are those of L{suspend}.
        """
        return self._tell(Resume, **self._place(listener))

    def _place(self, listener: Sequence[Any]) -> dict[str, Any]:
        *directory, storeID = listener
        path: Any = directory[0] if directory else self.store.dbdir
        return {"storepath": path.path if isinstance(path, FilePath) else path, "storeid": storeID}

    def _tell(self, command: type[Command], **arguments: Any) -> Deferred[None]:
        return Deferred.fromCoroutine(self._ask(command, **arguments))

    async def _ask(self, command: type[Command], **arguments: Any) -> None:
        if self.batchController is None or not self.running:
            raise ProcessUnavailable(f"the batch service of {self.store} does not run")
        process = await self.batchController.getProcess()
        await process.callRemote(command, **arguments)


@implementer(IBatchService)
class SubStoreBatchChannel:
    """
    The batch service of a substore, which is that of its site.
    """

    def __init__(self, store: Store, service: BatchProcessingControllerService) -> None:
        self._store, self._service = store, service

    def start(self) -> None:
        """
        See L{IBatchService}.
        """
        self._service.startFor(self._store)

    def call(self, itemMethod: Any) -> Deferred[None]:
        """
        See L{IBatchService}.
        """
        return self._service.call(itemMethod)

    def suspend(self, storeID: int) -> Deferred[None]:
        """
        See L{IBatchService}.
        """
        return self._service.suspend(self._store.dbdir, storeID)

    def resume(self, storeID: int) -> Deferred[None]:
        """
        See L{IBatchService}.
        """
        return self._service.resume(self._store.dbdir, storeID)
