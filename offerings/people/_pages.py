"""
The pages of an address book, each below its address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mantissa_like.web import Download, NotFound, Page, Visit, wholeNumber
from offerings.people._cardpage import CardsPage
from offerings.people._grouppages import GroupPage, GroupsPage
from offerings.people._personpages import NewPersonPage, PeoplePage, PersonPage

__all__ = ["PeopleView"]

_PAGES: dict[str, Callable[[Any, str], Any]] = {
    "": PeoplePage,
    "new": NewPersonPage,
    "cards": CardsPage,
    "groups": GroupsPage,
}


class PeopleView:
    """
    An address book as its owner sees it.
    """

    hasPagesBelow = True

    def __init__(self, book: Any) -> None:
        """
        @param book: an L{offerings.people.IAddressBook}.
        """
        self._book = book

    def show(self, visit: Visit) -> Page | Download:
        """
        The page at the end of the path.
        """
        page, there = self._find(visit)
        shown: Page | Download = page.show(there)
        return shown

    def data(self, visit: Visit) -> Any:
        """
        The same for programs.
        """
        page, there = self._find(visit)
        return page.data(there)

    def post(self, visit: Visit) -> Any:
        """
        What a form of that page does.
        """
        page, there = self._find(visit)
        return page.post(there)

    def _find(self, visit: Visit) -> tuple[Any, Visit]:
        """
        The page, and the visit as if it were to that alone.
        """
        home, segments = visit.path, visit.segments
        there = replace(visit, path="/".join((home, *segments)), segments=())
        match segments:
            case () | ("new" | "cards" | "groups",):
                return _PAGES["".join(segments)](self._book, home), there
            case ("groups", number):
                return GroupPage(self._book, home, _found(self._book.group, number)), there
            case (number,):
                return PersonPage(self._book, home, _found(self._book.person, number)), there
        raise NotFound


def _found(find: Callable[[int], Any], text: str) -> Any:
    number = wholeNumber(text)
    found = None if number is None else find(number)
    if found is None:
        raise NotFound
    return found
