"""
Connections of which only so much is heard, headers and all: then they are cut. A limit for a body alone would
leave endless headers.
"""

from __future__ import annotations

from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IProtocol, IProtocolFactory, IStreamClientEndpoint
from twisted.internet.protocol import connectionDone
from twisted.protocols.policies import ProtocolWrapper, WrappingFactory
from twisted.python.failure import Failure
from zope.interface import implementer

from offerings.import_feed.errors import FeedTooLarge

__all__ = ["LimitedEndpoint"]


class _Limited(ProtocolWrapper):
    """
    One connection.
    """

    def __init__(self, factory: Any, wrapped: IProtocol) -> None:
        super().__init__(factory, wrapped)
        self._left: int = factory.most

    def dataReceived(self, data: bytes) -> None:
        """
        Hand it on, unless it is too much.
        """
        self._left -= len(data)
        if self._left >= 0:
            super().dataReceived(data)
        else:
            transport: Any = self.transport
            transport.abortConnection()

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        """
        Say why, if it was too much.
        """
        isCut = self._left < 0
        super().connectionLost(Failure(FeedTooLarge("The server sends too much.")) if isCut else reason)


class _Limiting(WrappingFactory):
    """
    Makes such connections.
    """

    protocol = _Limited
    noisy = False

    def __init__(self, wrapped: IProtocolFactory, most: int) -> None:
        super().__init__(wrapped)
        self.most = most


@implementer(IStreamClientEndpoint)
class LimitedEndpoint:
    """
    Connects by another endpoint.
    """

    def __init__(self, endpoint: IStreamClientEndpoint, most: int) -> None:
        """
        @param most: how many bytes are taken from one connection.
        """
        self._endpoint, self._most = endpoint, most

    def connect(self, protocolFactory: IProtocolFactory) -> Deferred[IProtocol]:
        """
        See L{IStreamClientEndpoint}.
        """
        return Deferred.fromCoroutine(self._connect(protocolFactory))

    async def _connect(self, protocolFactory: IProtocolFactory) -> IProtocol:
        limited: Any = await self._endpoint.connect(_Limiting(protocolFactory, self._most))
        wrapped: IProtocol = limited.wrappedProtocol
        return wrapped
