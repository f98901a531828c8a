"""
The log and the count of requests that were answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from twisted.logger import Logger

from mantissa_like.observing import Metrics

__all__ = ["AccessLog", "Exchange"]

# Named for its readers, who select by it, and made once: this is the one log that every request writes to.
_log = Logger(namespace="mantissa_like.web.access")


@dataclass(frozen=True)
class Exchange:
    """
    One request and its answer; the same for those that come again. What clients sent is printable, and
    without secrets.

    @ivar kind: what answered it; see L{mantissa_like.web._http.request.GuardedRequest}.
    @ivar peer: the address from which it came; empty if there is none.
    @ivar who: C{user@domain}; empty for somebody who is not logged in.
    @ivar size: bytes of the body of the answer.
    """

    kind: str
    peer: str
    who: str
    method: str
    uri: str
    agent: str
    status: int
    size: int

    @cached_property
    def text(self) -> str:
        """
        How a line about it begins.
        """
        who = f"{self.peer or '-'} {self.who or '-'}"
        return f'{who} "{self.method} {self.uri}" {self.status} {self.size} bytes'


class AccessLog:
    """
    That of one server.
    """

    def __init__(self, metrics: Metrics | None) -> None:
        """
        @param metrics: counts them; None if nobody does.
        """
        self._metrics = metrics

    def refused(self, peer: str, most: int) -> None:
        """
        A connection was not accepted.

        @param most: how many there may be from C{peer}.
        """
        _log.info("{peer} has {count} connections already", peer=peer, count=most)

    def answered(self, exchange: Exchange, requestID: str, seconds: float) -> None:
        """
        A request was answered.

        @param requestID: its number.
        @param seconds: how long that took.
        """
        milliseconds = 1000 * seconds
        if self._metrics is not None:
            self._metrics.answered(exchange.kind, exchange.status, seconds)
        # Formatting is most of the cost, so people get one field, made at once; programs get all.
        _log.info(
            "{line}",
            line=f"{exchange.text} {milliseconds:.1f} ms {requestID}",
            peer=exchange.peer or "-",
            who=exchange.who,
            request=requestID,
            agent=exchange.agent,
            method=exchange.method,
            uri=exchange.uri,
            status=exchange.status,
            size=exchange.size,
            milliseconds=milliseconds,
        )
