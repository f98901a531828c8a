"""
Answers to requests that come again, byte for byte, from the same address.

Such a request means what it meant before, and need not be taken apart again. Each time, the entrance is asked
whether it comes too soon, and whoever answered it what its page is now; if either refuses, it goes the way of
all requests.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from twisted.internet.interfaces import IReactorTime
from twisted.web.http import datetimeToString

from mantissa_like.web._http.accesslog import AccessLog, Exchange
from mantissa_like.web._http.entrance import Entrance
from mantissa_like.web._http.proxies import Client
from mantissa_like.web._markup.representation import Representation

__all__ = ["OF_PAGE", "ONCE", "Again", "Answer", "Repeats", "Sent", "headerLines", "isRepeatable"]

# The headers of one answer alone, as they are written.
ONCE = (b"X-Request-Id", b"Date")
# Those that differ from page to page of a kind, likewise.
OF_PAGE = (b"ETag", b"Content-Length")

_LONGEST = 4000
_LARGEST_PART = 8


class Sent(NamedTuple):
    """
    What came over a connection.

    @ivar data: a whole request and nothing else.
    @ivar peer: the address at the other end; empty if there is none.
    @ivar isEncrypted: whether the connection is.
    """

    data: bytes
    peer: str
    isEncrypted: bool


class Again(NamedTuple):
    """
    How the same request would be answered again. The functions raise nothing.

    @ivar page: what it was answered with.
    @ivar isUnderstood: whether it still means the same.
    @ivar ask: its page as it is now, the same object for as long as nothing changed, which counts as asking;
        None if only the way of all requests leads to it. Called while C{isUnderstood}.
    """

    page: Representation
    isUnderstood: Callable[[], bool]
    ask: Callable[[], Representation | None]


class Answer(NamedTuple):
    """
    What was sent for a request.

    @ivar head: the lines of the status and of the headers but L{ONCE} and L{OF_PAGE}.
    @ivar ofPage: the lines of L{OF_PAGE}.
    @ivar isConditional: whether the page was to be sent only if it is another than the client has.
    @ivar sender: who sent the request.
    @ivar path: to which it was sent.
    @ivar exchange: for the log.
    """

    head: bytes
    ofPage: bytes
    body: bytes
    again: Again
    isConditional: bool
    sender: Client
    path: bytes
    exchange: Exchange

    def now(self) -> Answer | None:
        """
        What is sent for the same request now; None if it goes the way of all.
        """
        page = self.again.ask()
        if page is self.again.page:
            return self
        if page is None or self.isConditional or not page.isSentLike(self.again.page):
            return None
        ofPage = headerLines(zip(OF_PAGE, ([page.etag], [b"%d" % len(page.body)]), strict=True))
        return self._replace(
            ofPage=ofPage,
            body=page.body,
            again=self.again._replace(page=page),
            exchange=replace(self.exchange, size=len(page.body)),
        )


class Repeats:
    """
    A bounded number of answers of one server, those that were longest not asked for leaving first.
    """

    def __init__(
        self, entrance: Entrance, log: AccessLog, clock: IReactorTime, most: int, mostBytes: int
    ) -> None:
        """
        @param most: answers kept at a time.
        @param mostBytes: of their bodies, which may be kept elsewhere, too, together.
        """
        self._entrance, self._log, self._clock = entrance, log, clock
        self._most, self._mostBytes = most, mostBytes
        self._answers: OrderedDict[Sent, Answer] = OrderedDict()
        self._bytes = 0

    def __repr__(self) -> str:
        return f"<Repeats {len(self._answers)} answers, {self._bytes} bytes>"

    def find(self, sent: Sent) -> bytes | None:
        """
        The whole answer to a request that came before, which is logged; None if it goes the way of all.
        """
        answer = self._answers.get(sent)
        if answer is None:
            return None
        began = self._clock.seconds()
        if not answer.again.isUnderstood():
            self._remove(sent)
            return None
        if self._entrance.wait(answer.sender, answer.path):
            return None
        answer = answer.now()
        if answer is None:
            self._remove(sent)
            return None
        self.keep(sent, answer)
        requestID = self._entrance.newID()
        self._log.answered(answer.exchange, requestID, self._clock.seconds() - began)
        once = headerLines(zip(ONCE, ([requestID.encode()], [_date(int(began))]), strict=True))
        return b"%b%b%b\r\n%b" % (answer.head, answer.ofPage, once, answer.body)

    def keep(self, sent: Sent, answer: Answer) -> None:
        """
        Know an answer from now on, unless it would push out too many others.
        """
        self._remove(sent)
        if len(answer.body) > self._mostBytes // _LARGEST_PART:
            return
        self._answers[sent] = answer
        self._bytes += len(answer.body)
        while len(self._answers) > self._most or self._bytes > self._mostBytes:
            self._remove(next(iter(self._answers)))

    def _remove(self, sent: Sent) -> None:
        answer = self._answers.pop(sent, None)
        if answer is not None:
            self._bytes -= len(answer.body)


def headerLines(headers: Iterable[tuple[bytes, Iterable[bytes]]]) -> bytes:
    """
    Headers as they are sent.
    """
    return b"".join([b"%b: %b\r\n" % (name, value) for name, values in headers for value in values])


@lru_cache(1)
def _date(second: int) -> bytes:
    date: bytes = datetimeToString(second)
    return date


def isRepeatable(data: bytes) -> bool:
    """
    Whether C{data} is one whole request that asks for a page, and is short enough to be kept.
    """
    return data.startswith(b"GET /") and len(data) <= _LONGEST and data.find(b"\r\n\r\n") == len(data) - 4
