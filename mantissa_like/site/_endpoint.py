"""
Where a port listens, as a Twisted endpoint.

The rule: whoever wants to be reached from other machines says so. Where an endpoint of TCP or TLS does not
name its interface, it gets the loopback's; C{interface=0.0.0.0}, or C{interface=\\:\\:}, is how to say "all
of them".
"""

from __future__ import annotations

import re

from twisted.internet.endpoints import serverFromString
from twisted.internet.interfaces import IReactorCore, IStreamServerEndpoint

from mantissa_like.site.errors import BadEndpoint

__all__ = ["checkEndpoint", "localURL", "loopbackByDefault", "makeEndpoint"]

_FIELD = re.compile(r"(?:^|:)((?:\\.|[^:\\])*)")

# The kind of an endpoint, how many values without a name come before its interface, and the loopback's.
_INTERFACES = {
    "tcp": (2, r"127.0.0.1"),
    "tcp6": (3, r"\:\:1"),
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


def makeEndpoint(reactor: IReactorCore, description: str) -> IStreamServerEndpoint:
    """
    The endpoint that a text describes; it does not listen yet.

    @raise BadEndpoint: it describes none, or a file that it names can't be used.
    """
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
    if description.partition(":")[0] not in _OF_PROCESS:
        makeEndpoint(reactor, description)


def localURL(description: str) -> str | None:
    """
    The address by which a browser on this machine reaches the endpoint, or None.
    """
    scheme = {"tcp": "http", "tcp6": "http", "ssl": "https"}.get(description.partition(":")[0])
    port = re.match(r"\w+:(?:port=)?(\d+)", description)
    return f"{scheme}://localhost:{port[1]}" if scheme and port else None
