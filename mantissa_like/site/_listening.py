"""
Listening on what the ports of a site store say, as they come and go.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from twisted.internet.defer import Deferred, maybeDeferred
from twisted.internet.error import CannotListenError
from twisted.internet.interfaces import IListeningPort, IOpenSSLContextFactory, IProtocolFactory, IReactorCore
from twisted.logger import Logger
from twisted.python.failure import Failure

from axiom.store import Store
from mantissa_like.errors import MantissaError
from mantissa_like.site._endpoint import makeEndpoint
from mantissa_like.site._port import Port
from mantissa_like.site.errors import PortInUse
from mantissa_like.site.interfaces import IServer

__all__ = ["Listening"]

# A port's storeID and its endpoint: an item whose endpoint changes is another port.
_Key = tuple[int, str]


class Listening:
    """
    The ports on which a running site listens.

    @ivar failures: why a port does not listen, by storeID and endpoint. It is tried again when its item
        changes.
    """

    _log = Logger()

    def __init__(
        self,
        siteStore: Store,
        reactor: IReactorCore,
        factoryOf: Callable[[IServer], IProtocolFactory],
        certificate: IOpenSSLContextFactory | None = None,
    ) -> None:
        """
        @param certificate: that of the site; None if no port needs it.
        """
        self._certificate = certificate
        self._siteStore, self._reactor, self._factoryOf = siteStore, reactor, factoryOf
        self._ports: dict[_Key, Deferred[IListeningPort | None]] = {}
        self.failures: dict[_Key, BaseException] = {}

    def reconcile(self) -> None:
        """
        Listen on new ports, and no longer on those that are gone. What fails is logged.
        """
        wanted: dict[_Key, Port] = {
            (port.storeID, port.description): port for port in self._siteStore.query(Port)
        }
        for key in [key for key in self._ports if key not in wanted]:
            self._close(key)
        for key, port in wanted.items():
            if key not in self._ports:
                self._ports[key] = self._listen(key, port.server)

    async def close(self) -> None:
        """
        Listen on none.
        """
        for closed in [self._close(key) for key in self._ports.copy()]:
            await closed

    def _listen(self, key: _Key, server: IServer) -> Deferred[IListeningPort | None]:
        _, description = key

        def listen() -> Deferred[IListeningPort]:
            endpoint = makeEndpoint(self._reactor, description, self._certificate)
            return endpoint.listen(self._factoryOf(server))

        def listening(port: IListeningPort) -> IListeningPort:
            self._log.info("{server} listens on {endpoint}", server=server.label, endpoint=description)
            return port

        def failed(failure: Failure) -> None:
            error = cast(BaseException, failure.value)
            if isinstance(error, (CannotListenError, OSError, OverflowError)):
                error = PortInUse(description, _reasonOf(error))
            if isinstance(error, MantissaError):
                self._log.error("{error}. {error.hint}", error=error)
            else:
                self._log.failure("can't listen on {endpoint}", failure=failure, endpoint=description)
            self.failures[key] = error

        return maybeDeferred(listen).addCallbacks(listening, failed)

    def _close(self, key: _Key) -> Deferred[None]:
        self.failures.pop(key, None)

        def close(port: IListeningPort | None) -> Deferred[object] | None:
            return None if port is None else maybeDeferred(port.stopListening)

        def closed(_: object) -> None:
            self._log.info("nothing listens on {endpoint} any more", endpoint=key[1])

        return self._ports.pop(key).addCallback(close).addCallback(closed)


def _reasonOf(error: BaseException) -> str:
    cause = getattr(error, "socketError", error)
    return getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
