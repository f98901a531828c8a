"""
The address at which pages are followed: C{/live?url=...&since=...}.

The same request is answered by WebSocket or by Server-Sent Events, after the same checks as the page itself.
"""

from __future__ import annotations

from twisted.web import http
from twisted.web.http_headers import Headers
from twisted.web.resource import Resource
from twisted.web.server import Request

from axiom.store import Store
from mantissa_like.accounts import networkOf
from mantissa_like.sharing.errors import NoSuchShare, SharePasswordNeeded
from mantissa_like.web._http.answering import answerWith
from mantissa_like.web._http.guardheaders import SECURITY_HEADERS
from mantissa_like.web._http.takeover import takeOver
from mantissa_like.web._http.values import Values, parseValues, wholeNumber
from mantissa_like.web._live.eventstream import EventStream
from mantissa_like.web._live.feeds import Feeds
from mantissa_like.web._live.following import Following
from mantissa_like.web._live.websocket import LiveSocketFactory, handshakeOf
from mantissa_like.web._routes.routedpage import SiteWorks
from mantissa_like.web._visitors.csrf import isFromHere
from mantissa_like.web._visitors.senders import peerOf
from mantissa_like.web._websharing.sharedpages import Asked
from mantissa_like.web._websharing.websharing import Websharing
from mantissa_like.web.errors import BadInput, RequestRefused

__all__ = ["LIVE", "Live"]

LIVE = "live"

_EVENT_STREAM = b"text/event-stream"
_STREAM_HEADERS = (
    (b"Content-Type", _EVENT_STREAM),
    (b"Cache-Control", b"no-store"),
    (b"Connection", b"close"),
    # Else a server between would keep the events until there are many.
    (b"X-Accel-Buffering", b"no"),
)


class Live(Resource):
    """
    Lets browsers and programs follow what is shared.
    """

    isLeaf = True
    allowedMethods = (b"GET",)

    def __init__(self, works: SiteWorks, websharing: Websharing) -> None:
        super().__init__()
        self._works, self._websharing = works, websharing
        self.feeds = Feeds(works.context, websharing.pages)
        self._sockets = LiveSocketFactory(works.context.clock)

    def render_GET(self, request: Request) -> bytes | int:
        """
        Tell of a page's changes from now on.
        """
        return answerWith(request, self._follow(request))

    async def _follow(self, request: Request) -> int:
        context, visitors = self._works.context, self._works.visitors
        isSocket = (request.getHeader(b"Upgrade") or b"").lower() == b"websocket"
        if not isSocket and _EVENT_STREAM not in (request.getHeader(b"Accept") or b""):
            raise BadInput("Pages are followed here, by WebSocket or as text/event-stream.")
        if not isFromHere(request, context.config.site.publicURL):
            raise RequestRefused(http.FORBIDDEN, "Another site asked for this.")
        session = visitors.find(request)
        if session is not None and not session.allows("read"):
            raise RequestRefused(http.FORBIDDEN, "The API token that was sent does not allow this.")
        visitor = session.viewer if session is not None else networkOf(peerOf(request))
        self.feeds.admit(visitor)
        arguments = parseValues(request.uri.partition(b"?")[2])
        subStore, asked = self._websharing.understand(request, session, arguments.get("url", "").encode())
        with context.pool.lease(subStore) as store:
            with store.snapshot():
                asked = self._admitted(request, store, asked)
                since = _since(request, arguments, store.revision)

            # Until it is added, the connection can't be lost.
            def lost() -> None:
                self.feeds.remove(following)

            connection = self._sockets.make(lost) if isSocket else EventStream(lost, _streamHeaders(request))
            recall = None if session is None else visitors.recall(request)
            following = Following(asked, recall, visitor, since, connection)
            self.feeds.add(following, subStore, store)
        if isSocket:
            handshake = handshakeOf(request)
            taken = takeOver(request, connection)
            connection.dataReceived(handshake)
            return taken
        return takeOver(request, connection, http.OK)

    def _admitted(self, request: Request, store: Store, asked: Asked) -> Asked:
        """
        What is asked, by which the page is found: perhaps with what the browser was given for a password.

        @raise NoSuchShare: the viewer may not see it.
        """
        try:
            self._websharing.pages.find(store, asked)
        except SharePasswordNeeded as e:
            unlocked = self._websharing.unlocked(request, asked, e.shareID)
            if unlocked is None:
                raise NoSuchShare(e.shareID) from e
            asked = unlocked
            self._websharing.pages.find(store, asked)
        return asked


def _streamHeaders(request: Request) -> Headers:
    for name, value in (*SECURITY_HEADERS, *_STREAM_HEADERS):
        request.setHeader(name, value)
    return request.responseHeaders


def _since(request: Request, arguments: Values, now: int) -> int:
    """
    The revision that the client knows: the last that it heard of, else that of its page, else the newest.

    @raise BadInput: it is none.
    """
    heard = request.getHeader(b"Last-Event-ID")
    given = heard.decode("ascii", "replace") if heard else arguments.get("since", str(now))
    if (since := wholeNumber(given)) is None:
        raise BadInput(f"since is the revision of a page, not {given[:40]!r}.")
    return since
