"""
Views of items that have several pages, each at a path below the item.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mantissa_like.web._views.visit import Visit
from mantissa_like.web.errors import NotFound

__all__ = ["PagesBelow"]


class PagesBelow:
    """
    A view whose pages are views themselves: each is shown as if it were all that there is at its path.
    """

    hasPagesBelow = True

    def pageAt(self, visit: Visit) -> Any:
        """
        The page for C{visit.segments}, below C{visit.path}; a subclass says which.

        @raise NotFound: there is none.
        """
        raise NotImplementedError("a view with pages says where they are")

    def show(self, visit: Visit) -> Any:
        """
        The page at the end of the path.
        """
        return self.pageAt(visit).show(_there(visit))

    def data(self, visit: Visit) -> Any:
        """
        The same for programs.
        """
        return self.pageAt(visit).data(_there(visit))

    def post(self, visit: Visit) -> Any:
        """
        What a form of that page does.
        """
        page = self.pageAt(visit)
        if not hasattr(page, "post"):
            raise NotFound
        return page.post(_there(visit))


def _there(visit: Visit) -> Visit:
    """
    The visit as if it were to that page alone.
    """
    return replace(visit, path="/".join((visit.path, *visit.segments)), segments=())
