"""
Giving the connection of a request to another protocol.

What HTTP needed for the connection is let go: its request, its buffers and its timers.
"""

from __future__ import annotations

from typing import Any

from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import IProtocol
from twisted.protocols.policies import ProtocolWrapper
from twisted.python.failure import Failure
from twisted.web import http
from twisted.web.server import NOT_DONE_YET, Request

__all__ = ["takeOver"]


def takeOver(request: Request, protocol: IProtocol, status: int = http.SWITCHING) -> int:
    """
    Let C{protocol} have the connection of C{request}, which it answers; from now on everything that arrives
    is for it.

    @param status: what the protocol answers with; it is logged.
    @return: for C{render} to return.
    """
    channel: Any = request.channel
    transport: Any = channel.transport
    request.setResponseCode(status)
    channel.site.log(request)
    transport.unregisterProducer()
    # A connection that is encrypted has a protocol of its own for that, which wraps the other.
    if isinstance(transport, ProtocolWrapper):
        transport.wrappedProtocol = protocol
    else:
        transport.protocol = protocol
    channel.connectionLost(Failure(ConnectionDone()))
    protocol.makeConnection(transport)
    transport.resumeProducing()
    return int(NOT_DONE_YET)
