"""
The root of a site's URLs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from twisted.web.resource import IResource, Resource
from twisted.web.server import Request

from mantissa_like.web._http.request import GuardedRequest
from mantissa_like.web._routes.route import Route
from mantissa_like.web._routes.routedpage import RoutedPage, SiteWorks
from mantissa_like.web._routes.router import Router
from mantissa_like.web.errors import NotFound

__all__ = ["Root"]


# How requests to the folders are counted.
_KINDS = {b"static": "static", b"live": "live"}


class Root(Resource):
    """
    The site's own addresses; all others are those of shared items.
    """

    def __init__(
        self,
        works: SiteWorks,
        routes: Iterable[Route],
        folders: Mapping[bytes, IResource],
        others: IResource,
    ) -> None:
        """
        @param folders: leaves by the first part of the path, which find their way by the rest.
        @param others: finds its way by the whole path.
        """
        super().__init__()
        self._router = Router(routes)
        self._pages = {route: RoutedPage(works, route) for route in self._router.routes}
        # Where the site has pages, there is nothing else.
        self._taken = {route.parts[0].encode() for route in self._router.routes if route.parts}
        self._folders, self._others = folders, others

    def getChildWithDefault(self, path: bytes, request: Request) -> IResource:
        """
        What answers.

        @raise NotFound: nothing is below this address of the site's.
        """
        asked = request if isinstance(request, GuardedRequest) else None
        if (folder := self._folders.get(path)) is not None:
            if asked is not None:
                asked.kind = _KINDS.get(path, "other")
            return folder
        if path and path not in self._taken:
            if asked is not None:
                asked.kind = "share"
            return self._others
        found = self._router.find(request.path)
        if found is None:
            raise NotFound
        route, parameters = found
        if asked is not None:
            asked.kind = "page"
            if route.hasSecrets:
                asked.loggedPath = route.path.encode()
        return self._pages[route].withParameters(parameters)
