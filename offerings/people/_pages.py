"""
The pages of an address book, each below its address.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mantissa_like.web import NotFound, PagesBelow, Visit, wholeNumber
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


class PeopleView(PagesBelow):
    """
    An address book as its owner sees it.
    """

    def __init__(self, book: Any) -> None:
        """
        @param book: an L{offerings.people.IAddressBook}.
        """
        self._book = book

    def pageAt(self, visit: Visit) -> Any:
        """
        See L{PagesBelow}.
        """
        home, segments = visit.path, visit.segments
        match segments:
            case () | ("new" | "cards" | "groups",):
                return _PAGES["".join(segments)](self._book, home)
            case ("groups", number):
                return GroupPage(self._book, home, _found(self._book.group, number))
            case (number,):
                return PersonPage(self._book, home, _found(self._book.person, number))
        raise NotFound


def _found(find: Callable[[int], Any], text: str) -> Any:
    number = wholeNumber(text)
    found = None if number is None else find(number)
    if found is None:
        raise NotFound
    return found
