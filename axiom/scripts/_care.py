"""
Commands that take care of stores without opening them as such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from axiom.care import StorePlace, storesBelow
from axiom.scripts._commands import AxiomaticSubCommandMixin
from axiom.scripts._progress import Progress
from axiom.scripts._terminal import printable
from axiom.scripts.errors import NoSuchStore, NoSuchSubstore

__all__ = ["CareMixin", "atLeastOne"]


def atLeastOne(word: str) -> int:
    """
    The value of an option that is a number from 1.
    """
    if not word.isdecimal() or int(word) == 0:
        raise ValueError(f"{word} is not a number from 1")
    return int(word)


class CareMixin(AxiomaticSubCommandMixin):
    """
    A command on the store that was named and all stores below it, in whatever state they are.
    """

    _hideProgress: Callable[[], object] = staticmethod(lambda: None)

    @property
    def place(self) -> StorePlace:
        """
        Where the store that was named is.

        @raise NoSuchStore: there is none.
        """
        place = StorePlace(Path(self.getStoreDirectory()))
        if not place.holdsStore:
            raise NoSuchStore(str(place.path))
        return place

    def placeOf(self, name: str) -> StorePlace:
        """
        Where the store with this name is.

        @raise NoSuchStore: the store that was named with C{-d} is not there.
        @raise NoSuchSubstore: there is none with this name below it.
        """
        top = self.place
        found = next((place for place in storesBelow(top) if place.name == name), None)
        if found is None:
            raise NoSuchSubstore(name, str(top.path))
        return found

    def write(self, line: str) -> None:
        """
        Write one line of the result.
        """
        self._hideProgress()
        self.root.terminal.out.write(f"{printable(line)}\n")

    def each(self, what: str) -> Iterator[StorePlace]:
        """
        Every store, each before those below it, while a bar shows how many are done.

        @param what: is done, such as C{"checking"}.
        """
        places = list(storesBelow(self.place))
        with Progress(self.root.terminal, len(places), what) as progress:
            self._hideProgress = progress.hide
            for place in places:
                yield place
                progress.advance()
