"""
What every request passes before anything answers it: whose it is, where it meant to go, how often it comes.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from twisted.web import http
from twisted.web.http_headers import Headers

from mantissa_like.accounts import networkOf
from mantissa_like.web._http.hostnames import HostNames
from mantissa_like.web._http.proxies import Client, Proxies
from mantissa_like.web._http.ratelimits import TokenBuckets
from mantissa_like.web.errors import MISDIRECTED, RequestRefused, TooManyRequests

__all__ = ["Entrance", "newRequestID"]

_REQUEST_ID = re.compile(r"[A-Za-z0-9._=+/-]{1,64}")
_ID_BYTES = 5
# For machines, which call the site by its address and do not speak TLS to it.
_MACHINES = (b"/healthz", b"/metrics", b"/.well-known/acme-challenge/")
_UNCOUNTED = (*_MACHINES, b"/static/")


def newRequestID() -> str:
    """
    A number for one request that is hardly ever used again.
    """
    return secrets.token_hex(_ID_BYTES)


@dataclass(frozen=True)
class Entrance:
    """
    The entrance of one site; one made without arguments lets everybody in.

    @ivar proxies: the servers that are believed.
    @ivar names: how the site may be called; None for any name.
    @ivar secureURL: where requests that are not encrypted are sent; empty if they are answered.
    @ivar buckets: how often one address may ask; None for as often as it likes.
    @ivar newID: makes the number of a request.
    """

    proxies: Proxies = field(default_factory=Proxies)
    names: HostNames | None = None
    secureURL: str = ""
    buckets: TokenBuckets | None = None
    newID: Callable[[], str] = newRequestID

    def clientOf(self, peer: str, headers: Headers) -> Client:
        """
        Who sends a request.

        @param peer: the address at the other end of the connection; empty if it has none.
        """
        return self.proxies.clientOf(peer, headers)

    def requestID(self, peer: str, headers: Headers) -> str:
        """
        The number of a request: the one that a trusted server gave it, or a new one.
        """
        given = headers.getRawHeaders("X-Request-ID")
        if given and self.proxies.isTrusted(peer) and _REQUEST_ID.fullmatch(given[-1]):
            return given[-1]
        return self.newID()

    def admit(self, client: Client, path: bytes, version: bytes, headers: Headers) -> None:
        """
        Go on only with a request that belongs here.

        @param path: as it was sent.
        @raise RequestRefused: it does not, or comes too soon.
        """
        if self.names is not None:
            hosts = headers.getRawHeaders(b"Host", ())
            if len(hosts) > 1 or (not hosts and version == b"HTTP/1.1"):
                raise RequestRefused(http.BAD_REQUEST, "A request names one host.")
            host = hosts[0] if client.host is None and hosts else (client.host or "").encode()
            if host and not self.names.include(host) and not path.startswith(_MACHINES):
                raise RequestRefused(MISDIRECTED)
        wait = self.wait(client, path)
        if wait:
            raise TooManyRequests(wait)

    def wait(self, client: Client, path: bytes) -> float:
        """
        How many seconds a client has to wait before asking; 0 if this counts as asking.
        """
        if self.buckets is None or client.isTrusted or path.startswith(_UNCOUNTED):
            return 0.0
        return self.buckets.take(networkOf(client.address))

    def elsewhere(self, client: Client, isEncrypted: bool, path: bytes) -> str:
        """
        Where a request that is not encrypted should have gone: the site's own address; empty for none.

        A server on the same machine that does not say how it was reached is answered.
        """
        if not self.secureURL or isEncrypted or path.startswith(_MACHINES):
            return ""
        isInsecure = client.isSecure is False or (client.isSecure is None and not client.isTrusted)
        return self.secureURL if isInsecure else ""
