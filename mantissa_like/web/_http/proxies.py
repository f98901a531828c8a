"""
Who sends a request, where servers in between are believed.

Such a server says in a header for whom it passes a request on: C{Forwarded} (RFC 7239), or C{X-Forwarded-For}
and its like. Anybody can send these, so they are read from the end, which the server next to this one wrote,
and no further than to the first address that is not trusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address, ip_network

from twisted.web.http_headers import Headers

__all__ = ["Client", "Proxies"]

_REMEMBERED = 10_000
_MOST_PROXIES = 20
_PORT = re.compile(r"\A(?:\[(?P<six>[^\]]+)\](?::\d+)?|(?P<four>[\d.]+):\d+)\Z")


@dataclass(frozen=True)
class Client:
    """
    Who sends a request.

    @ivar address: of the machine, as people write it; empty if it has none.
    @ivar isTrusted: whether that is a trusted server itself, which speaks for nobody.
    @ivar isSecure: whether it came encrypted; None if nobody says.
    @ivar host: the name by which it called the site; None if nobody says.
    """

    address: str
    isTrusted: bool = False
    isSecure: bool | None = None
    host: str | None = None


class Proxies:
    """
    The servers that are believed.
    """

    def __init__(self, trusted: Iterable[str] = ()) -> None:
        """
        @param trusted: addresses and networks.
        """
        self._networks = [ip_network(each) for each in trusted]
        self.isTrusted = lru_cache(_REMEMBERED)(self._isTrusted)

    def _isTrusted(self, address: str) -> bool:
        # Who is connected by a socket in the file system has no address, and had to be let in by the system.
        if not address:
            return True
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        # At a socket for both versions, an address of IPv4 arrives as one of IPv6.
        plain = getattr(parsed, "ipv4_mapped", None) or parsed
        return any(plain in network for network in self._networks)

    def clientOf(self, peer: str, headers: Headers) -> Client:
        """
        Who sends a request that comes from C{peer}.

        @param peer: the address at the other end of the connection; empty if it has none.
        """
        if not self.isTrusted(peer):
            return Client(peer)
        address, said = peer, Client(peer, isTrusted=True)
        for count, hop in enumerate(_hops(headers)):
            if count == _MOST_PROXIES:
                break
            # A trusted server speaks of who connected to it.
            address = hop.address or address
            said = Client(
                address,
                self.isTrusted(address),
                said.isSecure if hop.isSecure is None else hop.isSecure,
                hop.host or said.host,
            )
            if not hop.address or not said.isTrusted:
                break
        return said


def _hops(headers: Headers) -> Iterator[Client]:
    """
    What the servers on the way say, the nearest first; an empty address where one makes no sense.
    """
    forwarded = headers.getRawHeaders("Forwarded")
    if forwarded:
        for element in reversed(",".join(forwarded).split(",")):
            pairs = dict(map(_pair, element.split(";")))
            yield _hop(pairs.get("for", ""), pairs.get("proto", ""), pairs.get("host"))
        return
    addresses = _listed(headers, "X-Forwarded-For")
    # These two are lists at times, and as often the value of the last server alone.
    schemes, hosts = _listed(headers, "X-Forwarded-Proto"), _listed(headers, "X-Forwarded-Host")
    if addresses or schemes or hosts:
        yield _hop(_last(addresses), _last(schemes), _last(hosts) or None)
    for address in reversed(addresses[:-1]):
        yield _hop(address, "", None)


def _pair(sent: str) -> tuple[str, str]:
    name, _, value = sent.partition("=")
    return name.strip().lower(), value.strip().strip('"')


def _hop(address: str, scheme: str, host: str | None) -> Client:
    if (match := _PORT.match(address)) is not None:
        address = match["six"] or match["four"]
    try:
        address = str(ip_address(address))
    except ValueError:
        address = ""
    return Client(address, isSecure={"https": True, "http": False}.get(scheme.lower()), host=host)


def _listed(headers: Headers, name: str) -> list[str]:
    return [each.strip() for value in headers.getRawHeaders(name, []) for each in value.split(",")]


def _last(values: list[str]) -> str:
    return values[-1] if values else ""
