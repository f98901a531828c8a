"""
Answering at one of the site's own addresses.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from twisted.web import http
from twisted.web.error import UnsupportedMethod
from twisted.web.resource import Resource
from twisted.web.server import Request
from twisted.web.template import tags

from mantissa_like.web._http.accept import prefersJSON
from mantissa_like.web._http.answering import answerWith, settled
from mantissa_like.web._http.downloads import sendDownload
from mantissa_like.web._http.fields import readFields
from mantissa_like.web._http.sending import redirect, send
from mantissa_like.web._http.values import Values, parseValues
from mantissa_like.web._markup.page import Download, Page, Redirect
from mantissa_like.web._markup.representation import Representation, dataFor
from mantissa_like.web._markup.templates import markup
from mantissa_like.web._routes.route import Access, Route
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.rendering import Renderer
from mantissa_like.web._visitors.banner import withBanner
from mantissa_like.web._visitors.browsermemory import BrowserMemory
from mantissa_like.web._visitors.cookies import LANGUAGE_COOKIE
from mantissa_like.web._visitors.csrf import requireOwnForm
from mantissa_like.web._visitors.sessions import Session
from mantissa_like.web._visitors.visitors import Visitors
from mantissa_like.web.errors import BadInput, NotFound, NotLoggedIn, RequestRefused

__all__ = ["RoutedPage", "SiteWorks"]


@dataclass(frozen=True)
class SiteWorks:
    """
    What all pages of one site are served with.
    """

    context: SiteContext
    visitors: Visitors
    browsers: BrowserMemory
    renderer: Renderer

    def languageFor(self, request: Request) -> str:
        """
        What to speak with whoever sends this.
        """
        languages = self.renderer.languages
        if len(languages.names) == 1:
            return languages.names[0]
        preferred = self.browsers.cookies.read(request, LANGUAGE_COOKIE)
        return languages.choose(preferred, request.getHeader(b"Accept-Language"))


class RoutedPage(Resource):
    """
    What answers at one route.
    """

    isLeaf = True

    def __init__(self, works: SiteWorks, route: Route) -> None:
        super().__init__()
        self._works, self._route = works, route
        self._page = route.makePage(works.context)
        self._hasPage = hasattr(self._page, "show")
        self._hasData = hasattr(self._page, "data")
        self._hasAction = hasattr(self._page, "post")
        self._wayUp = b"" if route.parent is None else _wayTo(*route.parent)
        # Whether what it does for who is not logged in is nothing, so that any other site may send it.
        self._isHarmless = getattr(self._page, "isHarmlessToVisitors", False)
        reads = (b"GET", b"HEAD") if self._hasPage or self._hasData else ()
        self.allowedMethods = (*reads, b"POST") if self._hasAction else reads

    def render(self, request: Request) -> bytes | int:
        """
        Answer where the path has no parameters.
        """
        return self.answer(request, {})

    def answer(self, request: Request, parameters: Mapping[str, str]) -> bytes | int:
        """
        Answer with a page, with data, or with what came of a form.

        @param parameters: of the path.
        """
        if request.method not in self.allowedMethods:
            raise UnsupportedMethod(self.allowedMethods)
        act = self._post if request.method == b"POST" else self._get
        return answerWith(request, act(request, parameters))

    def withParameters(self, parameters: Mapping[str, str]) -> Resource:
        """
        What answers where the path has these values.
        """
        return _Parametrized(self, parameters) if parameters else self

    async def _get(self, request: Request, parameters: Mapping[str, str]) -> bytes | int:
        session = self._works.visitors.find(request)
        if not self._admits(request, session):
            return self._sendToLogIn(request)
        if not self._isConfirmed(session):
            return self._sendToConfirm(request, request.uri)
        with ExitStack() as leases:
            visit = self._visit(request, session, leases, parameters)
            return await self._shown(visit)

    async def _post(self, request: Request, parameters: Mapping[str, str]) -> bytes | int:
        works = self._works
        session = works.visitors.find(request)
        if not self._admits(request, session):
            raise RequestRefused(http.FORBIDDEN, "To change something here, log in first and send it again.")
        fields = readFields(request)
        self._requireOwnForm(request, session, fields)
        if not self._isConfirmed(session):
            return self._sendToConfirm(request, request.path)
        with ExitStack() as leases:
            visit = self._visit(request, session, leases, parameters, fields)
            try:
                answer = await settled(self._page.post(visit))  # type: ignore[attr-defined]
            except BadInput as e:
                if visit.wantsJSON or not self._hasPage:
                    raise
                return await self._shown(replace(visit, problems=e.problems), e.problem)
            # What is answered is on the disk.
            for store in (works.context.siteStore, *visit.leased.values()):
                await store.durable()
            return self._answered(visit, answer)

    def _requireOwnForm(self, request: Request, session: Session | None, fields: Values) -> None:
        # Three cases: somebody without a session, a browser with one, and a program with a token, which no
        # other site can make send something.
        if session is None:
            if self._isHarmless:
                return
            expected = self._works.browsers.formTokens.find(request)
        elif session.scopes is None:
            expected = session.csrfToken
        else:
            return
        requireOwnForm(request, fields, expected, self._works.context.config.site.publicURL)

    def _answered(self, visit: SiteVisit, answer: object) -> bytes | int:
        request = visit.request
        if isinstance(answer, Redirect):
            if visit.wantsJSON:
                return send(request, dataFor(answer.forPrograms))
            if answer.flash:
                self._works.browsers.flash.write(request, answer.flash)
            return redirect(request, answer.url)
        if isinstance(answer, Download):
            return sendDownload(request, answer)
        if isinstance(answer, Page):
            return self._send(visit, self._represent(visit, answer))
        return send(request, dataFor(answer))

    async def _shown(self, visit: SiteVisit, problem: str = "") -> bytes | int:
        page: Any = self._page
        answer = await settled(
            page.data(visit) if self._hasData and (visit.wantsJSON or not self._hasPage) else page.show(visit)
        )
        if problem and isinstance(answer, Page):
            return self._send(visit, self._represent(visit, answer, problem))
        return self._answered(visit, answer)

    def _represent(self, visit: SiteVisit, page: Page, problem: str = "") -> Representation:
        # Nobody wants to come back to the front page, or to where people log in.
        isGate = self._route.parts[:1] in ((), ("login",))
        url = "/home" if isGate else visit.request.uri.decode("ascii", "replace")
        return self._works.renderer.page(page, visit, visit.csrfToken, url, problem, self._wayUp)

    def _send(self, visit: SiteVisit, page: Representation) -> bytes:
        page = self._works.browsers.flash.shown(visit.request, withBanner(page, visit.session))
        return send(visit.request, page)

    def _admits(self, request: Request, session: Session | None) -> bool:
        """
        Whether whoever sends this may use the page; False for somebody who is not logged in.

        @raise NotFound: for them, nothing is here.
        @raise RequestRefused: their API token does not allow it.
        """
        access = self._route.access
        if session is None:
            return access is Access.EVERYBODY
        if access is Access.ADMINISTRATOR and not self._works.context.isAdministrator(session.viewer):
            raise NotFound
        if not session.allows(self._route.scopeFor(request.method)):
            raise RequestRefused(http.FORBIDDEN, "The API token that was sent does not allow this.")
        return True

    def _sendToLogIn(self, request: Request) -> bytes:
        if prefersJSON(request.getHeader(b"Accept")):
            raise NotLoggedIn
        return redirect(request, "/login?" + urlencode({"then": request.uri.decode("ascii", "replace")}))

    def _isConfirmed(self, session: Session | None) -> bool:
        """
        Whether whoever sends this has shown lately enough who they are.

        @raise RequestRefused: they are somebody else, or a program.
        """
        if not self._route.isSensitive or session is None:
            return True
        if session.scopes is not None:
            raise RequestRefused(http.FORBIDDEN, "An API token can't change how somebody logs in.")
        if session.impersonator:
            raise RequestRefused(
                http.FORBIDDEN,
                f"How {session.viewer} logs in is for {session.viewer} alone to see and change.",
            )
        context = self._works.context
        return context.clock.seconds() < session.confirmed + context.config.logins.confirmMinutes * 60

    def _sendToConfirm(self, request: Request, then: bytes) -> bytes:
        if prefersJSON(request.getHeader(b"Accept")):
            raise RequestRefused(
                http.FORBIDDEN, "Send the password to /login/confirm, and then this once more."
            )
        return redirect(request, "/login/confirm?" + urlencode({"then": then.decode("ascii", "replace")}))

    def _visit(
        self,
        request: Request,
        session: Session | None,
        leases: ExitStack,
        parameters: Mapping[str, str],
        fields: Values | None = None,
    ) -> SiteVisit:
        works = self._works
        if session is not None:
            token = session.csrfToken
        else:
            token = works.browsers.formTokens.give(request) if self._hasAction else ""
        language = works.languageFor(request)
        return SiteVisit(
            path=request.path.decode("ascii", "replace").rstrip("/") or "/",
            owner="",
            clock=works.context.clock,
            arguments=parseValues(request.uri.partition(b"?")[2]),
            fields=Values() if fields is None else fields,
            viewer=None if session is None else session.viewer,
            csrfToken=token,
            theme=works.renderer.theme,
            language=language,
            translator=works.renderer.languages.translator(language),
            context=works.context,
            visitors=works.visitors,
            request=request,
            session=session,
            parameters=parameters,
            wantsJSON=prefersJSON(request.getHeader(b"Accept")),
            leases=leases,
        )


class _Parametrized(Resource):
    """
    A page at one of the many addresses of its route.
    """

    isLeaf = True

    def __init__(self, page: RoutedPage, parameters: Mapping[str, str]) -> None:
        super().__init__()
        self._page, self._parameters = page, parameters

    def render(self, request: Request) -> bytes | int:
        """
        See L{RoutedPage.render}.
        """
        return self._page.answer(request, self._parameters)


def _wayTo(title: str, url: str) -> bytes:
    return markup(tags.nav(tags.a(title, href=url), class_="way", **{"aria-label": "Back"}))
