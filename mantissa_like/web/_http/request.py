"""
Requests whose every answer, wanted or not, is the site's own.

Nothing that a client sends or a resource raises shows more than a failure page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.logger import Logger
from twisted.python.failure import Failure
from twisted.web import http
from twisted.web.error import UnsupportedMethod
from twisted.web.http import HTTPChannel
from twisted.web.http_headers import Headers
from twisted.web.resource import IResource
from twisted.web.server import NOT_DONE_YET, Request

from mantissa_like.web._http.accesslog import Exchange
from mantissa_like.web._http.entrance import Entrance
from mantissa_like.web._http.failures import FailurePages
from mantissa_like.web._http.printable import printable, withoutSecrets
from mantissa_like.web._http.proxies import Client
from mantissa_like.web._http.repeats import Again
from mantissa_like.web._http.uploads import MultipartBody
from mantissa_like.web.errors import RequestRefused

__all__ = ["BodyTooLarge", "GuardedRequest"]

_ORIGIN = re.compile(rb"\Ahttps?://[^/?]*/?", re.IGNORECASE)
_METHODS = frozenset((b"DELETE", b"GET", b"HEAD", b"OPTIONS", b"PATCH", b"POST", b"PUT"))


class BodyTooLarge(Exception):
    """
    More of a request's body arrived than is accepted.
    """


class GuardedRequest(Request):
    """
    One request and its response.

    @ivar bodyLimit: bytes of the body that are accepted; set before any of it arrives.
    @ivar multipart: takes the body apart, if it is a form with files; set likewise.
    @ivar received: bytes of the body that have arrived.
    @ivar began: seconds on the server's clock when its first line was complete.
    @ivar requestID: its number, in every line of the log that is about it.
    @ivar sender: who sends it.
    @ivar kind: what answers it: C{page}, C{share}, C{static} or C{other}.
    @ivar who: C{user@domain} of who is logged in, once that is known; else empty.
    @ivar again: how the same request would be answered again; None if nobody knows.
    @ivar loggedPath: what the log shows for a path that has a secret in it; else empty.
    """

    defaultContentType = b"text/html; charset=utf-8"
    bodyLimit = 0
    multipart: MultipartBody | None = None
    _log = Logger()

    def __init__(
        self, channel: HTTPChannel, *args: object, failures: FailurePages, entrance: Entrance, began: float
    ) -> None:
        super().__init__(channel, *args, parsePOSTFormSubmission=False)
        self._failures, self._entrance = failures, entrance
        self.began = began
        self.received = 0
        self.requestID = self.who = ""
        self.kind = "other"
        self.loggedPath = b""
        self.again: Again | None = None
        self.sender = Client("")

    def gotLength(self, length: int | None) -> None:
        """
        A form with files is kept elsewhere.
        """
        super().gotLength(length if self.multipart is None else 0)

    def handleContentChunk(self, data: bytes) -> None:
        """
        Keep some of the body.

        @raise BodyTooLarge: with it, there would be too much.
        """
        self.received += len(data)
        if self.received > self.bodyLimit:
            raise BodyTooLarge
        if self.multipart is None:
            super().handleContentChunk(data)
        else:
            self.multipart.feed(data)

    def finish(self) -> None:
        """
        The response is complete.
        """
        super().finish()
        self._discardUploads()

    def connectionLost(self, reason: Failure) -> None:
        """
        The client went away.
        """
        self._discardUploads()
        super().connectionLost(reason)

    def requestReceived(self, command: bytes, path: bytes, version: bytes) -> None:
        """
        Take the request apart and answer it; a form that cannot be taken apart is refused.
        """
        try:
            super().requestReceived(command, path, version)
        except Exception as e:
            # Resources cannot cause this: what they raise goes to processingFailed.
            self._log.info(
                "a form that cannot be read was sent to {uri}: {error!r}",
                uri=printable(withoutSecrets(path)),
                error=e,
            )
            self._answerRefused(http.BAD_REQUEST)

    def process(self) -> None:
        """
        Find who sends this, and what answers; an address that names the server besides means the same as one
        that doesn't.
        """
        self._identify()
        if not self.uri.startswith(b"/"):
            self.uri = _ORIGIN.sub(b"/", self.uri)
            self.path = self.uri.partition(b"?")[0]
        if not self.path.startswith(b"/") and self.path != b"*":
            self._answerRefused(http.BAD_REQUEST)
            return
        try:
            self._entrance.admit(self.sender, self.path, self.clientproto, self.requestHeaders)
        except RequestRefused as e:
            self._answerRefused(e.status, problem=e.problem, headers=e.headers)
            return
        if url := self._entrance.elsewhere(self.sender, super().isSecure(), self.path):
            self._sendElsewhere(url)
        else:
            super().process()

    def isSecure(self) -> bool:
        """
        Whether nobody on the way could read it, as far as this is known.
        """
        said = self.sender.isSecure
        return bool(super().isSecure() if said is None else said)

    @property
    def loggedURI(self) -> bytes:
        """
        Its address as it is logged, without secrets.
        """
        return self.loggedPath or withoutSecrets(self.uri)

    @cached_property
    def exchange(self) -> Exchange:
        """
        What is logged of it, once it is answered.
        """
        return Exchange(
            kind=self.kind,
            peer=getattr(self.client, "host", None) or "",
            who=self.who,
            method=printable(self.method),
            uri=printable(self.loggedURI),
            agent=printable(self.getHeader(b"User-Agent") or b""),
            status=self.code,
            size=self.sentLength,
        )

    def render(self, resrc: IResource) -> None:
        """
        Answer with what a resource renders.
        """
        try:
            body = resrc.render(self)
        except UnsupportedMethod as e:
            self.setHeader(b"Allow", b", ".join(e.allowedMethods))
            body = self._failures.render(
                self, http.NOT_ALLOWED if self.method in _METHODS else http.NOT_IMPLEMENTED
            )
        if body == NOT_DONE_YET:
            return
        if not isinstance(body, bytes):
            raise TypeError(f"a resource rendered {type(body).__name__}, not bytes")
        self._send(body)

    def processingFailed(self, reason: Failure) -> Failure:
        """
        Answer with a failure page, or cut the response off if it has begun.

        @return: C{reason}.
        """
        if isinstance(reason.value, RequestRefused):
            refusal, incident = reason.value, ""
        else:
            refusal, incident = RequestRefused(http.INTERNAL_SERVER_ERROR), self.requestID
            self._failures.log(reason, incident, self.method, self.loggedURI)
        # Three cases: nobody is there to be answered, half an answer is on its way, or none.
        if self.finished or self.channel is None:
            return reason
        if self.startedWriting:
            self.channel.forceAbortClient()
            return reason
        self._answerRefused(refusal.status, incident, refusal.problem, refusal.headers)
        return reason

    def _identify(self) -> None:
        peer = str(getattr(self.client, "host", None) or "")
        self.requestID = self._entrance.requestID(peer, self.requestHeaders)
        self.setHeader(b"X-Request-ID", self.requestID.encode())
        self.sender = self._entrance.clientOf(peer, self.requestHeaders)
        if self.sender.address != peer:
            kind = IPv6Address if ":" in self.sender.address else IPv4Address
            self.client = kind("TCP", self.sender.address, 0)

    def _sendElsewhere(self, url: str) -> None:
        if self.method not in (b"GET", b"HEAD"):
            self._answerRefused(http.FORBIDDEN, problem=f"Send this encrypted, to {url}.")
            return
        self.setResponseCode(http.PERMANENT_REDIRECT)
        self.setHeader(b"Location", url.encode() + self.uri)
        self._send(b"")

    def _discardUploads(self) -> None:
        if self.multipart is not None:
            self.multipart.discard()

    def _answerRefused(
        self,
        status: int,
        incident: str = "",
        problem: str = "",
        headers: Mapping[bytes, bytes] = MappingProxyType({}),
    ) -> None:
        """
        Forget what was prepared, and send a failure page.
        """
        self.responseHeaders = Headers()
        if self.requestID:
            self.setHeader(b"X-Request-ID", self.requestID.encode())
        for name, value in headers.items():
            self.setHeader(name, value)
        self.setHeader(b"Date", http.datetimeToString())
        self._send(self._failures.render(self, status, incident, problem))

    def _send(self, body: bytes) -> None:
        self.setHeader(b"Content-Length", b"%d" % len(body))
        self.write(body)
        if self.again is not None:
            channel: Any = self.channel
            channel.keep(self, body, self.again)
        self.finish()
