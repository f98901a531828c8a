"""
A worker's side of its supervision: the sockets that it borrows, and the news that it serves.
"""

from __future__ import annotations

import os
import socket
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any

import msgspec
from twisted.internet import tcp, unix
from twisted.internet.error import CannotListenError
from twisted.internet.interfaces import IListeningPort, IProtocolFactory, IReadDescriptor
from twisted.protocols.tls import TLSMemoryBIOFactory
from twisted.python.components import proxyForInterface
from twisted.python.failure import Failure
from zope.interface import directlyProvides, implementer, providedBy

from axiom.supervision._messages import (
    Borrow,
    GiveBack,
    Lent,
    Place,
    Ready,
    Refused,
    TCPPlace,
    UNIXPlace,
    asLine,
)

__all__ = ["NUMBER", "SUPERVISOR", "BorrowingReactor", "Supervision"]

SUPERVISOR = "AXIOM_SUPERVISOR_DESCRIPTOR"
NUMBER = "AXIOM_WORKER_NUMBER"

_PATIENCE = 10.0
_LONGEST_ANSWER = 4096


@implementer(IReadDescriptor)
class Supervision:
    """
    The socket between this process, a worker, and its supervisor.

    @ivar number: of this worker among the others, from 1.
    """

    def __init__(self, descriptor: int, number: int) -> None:
        self.number = number
        self._socket = socket.socket(fileno=descriptor)
        # The supervisor does little else than answer, and until it has, there is nothing to serve.
        self._socket.settimeout(_PATIENCE)
        os.set_inheritable(descriptor, False)

    @classmethod
    def ofProcess(cls, environment: MutableMapping[str, str]) -> Supervision | None:
        """
        What the supervisor that started this process told it; None if none did.

        @param environment: of this process; what is told is taken out, for its children are no workers.
        """
        if SUPERVISOR not in environment:
            return None
        return cls(int(environment.pop(SUPERVISOR)), int(environment.pop(NUMBER)))

    def ready(self) -> None:
        """
        Tell that this worker serves.
        """
        self._socket.sendall(asLine(Ready()))

    def borrow(self, place: Place) -> socket.socket:
        """
        The socket that listens at a place; the caller closes it.

        @raise CannotListenError: there can be none.
        """
        try:
            self._socket.sendall(asLine(Borrow(place)))
            answer, descriptors = self._answer()
        except OSError as e:
            raise _unavailable(place, e) from e
        if isinstance(answer, Refused):
            raise _unavailable(place, OSError(answer.code, answer.reason))
        return socket.socket(fileno=descriptors[0])

    def _answer(self) -> tuple[Lent | Refused, list[int]]:
        line, descriptors = b"", []
        while not line.endswith(b"\n"):
            data, found, _, _ = socket.recv_fds(self._socket, _LONGEST_ANSWER, 1)
            if not data:
                raise ConnectionResetError("the supervisor is gone")
            line += data
            descriptors += found
        return msgspec.json.decode(line, type=Lent | Refused), descriptors

    def giveBack(self, place: Place) -> None:
        """
        Tell that this worker listens there no more.
        """
        with suppress(OSError):
            self._socket.sendall(asLine(GiveBack(place)))

    def endWithSupervisor(self, reactor: Any) -> None:
        """
        Stop this process when its supervisor ends without a word.
        """
        self._reactor = reactor
        reactor.addReader(self)

    def fileno(self) -> int:
        """
        For the reactor.
        """
        return self._socket.fileno()

    def logPrefix(self) -> str:
        """
        For the reactor.
        """
        return "supervision"

    def doRead(self) -> None:
        """
        Nothing is said unasked, so this is the end.
        """
        self._reactor.removeReader(self)
        self._reactor.stop()

    def connectionLost(self, reason: Failure) -> None:
        """
        The reactor stops.
        """


