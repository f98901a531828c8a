"""
An application for tests: shelves with books, found from home, searched, and with something to choose.
"""

from __future__ import annotations

from epsilon.extime import Time
from zope.interface import implementer

from axiom.attributes import integer, text
from axiom.item import Item
from axiom.store import Store
from mantissa_like.web import (
    BadInput,
    Filled,
    INavigable,
    IPreferences,
    ISearchable,
    Number,
    Preferences,
    SearchResult,
    SearchResults,
    Tab,
)

__all__ = ["Book", "BrokenApp", "Shelf", "furnish"]

_WIDTH = Number("width", "Width", least=1, most=9)


class Book(Item):
    """
    Something to be found.
    """

    typeName = "test_shelves_book"

    title = text(allowNone=False, searchable=True)


@implementer(INavigable, IPreferences, ISearchable)
class Shelf(Item):
    """
    The application.
    """

    typeName = "test_shelves_shelf"
    powerupInterfaces = (INavigable, IPreferences, ISearchable)

    name = text(allowNone=False)
    width = integer(allowNone=False, default=3)

    def tabs(self) -> list[Tab]:
        """
        See L{INavigable}.
        """
        books = self.presentStore().count(Book)
        return [Tab(self.name, "shelf", "Books.", badge=f"{books} books"), Tab("Rules", "/rules", priority=1)]

    def preferences(self) -> Preferences:
        """
        See L{IPreferences}.
        """
        return Preferences("shelf", self.name, {_WIDTH: self.width})

    def prefer(self, chosen: Filled) -> None:
        """
        See L{IPreferences}.
        """
        self.width = chosen[_WIDTH]
        if chosen[_WIDTH] == 8:
            raise BadInput("Eight brings bad luck.", {"width": "Not eight."})

    def search(self, text: str, limit: int) -> SearchResults:
        """
        See L{ISearchable}.
        """
        hits = self.presentStore().search(Book.title.matches(text), limit=limit)
        return SearchResults(
            self.name,
            [
                SearchResult(
                    hit.item.title, f"shelf/{hit.item.storeID}", hit.excerpt, Time.fromPOSIXTimestamp(0)
                )
                for hit in hits
            ],
        )


@implementer(INavigable, IPreferences, ISearchable)
class BrokenApp(Item):
    """
    An application that fails at everything.
    """

    typeName = "test_shelves_broken"
    powerupInterfaces = (INavigable, IPreferences, ISearchable)

    unused = integer()

    def tabs(self) -> list[Tab]:
        """
        See L{INavigable}.
        """
        raise ZeroDivisionError

    def preferences(self) -> Preferences:
        """
        See L{IPreferences}.
        """
        raise ZeroDivisionError

    def prefer(self, chosen: Filled) -> None:
        """
        See L{IPreferences}.
        """
        raise ZeroDivisionError

    def search(self, text: str, limit: int) -> SearchResults:
        """
        See L{ISearchable}.
        """
        raise ZeroDivisionError


def furnish(store: Store, name: str = "Shelf") -> Shelf:
    """
    Give the owner of a store a shelf.
    """
    shelf = Shelf(store=store, name=name)
    store.powerUp(shelf)
    return shelf
