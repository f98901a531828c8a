"""
Tests for L{axiom.supervision._borrowing}.
"""

from __future__ import annotations

import os
import socket
from typing import Any

import msgspec
from twisted.internet.error import CannotListenError, ConnectionDone
from twisted.internet.interfaces import IReactorTime
from twisted.internet.protocol import Protocol, ServerFactory
from twisted.internet.ssl import CertificateOptions
from twisted.internet.task import Clock
from twisted.protocols.tls import TLSMemoryBIOFactory
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase

from axiom.supervision import BorrowingReactor, Supervision
from axiom.supervision._borrowing import NUMBER, SUPERVISOR
from axiom.supervision._messages import Borrow, GiveBack, Lent, Ready, Refused, TCPPlace, UNIXPlace, asLine

WEB = TCPPlace(80, 50, "127.0.0.1")


class WatchingReactor(Clock):
    """
    A clock that is told what to watch, and can be stopped.

    @ivar readers: what is watched.
    """

    def __init__(self) -> None:
        super().__init__()
        self.readers: set[Any] = set()
        self.isStopped = False

    def addReader(self, reader: object) -> None:
        self.readers.add(reader)

    def removeReader(self, reader: object) -> None:
        self.readers.discard(reader)

    def removeWriter(self, writer: object) -> None:
        pass

    def stop(self) -> None:
        self.isStopped = True


class SupervisedTestCase(SynchronousTestCase):
    """
    A worker, and the other end of the socket between it and its supervisor.
    """

    def setUp(self) -> None:
        self.supervisor, workers = socket.socketpair()
        self.addCleanup(self.supervisor.close)
        # The descriptor belongs to the worker's process from here on.
        self.environment = {SUPERVISOR: str(workers.detach()), NUMBER: "3", "HOME": "/"}
        supervision = Supervision.ofProcess(self.environment)
        assert supervision is not None
        self.supervision = supervision
        self.addCleanup(supervision._socket.close)

    def lend(self, lent: socket.socket) -> None:
        """
        Answer what is asked next.
        """
        socket.send_fds(self.supervisor, [asLine(Lent())], [lent.fileno()])

    def told(self) -> list[Any]:
        """
        What the worker has told.
        """
        kinds = Borrow | GiveBack | Ready
        return [msgspec.json.decode(line, type=kinds) for line in self.supervisor.recv(4096).splitlines()]


class SupervisionTests(SupervisedTestCase):
    """
    Tests for L{Supervision}.
    """

    def test_ofProcess(self) -> None:
        """
        A worker knows its number, and its children are no workers; who was not started as one is none.
        """
        self.assertEqual((3, {"HOME": "/"}), (self.supervision.number, self.environment))
        self.assertIsNone(Supervision.ofProcess(self.environment))
        self.assertFalse(os.get_inheritable(self.supervision.fileno()))

    def test_ready(self) -> None:
        """
        The supervisor hears that the worker serves.
        """
        self.supervision.ready()
        self.assertEqual([Ready()], self.told())

    def test_borrowed(self) -> None:
        """
        What is borrowed is the socket of the supervisor, in a descriptor of the worker's own.
        """
        lent, other = socket.socketpair()
        self.addCleanup(other.close)
        self.lend(lent)
        with self.supervision.borrow(WEB) as borrowed:
            lent.close()
            borrowed.sendall(b"x")
        self.assertEqual(b"x", other.recv(2))
        self.assertEqual([Borrow(WEB)], self.told())

    def test_refused(self) -> None:
        """
        Where nothing can listen, the error says where and why.
        """
        self.supervisor.sendall(asLine(Refused(98, "Address already in use")))
        error = self.assertRaises(CannotListenError, self.supervision.borrow, WEB)
        self.assertEqual(("127.0.0.1", 80, 98), (error.interface, error.port, error.socketError.errno))
        self.supervisor.sendall(asLine(Refused(0, "no such directory")))
        local = UNIXPlace("/nowhere/site.sock", 50, 0o660, False)
        self.assertEqual(
            "/nowhere/site.sock", self.assertRaises(CannotListenError, self.supervision.borrow, local).port
        )

    def test_alone(self) -> None:
        """
        Without a supervisor nothing can be borrowed, and giving back is no error; the process ends.
        """
        reactor = WatchingReactor()
        self.supervision.endWithSupervisor(reactor)
        self.supervisor.close()
        self.assertRaises(CannotListenError, self.supervision.borrow, WEB)
        self.supervision.giveBack(WEB)
        [reader] = reactor.readers
        self.assertIs(self.supervision, reader)
        self.supervision.doRead()
        self.assertEqual((True, set()), (reactor.isStopped, reactor.readers))


