"""
All notes of one person.
"""

from __future__ import annotations

from epsilon.extime import Time
from zope.interface import implementer

from axiom.attributes import AND, integer
from axiom.item import Item, transacted
from axiom.search import Hit, matches
from axiom.store import ItemQuery
from mantissa_like.sharing import getSelfRole, shareItem
from mantissa_like.web import INavigable, ISearchable, SearchResult, SearchResults, Tab
from offerings.notes._notes import Note, requireTitle
from offerings.notes.interfaces import INotebook, IOwnNote, IReadableNote, IWritableNote

__all__ = ["DAYS_TO_RESTORE", "Notebook"]

DAYS_TO_RESTORE = 30

_DAY = 86400.0


@implementer(INotebook, INavigable, ISearchable)
class Notebook(Item):
    """
    The notes of one person; all that are in their store.

    @ivar noteCount: how many were ever made.
    """

    typeName = "notes_notebook"
    powerupInterfaces = (INavigable, ISearchable)

    noteCount = integer(allowNone=False, default=0)

    def installed(self) -> None:
        """
        Called when the application is given to a person, who alone sees all notes.
        """
        store = self.presentStore()
        shareItem(self, toRole=getSelfRole(store), shareID="notes", interfaces=[INotebook])

    def notes(self) -> ItemQuery[Note]:
        """
        See L{INotebook}.
        """
        return self.presentStore().query(
            Note,
            Note.deletedAt == None,  # noqa: E711 (a column)
            sort=Note.edited.descending,
        )

    def deletedNotes(self) -> ItemQuery[Note]:
        """
        See L{INotebook}.
        """
        return self.presentStore().query(
            Note,
            Note.deletedAt != None,  # noqa: E711 (a column)
            sort=Note.deletedAt.descending,
        )

    def find(self, text: str, limit: int) -> list[Hit[Note]]:
        """
        See L{INotebook}.
        """
        store = self.presentStore()
        kept = Note.deletedAt == None  # noqa: E711 (a column)
        return list(store.search(matches(Note, text), kept, limit=limit, weights={Note.title: 5}))

    @transacted
    def create(self, title: str, when: Time) -> Note:
        """
        See L{INotebook}.
        """
        store = self.presentStore()
        self._purge(when)
        note = Note(store=store, title=requireTitle(title), created=when, edited=when)
        self.noteCount += 1
        shareItem(
            note,
            toRole=getSelfRole(store),
            shareID=note.shareID,
            interfaces=[IReadableNote, IWritableNote, IOwnNote],
        )
        return note

    @transacted
    def restore(self, number: int) -> Note | None:
        """
        See L{INotebook}.
        """
        note = self._deleted(number)
        if note is not None:
            note.deletedAt = None
        return note

    @transacted
    def destroy(self, number: int) -> None:
        """
        See L{INotebook}.
        """
        note = self._deleted(number)
        if note is not None:
            note.deleteFromStore()

    def tabs(self) -> tuple[Tab, ...]:
        """
        See L{INavigable}.
        """
        count = self.notes().count()
        badge = "1 note" if count == 1 else f"{count:,} notes"
        return (Tab("Notes", "notes", "Your notes, to write alone or with others.", badge=badge),)

    def search(self, text: str, limit: int) -> SearchResults:
        """
        See L{ISearchable}.
        """
        found = [
            SearchResult(hit.item.title, hit.item.shareID, hit.excerpt, hit.item.edited)
            for hit in self.find(text, limit)
        ]
        return SearchResults("Notes", found)

    def _deleted(self, number: int) -> Note | None:
        found: Note | None = self.presentStore().findFirst(
            Note,
            AND(Note.storeID == number, Note.deletedAt != None),  # noqa: E711 (a column)
        )
        return found

    def _purge(self, now: Time) -> None:
        oldest = Time.fromPOSIXTimestamp(now.asPOSIXTimestamp() - DAYS_TO_RESTORE * _DAY)
        self.presentStore().query(Note, Note.deletedAt < oldest).deleteFromStore()
