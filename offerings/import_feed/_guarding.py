"""
Where connections may go that people ask for: the web, and not the network in which the site itself is.

What counts is the address to which a name leads when it is connected to, so that no name leads astray.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from twisted.internet.endpoints import HostnameEndpoint, wrapClientTLS
from twisted.internet.interfaces import (
    IConnector,
    IReactorPluggableNameResolver,
    IReactorTime,
    IStreamClientEndpoint,
)
from twisted.internet.protocol import ClientFactory
from twisted.internet.ssl import optionsForClientTLS
from twisted.web.client import URI
from twisted.web.iweb import IAgentEndpointFactory
from zope.interface import implementer

from offerings.import_feed._limiting import LimitedEndpoint
from offerings.import_feed.errors import ForbiddenAddress

__all__ = ["GuardedEndpoints", "isPublic"]

Network = IPv4Network | IPv6Network

_CONNECTING = 15
_NAT64 = ip_network("64:ff9b::/96")
_LOWEST_FREE_PORT = 1024
_WEB_PORTS = (80, 443)


def isPublic(host: str) -> bool:
    """
    Whether a numeric address is one of the public Internet, also if another one is hidden in it.
    """
    address = ip_address(host)
    return all(each.is_global and not each.is_multicast for each in (address, *_hiddenIn(address)))


def _hiddenIn(address: IPv4Address | IPv6Address) -> Iterable[IPv4Address]:
    if isinstance(address, IPv6Address):
        hidden = (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()))
        yield from (each for each in hidden if each is not None)
        if address in _NAT64:
            yield IPv4Address(int(address) & 0xFFFFFFFF)


@implementer(IReactorPluggableNameResolver, IReactorTime)
class _GuardedReactor:
    """
    Connects to what is public or allowed. Whatever else a reactor does, this one does, too.
    """

    def __init__(self, reactor: Any, networks: Sequence[Network]) -> None:
        self._reactor, self._networks = reactor, networks

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)

    def connectTCP(
        self, host: str, port: int, factory: ClientFactory, *args: Any, **options: Any
    ) -> IConnector:
        """
        See L{IReactorTCP<twisted.internet.interfaces.IReactorTCP>}.

        @param host: numeric, since names are resolved before.
        @raise ForbiddenAddress: nobody may go there.
        """
        address = ip_address(host)
        isAllowed = any(address in network for network in self._networks)
        if not isAllowed and not isPublic(host):
            raise ForbiddenAddress(
                "This address leads into the site’s own network, where nothing is fetched."
            )
        connector: IConnector = self._reactor.connectTCP(host, port, factory, *args, **options)
        return connector


@implementer(IAgentEndpointFactory)
class GuardedEndpoints:
    """
    Makes endpoints for an agent, that connect where it is allowed, and hear as much as is allowed.
    """

    def __init__(self, reactor: Any, networks: Iterable[str], most: int) -> None:
        """
        @param networks: which are allowed beside the public ones, such as C{10.1.0.0/16}.
        @param most: how many bytes are taken from one connection.
        """
        self._reactor = _GuardedReactor(reactor, [ip_network(each) for each in networks])
        self._most = most

    def endpointForURI(self, uri: URI) -> IStreamClientEndpoint:
        """
        See L{IAgentEndpointFactory}.

        @raise ForbiddenAddress: the port is none of the web.
        """
        if uri.port not in _WEB_PORTS and uri.port < _LOWEST_FREE_PORT:
            raise ForbiddenAddress(f"Port {uri.port} is not for the web.")
        host = uri.host.decode("ascii")
        endpoint: Any = HostnameEndpoint(self._reactor, host, uri.port, timeout=_CONNECTING)
        if uri.scheme == b"https":
            endpoint = wrapClientTLS(optionsForClientTLS(host), endpoint)
        return LimitedEndpoint(endpoint, self._most)
