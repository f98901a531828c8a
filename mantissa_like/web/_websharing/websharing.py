"""
Shared items by URL.

The path names a store, the viewer has a role there, and the role and the share ID lead to what may be seen.
What may not be seen is answered exactly as what is not there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TypeAlias
from urllib.parse import urlencode

from twisted.internet.defer import Deferred
from twisted.python.failure import Failure
from twisted.web import http
from twisted.web.resource import Resource
from twisted.web.server import Request

from axiom.errors import AxiomError, CannotOpenStore, StoreBusy
from axiom.substore import SubStore
from mantissa_like.accounts import findSubStore
from mantissa_like.sharing.errors import SharePasswordNeeded
from mantissa_like.stores import TooManyStores
from mantissa_like.web._http.accept import prefersJSON
from mantissa_like.web._http.answering import answerWith
from mantissa_like.web._http.downloads import sendDownload
from mantissa_like.web._http.fields import readFields
from mantissa_like.web._http.repeats import Again
from mantissa_like.web._http.request import GuardedRequest
from mantissa_like.web._http.sending import redirect, send
from mantissa_like.web._markup.page import Download, Redirect
from mantissa_like.web._markup.representation import Representation
from mantissa_like.web._routes.routedpage import SiteWorks
from mantissa_like.web._views.sharepath import parseSharePath
from mantissa_like.web._visitors.banner import withBanner
from mantissa_like.web._visitors.csrf import requireOwnForm
from mantissa_like.web._visitors.memo import Memo
from mantissa_like.web._visitors.sessions import Session
from mantissa_like.web._websharing.cache import PageCache
from mantissa_like.web._websharing.recollection import Recollection
from mantissa_like.web._websharing.sharedpages import Asked, SharedPages
from mantissa_like.web.errors import NotFound, RequestRefused

__all__ = ["Websharing"]

Answer: TypeAlias = Representation | Redirect | Download

_MOST_CACHED_BYTES = 64 * 2**20
_MOST_OWNERS = 10_000
_MOST_RECOLLECTED = 2_000


class Websharing(Resource):
    """
    Whatever the users and applications of one site share.

    @ivar pages: the pages of what is shared.
    """

    isLeaf = True
    allowedMethods = (b"GET", b"HEAD", b"POST")

    def __init__(self, works: SiteWorks) -> None:
        super().__init__()
        self._works, context = works, works.context
        self._context, self._visitors, self._flash = context, works.visitors, works.browsers.flash
        cache = PageCache(context.config.limits.cachedPages, _MOST_CACHED_BYTES)
        mark = context.randomBytes(16).hex()
        self._mark = mark.encode()
        self.pages = SharedPages(works.renderer, cache, context.clock, mark)
        self._recollection = Recollection(context.siteStore, _MOST_RECOLLECTED)
        self._findSubStore: Memo[tuple[str, str | None], SubStore] = Memo(
            context.siteStore, lambda name: findSubStore(context.siteStore, *name), _MOST_OWNERS
        )

    def render_GET(self, request: Request) -> bytes | int:
        """
        Show a shared item.
        """
        found = self._recollection.find(request)
        if found is None:
            return answerWith(request, self._get(request))
        page = self._kept(*found) or self._madeAtOnce(*found)
        if page is None:
            return answerWith(request, self._getAgain(request, *found))
        self._keepAnswer(request, self._recollection.revision, *found, page)
        return send(request, page)

    def render_POST(self, request: Request) -> bytes | int:
        """
        Act on a shared item.
        """
        return answerWith(request, self._post(request))

    async def _get(self, request: Request) -> bytes | int:
        revision = self._recollection.revision
        session = self._visitors.find(request)
        if session is not None and not session.allows("read"):
            raise RequestRefused(http.FORBIDDEN, "The API token that was sent does not allow this.")
        subStore, asked = self.understand(request, session, request.uri)
        kept = self._kept(subStore, asked)
        page = kept or await self._unlocked(request, asked, partial(self._made, subStore))
        if not isinstance(page, Representation) or not page.isCacheable:
            return self._send(request, page, session)
        shown = self._shown(request, page, session)
        if not shown.isPrivate:
            if session is None:
                self._recollection.keep(request, revision, subStore, asked)
            if kept is not None:
                self._keepAnswer(request, revision, subStore, asked, kept, session)
        return send(request, shown)

    async def _getAgain(self, request: Request, subStore: SubStore, asked: Asked) -> bytes | int:
        """
        Show to a visitor what takes waiting, a password, or words about what is wrong; what they ask for was
        understood before.
        """
        return self._send(request, await self._unlocked(request, asked, partial(self._made, subStore)), None)

    async def _made(self, subStore: SubStore, asked: Asked) -> Answer:
        with self._context.pool.lease(subStore) as store:
            return await self.pages.make(store, asked)

    def _madeAtOnce(self, subStore: SubStore, asked: Asked) -> Representation | None:
        """
        The page made anew; None if that takes waiting, or comes to anything else, of which those are told who
        ask in the way of all requests. What was begun is brought to its end.
        """
        results: list[Answer | Failure] = []
        Deferred.fromCoroutine(self._made(subStore, asked)).addBoth(results.append)
        page = results[0] if results else None
        return page if isinstance(page, Representation) and page.isCacheable else None

    def _keepAnswer(
        self,
        request: Request,
        revision: int,
        subStore: SubStore,
        asked: Asked,
        page: Representation,
        session: Session | None = None,
    ) -> None:
        """
        Let the request be answered without being understood again for as long as it means the same.

        @param revision: of the site store, at which the request was understood.
        @param page: as it is kept.
        """
        shown = self._inSession(page, session)

        def isUnderstood() -> bool:
            # What fails is told where a request is understood.
            with suppress(AxiomError):
                return self._context.siteStore.revision == revision
            return False

        def ask() -> Representation | None:
            nonlocal page, shown
            with suppress(AxiomError):
                if session is not None and not self._visitors.asksAgain(session):
                    return None
                now = self._kept(subStore, asked) or self._madeAtOnce(subStore, asked)
                if now is not None and now is not page:
                    page, shown = now, self._inSession(now, session)
                return None if now is None else shown
            return None

        if isinstance(request, GuardedRequest):
            request.again = Again(shown, isUnderstood, ask)

    def _kept(self, subStore: SubStore, asked: Asked) -> Representation | None:
        """
        The page that was made before, if it would be made again.
        """
        # Why a store can't be had is told where the page would be made.
        with suppress(StoreBusy, CannotOpenStore, TooManyStores), self._context.pool.lease(subStore) as store:
            return self.pages.kept(store, asked)
        return None

    async def _post(self, request: Request) -> bytes | int:
        session = self._visitors.find(request)
        if session is None:
            raise RequestRefused(http.FORBIDDEN, "To change something here, log in first and send it again.")
        fields = readFields(request)
        if session.scopes is None:
            requireOwnForm(request, fields, session.csrfToken, self._context.config.site.publicURL)
        elif not session.allows("write"):
            raise RequestRefused(http.FORBIDDEN, "The API token that was sent does not allow this.")
        subStore, asked = self.understand(request, session, request.uri)
        with self._context.pool.lease(subStore) as store:
            answer = await self._unlocked(request, asked, partial(self.pages.act, store, fields=fields))
            # What is answered is on the disk.
            await store.durable()
        return self._send(request, answer, session)

    async def _unlocked(
        self, request: Request, asked: Asked, answer: Callable[[Asked], Awaitable[Answer]]
    ) -> Answer:
        """
        An answer; for what takes a password, with what the browser was given for it. A browser that has
        nothing of use is sent to where it is asked for.
        """
        try:
            return await answer(asked)
        except SharePasswordNeeded as e:
            unlocked = self.unlocked(request, asked, e.shareID)
        if unlocked is not None:
            with suppress(SharePasswordNeeded):
                return await answer(unlocked)
        if asked.wantsJSON:
            raise RequestRefused(http.FORBIDDEN, "This takes a password, which is sent to /shares/unlock.")
        return Redirect("/shares/unlock?" + urlencode({"to": request.uri.decode("ascii", "replace")}))

    def unlocked(self, request: Request, asked: Asked, shareID: str) -> Asked | None:
        """
        The same with what the browser was given for the password of a share; None if it has nothing.
        """
        token = self._visitors.unlocked(request, asked.path.pathOf(shareID))
        return None if token is None else asked._replace(unlocked=token)

    def understand(self, request: Request, session: Session | None, url: bytes) -> tuple[SubStore, Asked]:
        """
        In which store to look for what.

        @param url: of a page, from its path on, as it was sent.
        @raise NotFound: in none.
        """
        path, _, query = url.partition(b"?")
        parsed = parseSharePath(path, self._context.config.site.domain)
        if parsed is None:
            raise NotFound
        name = (parsed.owner, None) if parsed.user is None else (parsed.user.localpart, parsed.user.domain)
        subStore = self._findSubStore(name)
        if subStore is None:
            raise NotFound
        return subStore, Asked(
            storeID=subStore.storeID,
            path=parsed,
            query=query,
            viewer=None if session is None else session.viewer,
            wantsJSON=prefersJSON(request.getHeader(b"Accept")),
            language=self._works.languageFor(request),
        )

    def _send(self, request: Request, answer: Answer, session: Session | None) -> bytes | int:
        if isinstance(answer, Redirect):
            if answer.flash:
                self._flash.write(request, answer.flash)
            return redirect(request, answer.url)
        if isinstance(answer, Download):
            return sendDownload(request, answer)
        return send(request, self._shown(request, answer, session))

    def _shown(self, request: Request, page: Representation, session: Session | None) -> Representation:
        return self._flash.shown(request, self._inSession(page, session))

    def _inSession(self, page: Representation, session: Session | None) -> Representation:
        if session is not None:
            page = page.withToken(self._mark, session.csrfToken)
        return withBanner(page, session)
