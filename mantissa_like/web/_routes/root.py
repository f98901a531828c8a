"""
The root of a site's URLs.
"""

from __future__ import annotations

from collections.abc import Mapping

from twisted.web.resource import IResource, Resource
from twisted.web.server import Request

from mantissa_like.web.errors import NotFound

__all__ = ["Root"]


class Root(Resource):
    """
    A few addresses are fixed; all others are those of shared items.
    """

    def __init__(
        self, pages: Mapping[bytes, IResource], folders: Mapping[bytes, IResource], others: IResource
    ) -> None:
        """
        @param pages: leaves by the first part of the path; nothing is below them.
        @param folders: leaves by the first part of the path, which find their way by the rest.
        @param others: finds its way by the whole path.
        """
        super().__init__()
        self._pages, self._folders, self._others = pages, folders, others

    def getChildWithDefault(self, path: bytes, request: Request) -> IResource:
        """
        What answers.

        @raise NotFound: something below a page was asked for.
        """
        page = self._pages.get(path)
        if page is None:
            return self._folders.get(path, self._others)
        if any(request.postpath or ()):
            raise NotFound
        return page
