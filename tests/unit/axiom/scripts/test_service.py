"""
A store as a service.
"""

from __future__ import annotations

from typing import Any

from twisted.application.service import IService, Service
from twisted.internet.defer import Deferred, maybeDeferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from axiom.errors import CannotOpenStore
from axiom.listversions import SystemVersion
from axiom.runtime import Runtime
from axiom.scripts._service import StoreService
from axiom.store import Store


class RecordingService(Service):
    """
    Tells what is done to it, and stops when C{stopped} fires.
    """

    def __init__(self) -> None:
        self.events: list[str] = []
        self.stopped: Deferred[None] = Deferred()

    def privilegedStartService(self) -> None:
        """
        The first of the two starts.
        """
        self.events.append("privileged")

    def startService(self) -> None:
        """
        The second.
        """
        self.events.append("start")

    def stopService(self) -> Deferred[None]:
        """
        The stop.
        """
        self.events.append("stop")
        return self.stopped


class RecordingStore(Store):
    """
    A store in memory that tells when it is closed.
    """

    closed = False

    def close(self, _report: bool = True) -> None:
        """
        Close it.
        """
        super().close(_report)
        self.closed = True


class StoreServiceTests(SynchronousTestCase):
    """
    A L{StoreService} has its store open while it runs.
    """

    def setUp(self) -> None:
        """
        A store with one service in it.
        """
        self.store = RecordingStore(runtime=Runtime(Clock(), maybeDeferred))
        self.addCleanup(self.store.close)
        self.inner = RecordingService()
        self.inner.setServiceParent(IService(self.store))
        self.service = StoreService(lambda: self.store)

    def started(self) -> StoreService:
        """
        A running one.
        """
        self.service.privilegedStartService()
        self.service.startService()
        return self.service

    def test_interface(self) -> None:
        """
        It is a service.
        """
        self.assertTrue(verifyObject(IService, self.service))

    def test_notOpenedBefore(self) -> None:
        """
        Nothing is opened before the start.
        """

        def openStore() -> Any:
            raise CannotOpenStore("no")

        service = StoreService(openStore)
        self.assertRaises(CannotOpenStore, service.privilegedStartService)

    def test_start(self) -> None:
        """
        The services in the store are started in both steps, and the versions are on record.
        """
        self.started()
        self.assertEqual(["privileged", "start"], self.inner.events)
        self.assertEqual(1, self.store.count(SystemVersion))

    def test_stop(self) -> None:
        """
        The store is closed once the services in it have stopped, not before.
        """
        stopping = self.started().stopService()
        self.assertNoResult(stopping)
        self.assertFalse(self.store.closed)
        self.inner.stopped.callback(None)
        self.successResultOf(stopping)
        self.assertTrue(self.store.closed)

    def test_failedStop(self) -> None:
        """
        The store is closed even if a service fails to stop.
        """
        stopping = self.started().stopService()
        self.inner.stopped.errback(ValueError("no"))
        self.failureResultOf(self.inner.stopped, ValueError)
        self.successResultOf(stopping)
        self.assertTrue(self.store.closed)
