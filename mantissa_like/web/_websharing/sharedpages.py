"""
The pages of shared items: finding what is shared with a viewer, and asking the view that shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from inspect import isawaitable
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from twisted.internet.interfaces import IReactorTime
from twisted.web.error import UnsupportedMethod
from twisted.web.template import tags

from axiom.store import Store
from mantissa_like.accounts import ownerAddresses
from mantissa_like.sharing import (
    SharedProxy,
    actsAsOwner,
    describedInterfaces,
    getDefaultShareID,
    getShareFor,
    isLinkProxy,
    itemFromProxy,
    nextExpiry,
    shareIDFromProxy,
)
from mantissa_like.web._http.answering import settled
from mantissa_like.web._http.values import Values, parseValues
from mantissa_like.web._markup.page import Download, Page, Redirect
from mantissa_like.web._markup.representation import Representation, dataFor
from mantissa_like.web._markup.templates import Markup, bundledTemplate, markup
from mantissa_like.web._views.rendering import Renderer
from mantissa_like.web._views.sharepath import SharePath
from mantissa_like.web._views.visit import Visit
from mantissa_like.web._websharing.cache import PageCache
from mantissa_like.web._websharing.ownpage import OwnPage
from mantissa_like.web.errors import BadInput, NotFound
from mantissa_like.web.interfaces import IJSONView, IWebAction, IWebView

__all__ = ["Asked", "SharedPages"]

_FOLLOWED = bundledTemplate("followed")
_SCRIPT = "live.js"


class Asked(NamedTuple):
    """
    What a page depends on besides the content of its store; the key by which it is kept.

    @ivar storeID: of the L{axiom.substore.SubStore}.
    @ivar path: leads to that store and into it.
    @ivar query: of the URL, as it was sent.
    @ivar viewer: C{user@domain}; None for a visitor.
    @ivar wantsJSON: whether a program asks.
    @ivar language: what the viewer reads.
    @ivar unlocked: what the browser was given for a password; None mostly. What is seen by it is not kept.
    """

    storeID: int
    path: SharePath
    query: bytes
    viewer: str | None
    wantsJSON: bool
    language: str = "en"
    unlocked: str | None = None


class SharedPages:
    """
    Shows what stores share, and acts on it.

    The stores are open, and stay so until the answer is there.

    @ivar hits: how many pages were shown as they had been made before.
    @ivar misses: how many were made, since there was none or its store had changed.
    """

    def __init__(self, renderer: Renderer, cache: PageCache, clock: IReactorTime, mark: str) -> None:
        """
        @param mark: stands in pages where a session's token belongs; nobody can guess it.
        """
        self._renderer, self._cache, self._clock, self._mark = renderer, cache, clock, mark
        self.hits = self.misses = 0

    def kept(self, store: Store, asked: Asked) -> Representation | None:
        """
        The page as it is now, if it was made before.
        """
        page = self._cache.get(asked, store.revision, self._clock.seconds())
        self.hits += page is not None
        return page

    async def act(self, store: Store, asked: Asked, fields: Values) -> Representation | Redirect | Download:
        """
        Do what a form asks for, and tell what came of it.

        @raise UnsupportedMethod: the viewer may only look.
        @raise NoSuchShare: there is none, or none that the viewer may see.
        @raise BadInput: the fields make no sense, and there is no page to tell that on.
        """
        with store.snapshot():
            shown, visit = self.find(store, asked, fields)
        action = _adapted(shown, IWebAction, visit)
        if action is None:
            raise UnsupportedMethod([b"GET", b"HEAD"])
        try:
            answer = await settled(action.post(visit))
        except BadInput as e:
            if asked.wantsJSON or IWebView(shown, None) is None:
                raise
            return await self.make(store, asked, fields, e.problem, e.problems)
        if isinstance(answer, Redirect) and asked.wantsJSON:
            return dataFor(answer.forPrograms)
        return self._represent(answer, asked, visit)

    async def make(
        self,
        store: Store,
        asked: Asked,
        fields: Values | None = None,
        problem: str = "",
        problems: Mapping[str, str] | None = None,
    ) -> Representation | Redirect | Download:
        """
        Make the page as it is now.

        @param fields: what a form sent, if C{problem} says what is wrong with it.
        @raise NoSuchShare: there is none, or none that the viewer may see.
        @raise NotFound: it has nothing to show, or not at the end of the path.
        @raise BadInput: its view can make nothing of the arguments.
        """
        self.misses += 1
        with store.snapshot():
            # Asked for before anything is read: what expires meanwhile is in the page, and so decides.
            until = nextExpiry(store)
            shown, visit = self.find(store, asked, fields, problems)
            answer = _present(shown, visit, asked.wantsJSON)
            if not isawaitable(answer):
                page = self._represent(answer, asked, visit, problem)
                if isinstance(page, Representation) and page.isCacheable and asked.unlocked is None:
                    self._cache.put(asked, store.revision, page, until)
                return page
        return self._represent(await answer, asked, visit, problem)

    def find(
        self,
        store: Store,
        asked: Asked,
        fields: Values | None = None,
        problems: Mapping[str, str] | None = None,
    ) -> tuple[SharedProxy | OwnPage, Visit]:
        """
        What the viewer may see, and their visit to it.

        Called within a snapshot of the store.

        @raise NoSuchShare: there is none, or none that the viewer may see.
        @raise NotFound: there is nothing at the end of the path.
        """
        path = asked.path
        shareID = getDefaultShareID(store) if path.shareID is None else path.shareID
        isOwner = asked.viewer is not None and asked.viewer in ownerAddresses(store)
        shown: SharedProxy | OwnPage
        if shareID is not None:
            unlocked = () if asked.unlocked is None else (asked.unlocked,)
            shown = getShareFor(store, asked.viewer, shareID, unlocked)
            location = path.pathOf(shareID)
        elif isOwner or actsAsOwner(store, asked.viewer):
            shown, location = OwnPage(store), path.home
        else:
            raise NotFound
        return shown, Visit(
            path=location,
            owner=path.owner,
            segments=path.segments,
            arguments=parseValues(asked.query),
            fields=Values() if fields is None else fields,
            viewer=asked.viewer,
            csrfToken="" if asked.viewer is None else self._mark,
            clock=self._clock,
            revision=store.revision,
            problems=problems or {},
            theme=self._renderer.theme,
            language=asked.language,
            translator=self._renderer.languages.translator(asked.language),
            shareURL=_shareURL(shown) if isOwner else "",
            isLink=isinstance(shown, SharedProxy) and isLinkProxy(shown),
        )

    def _represent(
        self, answer: object, asked: Asked, visit: Visit, problem: str = ""
    ) -> Representation | Redirect | Download:
        if isinstance(answer, Redirect):
            return answer
        if isinstance(answer, (Download, Page)) and visit.isLink:
            answer = replace(answer, isUnlisted=True)
        if isinstance(answer, Download):
            return answer
        if not isinstance(answer, Page):
            return replace(dataFor(answer), isUnlisted=visit.isLink)
        if answer.isLive:
            answer = _followed(answer, visit.revision)
        url = "/".join((visit.path, *(quote(segment, safe="") for segment in visit.segments)))
        if asked.query:
            url += "?" + asked.query.decode()
        # What is below is not what the link would share.
        tools = _shareLink(visit.shareURL) if visit.shareURL and not visit.segments else b""
        return self._renderer.page(answer, visit, visit.csrfToken, url, problem, tools)


def _followed(page: Page, revision: int) -> Page:
    """
    The page with what lets browsers follow it.
    """
    content = page.content if isinstance(page.content, Markup) else markup(page.content)
    mark = _FOLLOWED.fill(revision=str(revision))
    return replace(page, content=Markup(content + mark), scripts=(*page.scripts, _SCRIPT))


def _shareURL(shown: SharedProxy | OwnPage) -> str:
    """
    Where the owner of an item shares it with others, quoted; empty if people can't share it.
    """
    if isinstance(shown, OwnPage) or not describedInterfaces(itemFromProxy(shown)):
        return ""
    return "/shares/new?" + urlencode({"item": shareIDFromProxy(shown)})


def _shareLink(url: str) -> bytes:
    return markup(tags.p(tags.a("Share", href=url, class_="button small"), class_="tools"))


def _adapted(shown: SharedProxy | OwnPage, seam: Any, visit: Visit) -> Any:
    """
    @raise NotFound: the view has nothing below its item, where the visit leads.
    """
    view = seam(shown, None)
    if view is not None and visit.segments and not getattr(view, "hasPagesBelow", False):
        raise NotFound
    return view


def _present(shown: SharedProxy | OwnPage, visit: Visit, wantsJSON: bool) -> Any:
    seams = (IJSONView, IWebView) if wantsJSON else (IWebView, IJSONView)
    for seam in seams:
        view = _adapted(shown, seam, visit)
        if view is not None:
            return view.show(visit) if seam is IWebView else view.data(visit)
    raise NotFound