class BorrowingReactorTests(SupervisedTestCase):
    """
    Tests for L{BorrowingReactor}.
    """

    def setUp(self) -> None:
        super().setUp()
        self.reactor = WatchingReactor()
        self.borrowing = BorrowingReactor(self.reactor, self.supervision)
        self.factory = ServerFactory()
        self.factory.noisy = False

    def test_otherwiseTheSame(self) -> None:
        """
        It does and provides what the reactor does.
        """
        self.reactor.advance(5)
        self.assertEqual(5, self.borrowing.seconds())
        self.assertTrue(IReactorTime.providedBy(self.borrowing))

    def lentTCP(self) -> socket.socket:
        """
        A socket that listens, and is lent next.
        """
        lent = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(lent.close)
        self.lend(lent)
        return lent

    def test_tcp(self) -> None:
        """
        A port listens with the socket that is lent, and is given back when it stops.
        """
        lent = self.lentTCP()
        port: Any = self.borrowing.listenTCP(80, self.factory, interface="127.0.0.1")
        self.assertEqual(lent.getsockname()[1], port.getHost().port)
        self.assertEqual(([Borrow(WEB)], 1), (self.told(), len(self.reactor.readers)))
        stopped = port.stopListening()
        self.reactor.advance(0)
        self.successResultOf(stopped)
        self.assertEqual(([GiveBack(WEB)], set()), (self.told(), self.reactor.readers))
        with socket.create_connection(lent.getsockname()):
            lent.accept()[0].close()

    def test_oneAtATime(self) -> None:
        """
        Of several connections that wait, a port takes one, and leaves the others to other processes.
        """
        lent = self.lentTCP()
        self.factory.protocol = Protocol
        self.borrowing.listenTCP(80, self.factory, interface="127.0.0.1")
        clients = [socket.create_connection(lent.getsockname()) for _ in range(3)]
        for client in clients:
            self.addCleanup(client.close)
        [port] = self.reactor.readers
        self.addCleanup(port.connectionLost, Failure(ConnectionDone()))
        port.doRead()
        taken = self.reactor.readers - {port}
        for connection in taken:
            self.addCleanup(connection.connectionLost, Failure(ConnectionDone()))
        self.assertEqual(1, len(taken))
        port.doRead()
        self.assertEqual(2, len(self.reactor.readers - {port}))
        for connection in self.reactor.readers - {port} - taken:
            self.addCleanup(connection.connectionLost, Failure(ConnectionDone()))

    def test_ssl(self) -> None:
        """
        A port with encryption has the same socket; what is encrypted is what goes through it.
        """
        self.lentTCP()
        self.borrowing.listenSSL(80, self.factory, CertificateOptions(), interface="127.0.0.1")
        [port] = self.reactor.readers
        self.addCleanup(port.connectionLost, Failure(ConnectionDone()))
        self.assertIsInstance(port.factory, TLSMemoryBIOFactory)
        self.assertIs(self.factory, port.factory.wrappedFactory)
        self.assertEqual([Borrow(WEB)], self.told())

    def test_unix(self) -> None:
        """
        A socket in the file system is accepted from until the port stops; others who have it still accept.
        """
        path = f"{os.getpid()}.sock"
        self.addCleanup(os.unlink, path)
        lent, client = (socket.socket(socket.AF_UNIX) for _ in range(2))
        for each in (lent, client):
            self.addCleanup(each.close)
        lent.bind(path)
        lent.listen()
        self.lend(lent)
        port: Any = self.borrowing.listenUNIX(path, self.factory, mode=0o660)
        place = UNIXPlace(path, 50, 0o660, False)
        self.assertEqual(([Borrow(place)], 1), (self.told(), len(self.reactor.readers)))
        stopped = port.stopListening()
        self.reactor.advance(0)
        self.successResultOf(stopped)
        self.assertEqual(([GiveBack(place)], set()), (self.told(), self.reactor.readers))
        client.connect(path)
        lent.accept()[0].close()
