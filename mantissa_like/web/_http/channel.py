"""
HTTP connections with limits on how much a client sends and how long it takes.

A request that goes beyond one is answered at once. The rest of what the client sends is then read and thrown
away for a moment, since closing a connection with unread data in it would take the answer back.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from twisted.internet.interfaces import IDelayedCall, ISSLTransport, ITCPTransport
from twisted.logger import Logger
from twisted.python.failure import Failure
from twisted.web import http
from twisted.web.http import HTTPChannel, Request
from twisted.web.http_headers import Headers

from mantissa_like.config import Limits
from mantissa_like.web._http.answering import isDiskFull
from mantissa_like.web._http.connections import Connections
from mantissa_like.web._http.failures import FailurePages
from mantissa_like.web._http.guardheaders import GuardHeaders
from mantissa_like.web._http.printable import printable, withoutSecrets
from mantissa_like.web._http.repeats import (
    OF_PAGE,
    ONCE,
    Again,
    Answer,
    Repeats,
    Sent,
    headerLines,
    isRepeatable,
)
from mantissa_like.web._http.request import BodyTooLarge, GuardedRequest
from mantissa_like.web._http.uploads import MultipartBody, Uploading, isMultipart
from mantissa_like.web.errors import BadInput

__all__ = ["LimitedChannel"]

_HEADER_BYTES = 16384
_MOST_HEADERS = 100
_LINGER_SECONDS = 2.0
# A client reads some 100 KiB in this time, or is not there for the answer.
_STALL_SECONDS = 120.0
# An upload may go on for as long as it is at least this fast.
_UPLOAD_BYTES_PER_SECOND = 10_000
# What is parsed at once, in memory.
_FORMS = (b"application/x-www-form-urlencoded", b"multipart/form-data", b"application/json")


class _Stage(Enum):
    """
    What happens on a connection; in the last stage, whatever still arrives is thrown away.
    """

    IDLE = auto()
    RECEIVING = auto()
    ANSWERING = auto()
    CLOSING = auto()


class LimitedChannel(HTTPChannel):
    """
    One connection.

    C{HTTPChannel} itself closes a connection on which nothing arrives; here is what it lets pass.

    @ivar ended: called when the connection is lost.
    """

    _log = Logger()

    def __init__(
        self,
        limits: Limits,
        failures: FailurePages,
        connections: Connections,
        guard: GuardHeaders,
        repeats: Repeats,
        uploading: Uploading | None = None,
    ) -> None:
        """
        @param connections: among which this one is while it is open.
        @param guard: what no response lacks.
        @param repeats: answers what comes again.
        @param uploading: None if there are no uploads: forms with files are as small as others then.
        """
        super().__init__()
        self._limits, self._uploading = limits, uploading
        self._failures, self._connections = failures, connections
        self._guard, self._repeats = guard, repeats
        self._stage = _Stage.IDLE
        self._deadline: IDelayedCall | None = None
        self._stall: IDelayedCall | None = None
        self._requestLine = b""
        self._peer, self._isEncrypted = "", False
        self._sent: Sent | None = None
        self._head = self._ofPage = b""
        self._receivedBefore = 0
        self.ended: Callable[[], None] = _nothing
        self.maxHeaders = _MOST_HEADERS
        self.totalHeadersSize = self.MAX_LENGTH = limits.uriBytes + _HEADER_BYTES

    def connectionMade(self) -> None:
        """
        The first request may come.
        """
        super().connectionMade()
        self._peer = str(getattr(self.getPeer(), "host", None) or "")
        self._isEncrypted = super().isSecure()
        self._connections.add(self)

    def isSecure(self) -> bool:
        """
        Whether the connection is encrypted.
        """
        return self._isEncrypted

    def dataReceived(self, data: bytes) -> None:
        """
        A request's time runs from its first byte, however slowly the others follow.
        """
        if self._stage is _Stage.CLOSING:
            return
        self._sent = None
        if self._stage is _Stage.IDLE:
            if isRepeatable(data) and not self._connections.isDraining:
                self._sent = Sent(data, self._peer, self._isEncrypted)
                if (answer := self._repeats.find(self._sent)) is not None:
                    self.resetTimeout()
                    self.write(answer)
                    return
            self._stage = _Stage.RECEIVING
        super().dataReceived(data)
        if self._stage is _Stage.RECEIVING and self._deadline is None:
            self._deadline = self.callLater(self._limits.requestSeconds, self._tooSlow)

    def lineReceived(self, line: bytes) -> None:
        """
        The first line of a request is no longer than allowed.
        """
        if self._stage is _Stage.CLOSING:
            return
        if not self.requests:
            self._requestLine = line
            if len(line) > self._limits.uriBytes:
                self.refuse(http.REQUEST_URI_TOO_LONG)
                return
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:
        """
        A line is longer than everything up to the body may be.
        """
        if not self.requests:
            self._requestLine = line
        self.refuse(http.BAD_REQUEST if self.requests else http.REQUEST_URI_TOO_LONG)

    def headerReceived(self, line: bytes) -> bool:
        """
        A header that nobody can make sense of is refused.

        @return: whether the request goes on.
        """
        try:
            return bool(super().headerReceived(line))
        except ValueError:
            # A length of more digits than Python reads as a number.
            self.refuse(http.BAD_REQUEST)
            return False

    def allHeadersReceived(self) -> None:
        """
        A body that is announced too large is refused before any of it is sent.
        """
        request: GuardedRequest = self.requests[-1]
        contentType = request.getHeader(b"content-type") or b""
        isForm = contentType.lower().startswith(_FORMS)
        request.bodyLimit = self._limits.formBytes if isForm else self._limits.bodyBytes
        if isMultipart(contentType) and not self._expectUpload(request, contentType):
            return
        if self.length is not None and self.length > request.bodyLimit:
            self.refuse(http.REQUEST_ENTITY_TOO_LARGE)
        else:
            super().allHeadersReceived()

    def _expectUpload(self, request: GuardedRequest, contentType: bytes) -> bool:
        """
        Prepare for a form with files; False if it was refused.
        """
        uploading = self._uploading
        if uploading is None:
            self.refuse(http.UNSUPPORTED_MEDIA_TYPE)
            return False
        request.parseCookies()
        if uploading.isWelcome(request):
            request.bodyLimit = uploading.mostBytes
        try:
            request.multipart = MultipartBody(
                contentType.decode("latin-1"), uploading.directory, self._limits.formBytes
            )
        except BadInput:
            self.refuse(http.BAD_REQUEST)
            return False
        return True

    def rawDataReceived(self, data: bytes) -> None:
        """
        A body that turns out too large, for the server or for its disk, is refused when it does.
        """
        if self._stage is _Stage.CLOSING:
            return
        try:
            super().rawDataReceived(data)
        except BodyTooLarge:
            self.refuse(http.REQUEST_ENTITY_TOO_LARGE)
        except BadInput:
            self.refuse(http.BAD_REQUEST)
        except OSError as e:
            if not isDiskFull(e):
                raise
            self._log.error("there is no room on the disk for an upload: {error}", error=e)
            self.refuse(http.INSUFFICIENT_STORAGE_SPACE)

    def checkPersistence(self, request: Request, version: bytes) -> bool:
        """
        @return: whether another request may follow on this connection.
        """
        if not self._connections.isDraining:
            return bool(super().checkPersistence(request, version))
        request.responseHeaders.setRawHeaders(b"Connection", [b"close"])
        return False

    def finish(self) -> None:
        """
        See L{Connections}.
        """
        for request in self.requests:
            self.persistent = False
            if not request.startedWriting:
                request.responseHeaders.setRawHeaders(b"Connection", [b"close"])

    def closeIfIdle(self) -> None:
        """
        See L{Connections}.
        """
        if self._stage is _Stage.IDLE:
            self.loseConnection()

    def allContentReceived(self) -> None:
        """
        The request arrived in time.
        """
        self._receivedBefore = 0
        self._stage = _Stage.ANSWERING
        self._stopDeadline()
        super().allContentReceived()

    def requestDone(self, request: Request) -> None:
        """
        The next request may come, or the client has a while to read its last answer.
        """
        if self.persistent:
            self._stage = _Stage.IDLE
        else:
            self._stage = _Stage.CLOSING
            self._deadline = self.callLater(self._limits.idleSeconds, self.forceAbortClient)
        super().requestDone(request)

    def pauseProducing(self) -> None:
        """
        The client has much to read, and not for ever.
        """
        super().pauseProducing()
        if self._stall is None:
            self._stall = self.callLater(_STALL_SECONDS, self.forceAbortClient)

    def resumeProducing(self) -> None:
        """
        The client has read all that was sent.
        """
        self._stopStall()
        super().resumeProducing()

    def connectionLost(self, reason: Failure) -> None:  # type: ignore[override]
        """
        Nothing is left running.
        """
        self._stopDeadline()
        self._stopStall()
        self.ended()
        self._connections.remove(self)
        super().connectionLost(reason)

    def writeHeaders(self, version: bytes, code: bytes, reason: bytes, headers: Headers) -> None:
        """
        Begin a response.
        """
        own = dict(headers.getAllRawHeaders())
        once, self._ofPage = (
            headerLines((name, own.pop(name, ())) for name in names) for names in (ONCE, OF_PAGE)
        )
        lines = headerLines(own.items())
        self._head = b"%b %b %b\r\n%b%b" % (version, code, reason, lines, self._guard.missing(own))
        # In one piece, since the transport looks at each.
        self.write(b"%b%b%b\r\n" % (self._head, self._ofPage, once))

    def keep(self, request: GuardedRequest, body: bytes, again: Again) -> None:
        """
        Give the answer to a request again when that comes again, if nothing in it is for this one time.
        """
        if self._sent is None or not self.persistent or request.cookies:
            return
        if request.requestHeaders.hasHeader(b"X-Request-ID"):
            return
        answer = Answer(
            self._head,
            self._ofPage,
            body,
            again,
            request.requestHeaders.hasHeader(b"If-None-Match"),
            request.sender,
            request.path,
            request.exchange,
        )
        self._repeats.keep(self._sent, answer)

    def refuse(self, status: int) -> None:
        """
        Answer the request that is arriving with a failure page, and take no other.
        """
        self._stage = _Stage.CLOSING
        self._stopDeadline()
        answer = self._failures.answer(
            status, self.requests[-1].getHeader(b"accept") if self.requests else None
        )
        headers = Headers()
        headers.setRawHeaders(b"Connection", [b"close"])
        headers.setRawHeaders(b"Date", [http.datetimeToString()])
        headers.setRawHeaders(b"Content-Type", [answer.contentType])
        headers.setRawHeaders(b"Content-Length", [b"%d" % len(answer.body)])
        self.writeHeaders(b"HTTP/1.1", b"%d" % status, http.RESPONSES[status], headers)
        self.write(answer.body)
        self._log.info(
            '{peer} "{line}" refused with {status}',
            peer=getattr(self.getPeer(), "host", "-"),
            line=printable(withoutSecrets(self._requestLine)),
            status=status,
        )
        if ITCPTransport.providedBy(self.transport) and not ISSLTransport.providedBy(self.transport):
            self.transport.loseWriteConnection()
        self._deadline = self.callLater(_LINGER_SECONDS, self.loseConnection)

    def _respondToBadRequestAndDisconnect(self) -> None:
        # The one place of HTTPChannel where everything malformed ends up, and the one private name used here.
        # Without this method, such requests get a bare line instead of the page, and nothing is logged.
        self.refuse(http.BAD_REQUEST)

    def _tooSlow(self) -> None:
        self._deadline = None
        request = self.requests[-1] if self.requests else None
        if request is not None and request.multipart is not None:
            received = request.received - self._receivedBefore
            if received >= _UPLOAD_BYTES_PER_SECOND * self._limits.requestSeconds:
                self._receivedBefore = request.received
                self._deadline = self.callLater(self._limits.requestSeconds, self._tooSlow)
                return
        self.refuse(http.REQUEST_TIMEOUT)

    def _stopDeadline(self) -> None:
        if self._deadline is not None and self._deadline.active():
            self._deadline.cancel()
        self._deadline = None

    def _stopStall(self) -> None:
        if self._stall is not None and self._stall.active():
            self._stall.cancel()
        self._stall = None


def _nothing() -> None:
    """
    Nobody wants to know.
    """
