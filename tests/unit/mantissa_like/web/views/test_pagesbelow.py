"""
Tests for L{mantissa_like.web._views.pagesbelow}.
"""

from __future__ import annotations

from typing import Any

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web import NotFound, Page, PagesBelow, Redirect, Visit


class Shelf:
    """
    A page that is only read.
    """

    def show(self, visit: Visit) -> Page:
        """
        Where it is.
        """
        return Page(f"{visit.path} {visit.segments}", "")

    def data(self, visit: Visit) -> str:
        """
        The same.
        """
        return visit.path


class Desk(Shelf):
    """
    A page with a form.
    """

    def post(self, visit: Visit) -> Redirect:
        """
        Back to itself.
        """
        return Redirect(visit.path)


class Room(PagesBelow):
    """
    A view of both.
    """

    def pageAt(self, visit: Visit) -> Any:
        """
        See L{PagesBelow}.
        """
        match visit.segments:
            case ("shelf",):
                return Shelf()
            case ("desk", _):
                return Desk()
        raise NotFound


class PagesBelowTests(SynchronousTestCase):
    """
    Tests for L{PagesBelow}.
    """

    def visit(self, *segments: str) -> Visit:
        """
        A visit to the room.
        """
        return Visit(path="/users/alice/room", owner="alice", clock=Clock(), segments=segments)

    def test_there(self) -> None:
        """
        A page is shown as if it were all that there is at its path.
        """
        self.assertTrue(Room.hasPagesBelow)
        self.assertEqual("/users/alice/room/desk/2 ()", Room().show(self.visit("desk", "2")).title)
        self.assertEqual("/users/alice/room/shelf", Room().data(self.visit("shelf")))
        self.assertEqual("/users/alice/room/desk/2", Room().post(self.visit("desk", "2")).url)

    def test_nothingThere(self) -> None:
        """
        Where there is no page there is none to show, and a page without forms takes none.
        """
        self.assertRaises(NotFound, Room().show, self.visit("attic"))
        self.assertRaises(NotFound, Room().post, self.visit("shelf"))