class BorrowingReactor:
    """
    A reactor that listens with borrowed sockets, for endpoints of any kind.
    """

    def __init__(self, reactor: Any, supervision: Supervision) -> None:
        self._reactor, self._supervision = reactor, supervision
        directlyProvides(self, *providedBy(reactor))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)

    def listenTCP(
        self, port: int, factory: IProtocolFactory, backlog: int = 50, interface: str = ""
    ) -> IListeningPort:
        """
        See L{twisted.internet.interfaces.IReactorTCP}.
        """
        place = TCPPlace(port, backlog, interface)
        lent = _LentTCPPort(self._supervision.borrow(place), factory, self._reactor)
        lent.startListening()
        return _BorrowedPort(lent, place, self._supervision)

    def listenSSL(
        self,
        port: int,
        factory: IProtocolFactory,
        contextFactory: Any,
        backlog: int = 50,
        interface: str = "",
    ) -> IListeningPort:
        """
        See L{twisted.internet.interfaces.IReactorSSL}.
        """
        return self.listenTCP(port, TLSMemoryBIOFactory(contextFactory, False, factory), backlog, interface)

    def listenUNIX(
        self,
        address: str,
        factory: IProtocolFactory,
        backlog: int = 50,
        mode: int = 0o666,
        wantPID: bool = False,
    ) -> IListeningPort:
        """
        See L{twisted.internet.interfaces.IReactorUNIX}.
        """
        place = UNIXPlace(os.fsdecode(address), backlog, mode, bool(wantPID))
        port = _LentUNIXPort(self._supervision.borrow(place), factory, self._reactor)
        port.startListening()
        return _BorrowedPort(port, place, self._supervision)


class _BorrowedPort(proxyForInterface(IListeningPort, "_port")):  # type: ignore[misc]
    """
    A port that is given back when it stops.
    """

    def __init__(self, port: IListeningPort, place: Place, supervision: Supervision) -> None:
        super().__init__(port)
        self._place, self._supervision = place, supervision

    def stopListening(self) -> Any:
        """
        See L{IListeningPort}.
        """
        self._supervision.giveBack(self._place)
        return self._port.stopListening()


class _OneAtATime:
    """
    What a port is that others accept from, too: it takes one connection, and leaves the next one to whoever
    is free. All that are waiting would else go to whoever comes first, and stay there.
    """

    @property
    def numberAccepts(self) -> int:
        """
        How many connections are taken at once.
        """
        return 1

    @numberAccepts.setter
    def numberAccepts(self, count: int) -> None:
        """
        Twisted would take more the more there are.
        """


class _LentTCPPort(_OneAtATime, tcp.Port):
    """
    A port with a socket that listens already.
    """

    def __init__(self, lent: socket.socket, factory: IProtocolFactory, reactor: Any) -> None:
        super().__init__(0, factory, interface=lent.getsockname()[0], reactor=reactor)
        lent.setblocking(False)
        self._preexistingSocket = lent


class _LentUNIXPort(_OneAtATime, unix.Port):
    """
    A port with a socket whose file is somebody else's.
    """

    # The others who have the socket go on accepting from it.
    _shouldShutdown = False

    def __init__(self, lent: socket.socket, factory: IProtocolFactory, reactor: Any) -> None:
        super().__init__(lent.getsockname(), factory, reactor=reactor)
        lent.setblocking(False)
        self.socket = lent

    def startListening(self) -> None:
        """
        Accept; the socket listens already, and nothing is done to its file.
        """
        factory: Any = self.factory
        factory.doStart()
        self.fileno = self.socket.fileno  # type: ignore[method-assign]
        self.connected = True
        self.startReading()

    # That of a UNIX port deletes the file.
    connectionLost = tcp.Port.connectionLost


def _unavailable(place: Place, error: OSError) -> CannotListenError:
    if isinstance(place, TCPPlace):
        return CannotListenError(place.interface, place.port, error)
    return CannotListenError(None, place.address, error)
