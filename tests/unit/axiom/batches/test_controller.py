"""
The batch service of a site store and of its substores.
"""

from __future__ import annotations

from typing import Any

from twisted.application.service import IService, IServiceCollection
from twisted.internet.defer import Deferred, succeed
from twisted.internet.error import ConnectionLost
from twisted.python.failure import Failure
from zope.interface.verify import verifyObject

from axiom._batches.commands import CallItemMethod, Resume, Suspend, Work
from axiom._columns.memory import memoryOf
from axiom.batch import BatchProcessingControllerService, ProcessUnavailable
from axiom.errors import BatchCallFailed
from axiom.iaxiom import IBatchService
from axiom.store import Store
from axiom.substore import SubStore
from tests.unit.axiom.batching import BatchTestCase, Reader


class Controller:
    """
    Stands for a process that answers when the test says so.

    @ivar asked: what it was asked, each with what answers it.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[Any, dict[str, Any], Deferred[Any]]] = []
        self.isStopped = False

    def getProcess(self) -> Deferred[Any]:
        """
        It is there.
        """
        return succeed(self)

    def callRemote(self, command: Any, **arguments: Any) -> Deferred[Any]:
        """
        Note what it is asked.
        """
        answer: Deferred[Any] = Deferred()
        self.asked.append((command, arguments, answer))
        return answer

    def stopProcess(self) -> Deferred[None]:
        """
        It stops at once.
        """
        self.isStopped = True
        return succeed(None)

    def questions(self) -> list[Any]:
        """
        What it was asked.
        """
        return [(command, arguments) for command, arguments, _ in self.asked]


class ServiceTestCase(BatchTestCase):
    """
    A site store whose batch service runs, and a substore.
    """

    def setUp(self) -> None:
        """
        Make them.
        """
        super().setUp()
        self.site = self.open(self.mktemp())
        self.path = self.site.dbdir.path  # type: ignore[union-attr]
        self.controller: Any = Controller()
        self.service = BatchProcessingControllerService(self.site, lambda store: self.controller)
        memoryOf(self.site)["batch"] = self.service
        self.service.startService()
        item = SubStore.createNew(self.site, ["one"])
        self.subStore = item.open()
        self.addCleanup(item.close)


class WorkTests(ServiceTestCase):
    """
    Having work done.
    """

    def test_asked(self) -> None:
        """
        The process is asked to do the work of the store in which there is some.
        """
        IBatchService(self.site).start()
        IBatchService(self.subStore).start()
        directory: Any = self.subStore.dbdir
        self.assertEqual(
            [(Work, {"storepath": self.path}), (Work, {"storepath": directory.path})],
            self.controller.questions(),
        )

    def test_once(self) -> None:
        """
        While the work of a store is being done nobody asks for it; for what came meanwhile it is asked
        again, once.
        """
        for _ in range(3):
            self.service.start()
        self.assertEqual(1, len(self.controller.asked))
        self.controller.asked[0][2].callback({})
        self.assertEqual(2, len(self.controller.asked))
        self.controller.asked[1][2].callback({})
        self.assertEqual(2, len(self.controller.asked))
        self.service.start()
        self.assertEqual(3, len(self.controller.asked))

    def test_died(self) -> None:
        """
        If the process dies, the next one is asked.
        """
        self.service.start()
        self.controller.asked[0][2].errback(Failure(ConnectionLost()))
        self.assertEqual(2, len(self.controller.asked))

    def test_failed(self) -> None:
        """
        A failure is logged, and the work can be asked for again.
        """
        self.service.start()
        self.controller.asked[0][2].errback(Failure(BatchCallFailed("no disk")))
        self.assertEqual(1, len(self.flushLoggedErrors(BatchCallFailed)))
        self.service.start()
        self.assertEqual(2, len(self.controller.asked))

    def test_stopped(self) -> None:
        """
        When the service stops, so does the process; what is not done is done when it is started again.
        """
        self.service.start()
        self.successResultOf(self.service.stopService())  # type: ignore[arg-type]
        self.assertTrue(self.controller.isStopped)
        self.controller.asked[0][2].errback(Failure(ConnectionLost()))
        self.assertEqual(1, len(self.controller.asked))
        self.service.start()
        self.assertEqual(1, len(self.controller.asked))


class ListenerTests(ServiceTestCase):
    """
    Talking to items in the process.
    """

    def test_call(self) -> None:
        """
        A bound method is called there, and it is known when that is done.
        """
        reader = Reader(store=self.subStore)
        called = IBatchService(self.subStore).call(reader.reset)
        [(command, arguments, answer)] = self.controller.asked
        directory: Any = self.subStore.dbdir
        self.assertEqual(
            (CallItemMethod, {"storepath": directory.path, "storeid": reader.storeID, "method": "reset"}),
            (command, arguments),
        )
        self.assertNoResult(called)
        answer.callback({})
        self.assertIdentical(None, self.successResultOf(called))

    def test_suspend(self) -> None:
        """
        A listener is suspended and resumed, in the site store or in a substore.
        """
        directory: Any = self.subStore.dbdir
        self.service.suspend(3)
        self.service.resume(directory, 4)
        IBatchService(self.subStore).suspend(5)
        IBatchService(self.subStore).resume(6)
        self.assertEqual(
            [
                (Suspend, {"storepath": self.path, "storeid": 3}),
                (Resume, {"storepath": directory.path, "storeid": 4}),
                (Suspend, {"storepath": directory.path, "storeid": 5}),
                (Resume, {"storepath": directory.path, "storeid": 6}),
            ],
            self.controller.questions(),
        )

    def test_unavailable(self) -> None:
        """
        A service that does not run has no process.
        """
        service = BatchProcessingControllerService(self.site)
        self.failureResultOf(service.call(Reader(store=self.site).reset), ProcessUnavailable)
        service.start()
        self.assertIdentical(None, service.stopService())


class AdaptationTests(ServiceTestCase):
    """
    Which batch service a store has.
    """

    def test_site(self) -> None:
        """
        A site store has one, which starts with its service.
        """
        site: Store = self.open(self.mktemp())
        service = IBatchService(site)
        self.assertTrue(verifyObject(IBatchService, service))
        self.assertIdentical(service, IBatchService(site))
        IService(site)
        self.assertIdentical(service, IServiceCollection(site).getServiceNamed("Batch Processing Controller"))

    def test_subStore(self) -> None:
        """
        A substore has that of its site, also by the item that stands for it.
        """
        self.assertTrue(verifyObject(IBatchService, IBatchService(self.subStore)))
        self.assertTrue(IBatchService.providedBy(IBatchService(self.site.findUnique(SubStore))))

    def test_memory(self) -> None:
        """
        A store in memory has none, and neither have its substores.
        """
        self.assertIdentical(None, IBatchService(self.store, None))
        subStore = SubStore.createNew(self.store, ["one"]).open()
        self.assertIdentical(None, IBatchService(subStore, None))
