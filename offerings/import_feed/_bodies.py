"""
The bodies of responses, heard to the end or left.
"""

from __future__ import annotations

from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.protocol import Protocol, connectionDone
from twisted.python.failure import Failure
from twisted.web.client import ResponseDone
from twisted.web.http import PotentialDataLoss
from twisted.web.iweb import IResponse

from offerings.import_feed.errors import FeedTooLarge

__all__ = ["bodyOf", "leave"]


class _Body(Protocol):
    """
    Collects one body.

    @ivar whole: fires with all of it.
    """

    def __init__(self, most: int) -> None:
        self.whole: Deferred[bytes] = Deferred(lambda _: self._hangUp())
        self._pieces: list[bytes] = []
        self._left = most

    def dataReceived(self, data: bytes) -> None:
        """
        Keep it, unless it is too much.
        """
        self._left -= len(data)
        if self._left >= 0:
            self._pieces.append(data)
        elif not self.whole.called:
            self.whole.errback(FeedTooLarge("The server sends too much."))
            self._hangUp()

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        """
        Tell whether it came to its end.
        """
        if self.whole.called:
            return
        if reason.check(ResponseDone, PotentialDataLoss):
            self.whole.callback(b"".join(self._pieces))
        else:
            self.whole.errback(reason)

    def _hangUp(self) -> None:
        transport: Any = self.transport
        transport.loseConnection()


def bodyOf(response: IResponse, most: int) -> Deferred[bytes]:
    """
    The whole body; whoever cancels that hangs up.

    @return: fails with L{FeedTooLarge} if it has more than C{most} bytes.
    """
    body = _Body(most)
    response.deliverBody(body)
    return body.whole


def leave(response: IResponse) -> None:
    """
    Hang up without having heard the body.
    """
    hearing = bodyOf(response, 0)
    hearing.addErrback(lambda _: None)
    hearing.cancel()
