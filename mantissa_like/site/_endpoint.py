"""
Where a port listens, as a Twisted endpoint; C{tls} is C{tcp} with the certificate of the site.

The rule: whoever wants to be reached from other machines says so. Where an endpoint of TCP or TLS does not
name its interface, it gets the loopback's; C{interface=0.0.0.0}, or C{interface=\\:\\:}, is how to say "all
of them".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from twisted.internet.defer import Deferred
from twisted.internet.endpoints import serverFromString
from twisted.internet.interfaces import (
    IListeningPort,
    IOpenSSLContextFactory,
    IProtocolFactory,
    IReactorCore,
    IStreamServerEndpoint,
)
from twisted.protocols.tls import TLSMemoryBIOFactory
from zope.interface import implementer

from mantissa_like.site.errors import BadEndpoint

__all__ = ["checkEndpoint", "localURL", "loopbackByDefault", "makeEndpoint"]

_FIELD = re.compile(r"(?:^|:)((?:\\.|[^:\\])*)")

# The kind of an endpoint, how many values without a name come before its interface, and the loopback's.
_INTERFACES = {
    "tcp": (2, r"127.0.0.1"),
    "tcp6": (3, r"\:\:1"),
    "tls": (2, r"127.0.0.1"),
    "ssl": (5, r"127.0.0.1"),
}
_WRAPPERS = ("haproxy",)

# What these describe is handed to the server's process when it starts.
_OF_PROCESS = ("systemd",)


def loopbackByDefault(description: str) -> str:
    """
    The endpoint, with the loopback's interface if it can have one and names none.
    """
    kind, _, rest = description.partition(":")
    if kind in _WRAPPERS:
        return f"{kind}:{loopbackByDefault(rest)}"
    position, loopback = _INTERFACES.get(kind, (0, ""))
    fields = _FIELD.findall(description)
    unnamed = [field for field in fields if "=" not in field]
    named = len(unnamed) > position or any(field.startswith("interface=") for field in fields)
    return description if not loopback or named else f"{description}:interface={loopback}"


_TLS = "tls"


@implementer(IStreamServerEndpoint)
@dataclass(frozen=True)
class _EncryptedEndpoint:
    """
    An endpoint of TCP whose connections are encrypted with the certificate of the site.
    """

    plain: IStreamServerEndpoint
    certificate: IOpenSSLContextFactory

    def listen(self, protocolFactory: IProtocolFactory) -> Deferred[IListeningPort]:
        """
        See L{IStreamServerEndpoint}.
        """
        encrypted = TLSMemoryBIOFactory(self.certificate, False, protocolFactory)
        listening: Deferred[IListeningPort] = self.plain.listen(encrypted)
        return listening


def makeEndpoint(
    reactor: IReactorCore, description: str, certificate: IOpenSSLContextFactory | None = None
) -> IStreamServerEndpoint:
    """
    The endpoint that a text describes; it does not listen yet.

    @param certificate: that of the site.
    @raise BadEndpoint: it describes none, or a file that it names can't be used.
    """
    kind, _, rest = description.partition(":")
    if kind == _TLS:
        if certificate is None:
            raise BadEndpoint(description, "there is no certificate here")
        return _EncryptedEndpoint(makeEndpoint(reactor, f"tcp:{rest}"), certificate)
    try:
        endpoint: IStreamServerEndpoint = serverFromString(reactor, description)
    except OSError as e:
        raise BadEndpoint(description, f"{e.filename}: {e.strerror}") from e
    except Exception as e:
        # Parsers are plugins, and each raises what it likes.
        raise BadEndpoint(description, str(e) or type(e).__name__) from e
    return endpoint


def checkEndpoint(reactor: IReactorCore, description: str) -> None:
    """
    Find out whether a text describes an endpoint, as far as can be told before the server runs.

    @raise BadEndpoint: it describes none.
    """
    kind, _, rest = description.partition(":")
    if kind == _TLS:
        makeEndpoint(reactor, f"tcp:{rest}")
    elif kind not in _OF_PROCESS:
        makeEndpoint(reactor, description)


def localURL(description: str) -> str | None:
    """
    The address by which a browser on this machine reaches the endpoint, or None.
    """
    scheme = {"tcp": "http", "tcp6": "http", "tls": "https", "ssl": "https"}.get(
        description.partition(":")[0]
    )
    port = re.match(r"\w+:(?:port=)?(\d+)", description)
    return f"{scheme}://localhost:{port[1]}" if scheme and port else None
