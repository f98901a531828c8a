"""
Fetching a feed from the web: all that is said between a site and somebody's server, which is not trusted.

How long it takes, how much is sent and what that unfolds to, how often it leads elsewhere and where to: all
of it is bounded.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

from twisted.internet.defer import CancelledError, Deferred
from twisted.internet.error import ConnectError, DNSLookupError
from twisted.python.failure import Failure
from twisted.web.client import Agent, ResponseFailed, ResponseNeverReceived
from twisted.web.http_headers import Headers
from twisted.web.iweb import IResponse
from zope.interface import implementer

from offerings.import_feed._addresses import fitAddress
from offerings.import_feed._bodies import bodyOf, leave
from offerings.import_feed._guarding import GuardedEndpoints
from offerings.import_feed._parsing import ParsedFeed, readFeed
from offerings.import_feed.errors import (
    FeedGone,
    FeedProblem,
    FeedRefused,
    FeedTooLarge,
    FeedUnreachable,
    NoFeed,
)
from offerings.import_feed.interfaces import IFeedSource

__all__ = ["Fetched", "WebSource"]

_SECONDS = 40
_MOST_SENT = 2_000_000
_MOST_UNFOLDED = 6_000_000
_MOST_HEADERS = 64_000
_MOST_REDIRECTS = 5
_LONGEST_VALIDATOR = 200
_LONGEST_WAIT = 7 * 24 * 3600

_HEADERS = {
    "User-Agent": ["mantissa-like import_feed"],
    "Accept": ["application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"],
    "Accept-Encoding": ["gzip"],
}
_REDIRECTS = (301, 302, 303, 307, 308)
# The more special one first.
_IN_WORDS = {
    DNSLookupError: "No server has this name.",
    ConnectError: "The server can’t be reached.",
    ResponseNeverReceived: "The server hangs up, or can’t prove who it is.",
    ResponseFailed: "The server stopped in the middle.",
}
_LATER = (429, 503)
_GZIP = 31


@dataclass(frozen=True)
class Fetched:
    """
    What a server answered.

    @ivar feed: what it sent; None if nothing is new, or if it is to be asked later.
    @ivar etag: to be given back the next time; may be empty.
    @ivar modified: to be given back the next time; may be empty.
    @ivar wait: seconds after which it wants to be asked again, at most a week; 0 if it did not say.
    """

    feed: ParsedFeed | None = None
    etag: str = ""
    modified: str = ""
    wait: int = 0


@implementer(IFeedSource)
class WebSource:
    """
    Fetches from the web.
    """

    def __init__(
        self,
        reactor: Any,
        networks: Sequence[str],
        inThread: Callable[..., Deferred[Any]],
        seconds: float = _SECONDS,
    ) -> None:
        """
        @param networks: from which is fetched although they are not public.
        @param inThread: calls in a thread.
        @param seconds: for which somebody waits for a feed.
        """
        endpoints = GuardedEndpoints(reactor, networks, _MOST_SENT + _MOST_HEADERS)
        self._agent = Agent.usingEndpointFactory(reactor, endpoints)
        self._reactor, self._inThread, self._seconds = reactor, inThread, seconds

    def fetch(self, address: str, etag: str, modified: str) -> Deferred[Fetched]:
        """
        See L{IFeedSource}.
        """
        fetching = Deferred.fromCoroutine(self._fetch(address, etag, modified))
        fetching.addTimeout(self._seconds, self._reactor, _tooLate)
        return fetching.addErrback(_explain)

    async def _fetch(self, address: str, etag: str, modified: str) -> Fetched:
        headers = Headers(_HEADERS)
        if etag:
            headers.addRawHeader("If-None-Match", etag)
        if modified:
            headers.addRawHeader("If-Modified-Since", modified)
        for _ in range(_MOST_REDIRECTS + 1):
            response = await self._agent.request(b"GET", address.encode("ascii"), headers)
            if response.code not in _REDIRECTS:
                return await self._understood(response, address)
            leave(response)
            address = _elsewhere(response, address)
        raise FeedRefused("The server leads from one address to the next, without end.")

    async def _understood(self, response: IResponse, address: str) -> Fetched:
        code = response.code
        if code == 200:
            body = await bodyOf(response, _MOST_SENT)
            encoding, kind = _header(response, "Content-Encoding"), _header(response, "Content-Type")
            feed = await self._inThread(_read, body, encoding, kind, address)
            return Fetched(feed, _validator(response, "ETag"), _validator(response, "Last-Modified"))
        leave(response)
        if code == 304:
            return Fetched()
        if code in _LATER and (wait := self._wait(_header(response, "Retry-After"))):
            return Fetched(wait=wait)
        if code == 410:
            raise FeedGone("The server says that this feed is gone for good.")
        if code == 429 or code >= 500:
            raise FeedUnreachable(f"The server has a problem of its own: it answers {code}.")
        if code == 404:
            raise FeedRefused("The server says that there is nothing at this address.")
        raise FeedRefused(f"The server does not give us the feed: it answers {code}.")

    def _wait(self, text: str) -> int:
        """
        The seconds that C{Retry-After} says, 0 if it says nothing.
        """
        if text.isdecimal() and text.isascii():
            return min(int(text[:9]), _LONGEST_WAIT)
        try:
            seconds = parsedate_to_datetime(text).timestamp() - self._reactor.seconds()
        except (ValueError, OverflowError):
            return 0
        return int(min(max(seconds, 0), _LONGEST_WAIT))


def _elsewhere(response: IResponse, address: str) -> str:
    try:
        return fitAddress(urljoin(address, _header(response, "Location")))
    except ValueError as e:
        raise FeedRefused("The server leads to something that is no address of the web.") from e


def _read(body: bytes, encoding: str, kind: str, address: str) -> ParsedFeed:
    """
    Unfold and read what was sent; in a thread.
    """
    try:
        return readFeed(_unfolded(body, encoding), address)
    except NoFeed as e:
        shown = kind.partition(";")[0].strip().lower()[:60]
        if shown and "xml" not in shown:
            raise NoFeed(f"{e} The server calls it {shown}.") from e
        raise


def _unfolded(body: bytes, encoding: str) -> bytes:
    match encoding.strip().lower():
        case "" | "identity":
            return body
        case "gzip" | "x-gzip":
            unfolding = zlib.decompressobj(_GZIP)
        case _:
            raise NoFeed("The server folds it in a way that is not known here.")
    try:
        unfolded = unfolding.decompress(body, _MOST_UNFOLDED)
    except zlib.error as e:
        raise FeedUnreachable("What the server sent is damaged.") from e
    if len(unfolded) == _MOST_UNFOLDED:
        raise FeedTooLarge("What the server sends is too large when it is unfolded.")
    if not unfolding.eof:
        raise FeedUnreachable("The server stopped in the middle.")
    return unfolded


def _header(response: IResponse, name: str) -> str:
    values = response.headers.getRawHeaders(name.encode("ascii"), [])
    return values[-1].decode("latin-1") if values else ""


def _validator(response: IResponse, name: str) -> str:
    value = _header(response, name)
    return value if len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable() else ""


def _tooLate(outcome: Fetched | Failure, seconds: float) -> Fetched:
    """
    What is made of the outcome when the time was over.
    """
    if isinstance(outcome, Failure):
        raise FeedUnreachable("The server takes too long.") from outcome.value
    return outcome


def _explain(failure: Failure) -> Failure:
    """
    Say in words for people what went wrong.
    """
    error = failure.value
    if isinstance(error, (ResponseFailed, ResponseNeverReceived)):
        # What was meant is among what came of it.
        meant = (each.value for each in error.reasons if each.check(FeedProblem, CancelledError))
        error = next(meant, error)
    for kind, said in _IN_WORDS.items():
        if isinstance(error, kind):
            return Failure(FeedUnreachable(said))
    return failure if error is failure.value else Failure(error)
