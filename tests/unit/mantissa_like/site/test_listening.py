"""
Tests for listening on what the ports of a site store say.
"""

from __future__ import annotations

from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.error import CannotListenError
from twisted.internet.protocol import Factory
from twisted.internet.testing import MemoryReactor
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.errors import MantissaError
from mantissa_like.site import Port, WebServer, createPort
from mantissa_like.site._listening import Listening
from mantissa_like.site.errors import BadEndpoint, PortInUse


class OccupiedReactor(MemoryReactor):
    """
    A reactor on which TCP ports below 1024 are in use.
    """

    def listenTCP(self, port: int, *args: Any, **kwargs: Any) -> Any:
        """
        Listen, or not.
        """
        if port < 1024:
            raise CannotListenError("", port, OSError(98, "Address already in use"))
        return super().listenTCP(port, *args, **kwargs)


class ListeningTests(SynchronousTestCase):
    """
    Tests for L{Listening}.
    """

    def setUp(self) -> None:
        self.store = Store()
        self.addCleanup(self.store.close)
        self.server = WebServer(store=self.store)
        self.reactor = OccupiedReactor()
        self.factory = Factory()
        self.listening = Listening(self.store, self.reactor, lambda server: self.factory)

    def ports(self) -> list[int]:
        """
        The TCP ports that were ever listened on, in order.
        """
        return [port for port, *_ in self.reactor.tcpServers]

    def test_listens(self) -> None:
        """
        Each port listens, with the factory of its server.
        """
        createPort(self.store, "tcp:8080:interface=127.0.0.1", self.server)
        createPort(self.store, "unix:/run/site", self.server)
        self.listening.reconcile()
        self.assertEqual([(8080, self.factory, 50, "127.0.0.1")], self.reactor.tcpServers)
        self.assertEqual("/run/site", self.reactor.unixServers[0][0])

    def test_once(self) -> None:
        """
        A port that listens is left alone.
        """
        createPort(self.store, "tcp:8080", self.server)
        self.listening.reconcile()
        self.listening.reconcile()
        self.assertEqual([8080], self.ports())

    def test_newPort(self) -> None:
        """
        A port that is added later listens from then on.
        """
        self.listening.reconcile()
        createPort(self.store, "tcp:8080", self.server)
        self.listening.reconcile()
        self.assertEqual([8080], self.ports())

    def test_changedPort(self) -> None:
        """
        A port whose endpoint changes moves.
        """
        port = createPort(self.store, "tcp:8080", self.server)
        self.listening.reconcile()
        port.description = "tcp:8081"
        self.listening.reconcile()
        self.assertEqual([8080, 8081], self.ports())

    def test_inUse(self) -> None:
        """
        A port in use is an error that names it; the others listen, and it is not tried again and again.
        """
        port = createPort(self.store, "tcp:80", self.server)
        createPort(self.store, "tcp:8080", self.server)
        for _ in range(2):
            self.listening.reconcile()
        (key,) = self.listening.failures
        error = self.listening.failures[key]
        self.assertEqual((port.storeID, "tcp:80"), key)
        self.assertIsInstance(error, PortInUse)
        self.assertEqual("can't listen on tcp:80: Address already in use", str(error))
        self.assertEqual([8080], self.ports())

    def test_failureForgotten(self) -> None:
        """
        When a port that failed is deleted, its failure is, too.
        """
        port = createPort(self.store, "tcp:80", self.server)
        self.listening.reconcile()
        port.deleteFromStore()
        self.listening.reconcile()
        self.assertEqual({}, self.listening.failures)

    def test_badEndpoint(self) -> None:
        """
        An item whose endpoint is none is an error.
        """
        Port(store=self.store, description="nonsense:1", server=self.server)
        self.listening.reconcile()
        (error,) = self.listening.failures.values()
        self.assertIsInstance(error, BadEndpoint)

    def test_bug(self) -> None:
        """
        A server that can't make its factory is logged with a traceback, and the others listen.
        """

        def broken(server: object) -> Factory:
            raise ZeroDivisionError

        createPort(self.store, "tcp:8080", self.server)
        listening = Listening(self.store, self.reactor, broken)
        listening.reconcile()
        (error,) = listening.failures.values()
        self.assertNotIsInstance(error, MantissaError)
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))

    def test_close(self) -> None:
        """
        Closing waits until no port listens.
        """
        createPort(self.store, "tcp:8080", self.server)
        createPort(self.store, "tcp:80", self.server)
        self.listening.reconcile()
        self.assertIsNone(self.successResultOf(Deferred.fromCoroutine(self.listening.close())))
        self.listening.reconcile()
        self.assertEqual([8080, 8080], self.ports())
