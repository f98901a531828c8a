"""
Tests for a site while it is served.
"""

from __future__ import annotations

from twisted.application.service import IService, IServiceCollection, Service
from twisted.internet.defer import maybeDeferred
from twisted.internet.error import CannotListenError
from twisted.internet.testing import MemoryReactorClock
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import implementer

from axiom.attributes import inmemory, integer
from axiom.iaxiom import IPowerupIndirector
from axiom.item import Item
from axiom.substore import SubStore
from mantissa_like.agenda import openAgenda
from mantissa_like.catalog import findOffering, installOffering
from mantissa_like.config import BadConfiguration
from mantissa_like.site import IServer, Port, RunningSite, SiteService, _running, createPort
from mantissa_like.site.errors import PortInUse
from mantissa_like.stores import IStorePool
from tests.unit.mantissa_like.site.sites import makeSite


@implementer(IPowerupIndirector)
class Clockwork(Item):
    """
    A powerup that stands for a service.
    """

    typeName = "testing_clockwork"
    powerupInterfaces = (IService,)

    size = integer()
    service = inmemory()

    def activate(self) -> None:
        """
        Make the service.
        """
        self.service = Service()

    def indirect(self, interface: object) -> Service:
        """
        The service.
        """
        service: Service = self.service
        return service


class RunningSiteTests(SynchronousTestCase):
    """
    Tests for L{RunningSite}.
    """

    def setUp(self) -> None:
        self.path = self.mktemp()
        self.store = makeSite(self.path, "[limits]\nopen-stores = 7\n")
        openAgenda(self.store)
        self.addCleanup(self.store.close)
        self.server = IServer(self.store)
        self.reactor = MemoryReactorClock()
        # The service of the store is with this reactor.
        item = self.store.findUnique(SiteService)
        self.site = item.running = RunningSite(self.store, self.reactor, item)

    def start(self) -> None:
        """
        Start the services of the store, until the end of the test.
        """
        services = IService(self.store)
        services.privilegedStartService()
        services.startService()
        self.addCleanup(self.stop)

    def stop(self) -> None:
        """
        Stop them.
        """
        if self.site.running:
            self.successResultOf(maybeDeferred(IService(self.store).stopService))

    def ports(self) -> list[int]:
        """
        The TCP ports that were ever listened on, in order.
        """
        return [port for port, *_ in self.reactor.tcpServers]

    def test_listens(self) -> None:
        """
        It listens when privileges are still there.
        """
        createPort(self.store, "tcp:80", self.server)
        self.site.privilegedStartService()
        self.assertEqual([80], self.ports())

    def test_oneFactory(self) -> None:
        """
        All ports of a server have the same factory.
        """
        createPort(self.store, "tcp:80", self.server)
        createPort(self.store, "tcp:8080", self.server)
        self.site.privilegedStartService()
        factories = {factory for _, factory, *_ in self.reactor.tcpServers}
        self.assertEqual((2, 1), (len(self.reactor.tcpServers), len(factories)))

    def test_portInUse(self) -> None:
        """
        It does not start where it can't listen.
        """

        def occupied(*args: object, **kwargs: object) -> None:
            raise CannotListenError("", 80, OSError(98, "Address already in use"))

        self.patch(self.reactor, "listenTCP", occupied)
        createPort(self.store, "tcp:80", self.server)
        self.assertRaises(PortInUse, self.site.privilegedStartService)

    def test_badConfiguration(self) -> None:
        """
        It does not start with a configuration that it can't use.
        """
        with open(f"{self.path}/site.toml", "a") as file:
            file.write("opne-stores = 8\n")
        self.assertRaises(BadConfiguration, self.site.privilegedStartService)

    def test_newPort(self) -> None:
        """
        A port that is added while it runs listens soon.
        """
        self.start()
        createPort(self.store, "tcp:8080", self.server)
        self.assertEqual([], self.ports())
        self.reactor.advance(0.2)
        self.assertEqual([8080], self.ports())

    def test_idle(self) -> None:
        """
        While nobody writes, looking at the store's revision is all it does.
        """
        self.start()
        self.patch(self.site, "_reconcile", lambda: self.fail("nothing has changed"))
        self.reactor.pump([0.2] * 5)

    def test_newService(self) -> None:
        """
        A service that is added while it runs starts soon, and stops soon after it is taken away.
        """
        self.start()
        clockwork = Clockwork(store=self.store)
        self.store.powerUp(clockwork)
        self.reactor.advance(0.2)
        self.assertTrue(clockwork.service.running)
        self.store.powerDown(clockwork)
        self.reactor.advance(0.2)
        self.assertFalse(clockwork.service.running)
        self.assertNotIn(clockwork.service, list(IServiceCollection(self.store)))

    def test_trouble(self) -> None:
        """
        Trouble with the store is logged once, however long it lasts, and what changed meanwhile takes effect.
        """
        self.start()
        reconcile = self.site._reconcile

        def broken() -> None:
            raise ZeroDivisionError

        self.site._reconcile = broken  # type: ignore[method-assign]
        createPort(self.store, "tcp:8080", self.server)
        self.reactor.pump([0.2] * 5)
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))
        self.site._reconcile = reconcile  # type: ignore[method-assign]
        self.reactor.advance(0.2)
        self.assertEqual([8080], self.ports())

    def test_pool(self) -> None:
        """
        While it runs, the site store has a pool with the configured limit; it is closed in the end.
        """
        self.start()
        pool = IStorePool(self.store)
        self.assertIs(self.site.pool, pool)
        with pool.lease(self.store.findFirst(SubStore)):
            self.assertEqual("<StorePool 1 open, 1 leased, limit 7>", repr(pool))
        self.stop()
        self.assertEqual("<StorePool 0 open, 0 leased, limit 7>", repr(pool))

    def test_patience(self) -> None:
        """
        No store keeps the site waiting for long while another process writes to it.
        """
        before = self.store.patience
        self.start()
        self.assertLess(self.store.patience, before)
        with IStorePool(self.store).lease(self.store.findFirst(SubStore)) as store:
            self.assertEqual(self.store.patience, store.patience)

    def test_installedMeanwhile(self) -> None:
        """
        What came with an offering that a command installs is imported.
        """
        self.start()
        sought: list[None] = []
        self.patch(_running, "findOfferings", lambda: sought.append(None))
        createPort(self.store, "tcp:8081", self.server)
        self.reactor.advance(1)
        self.assertEqual([], sought)
        installOffering(self.store, findOffering("timeline"))
        self.reactor.advance(1)
        createPort(self.store, "tcp:8082", self.server)
        self.reactor.advance(1)
        self.assertEqual([None], sought)

    def test_stopped(self) -> None:
        """
        Once it is stopped it does not look any more.
        """
        self.start()
        self.stop()
        createPort(self.store, "tcp:8080", self.server)
        self.reactor.advance(1)
        self.assertEqual(([], []), (self.ports(), self.reactor.getDelayedCalls()))
        self.assertEqual(1, self.store.query(Port).count())
