"""
Notes: titled texts in their owner's store, found by their words, shared one by one, and written by several
people at once without losing anything.
"""

from __future__ import annotations

from mantissa_like.catalog import Offering, Powerup
from mantissa_like.sharing import describeInterface
from mantissa_like.web import registerWebView
from offerings.notes._edits import Edit
from offerings.notes._noteactions import NoteAction
from offerings.notes._notebook import Notebook
from offerings.notes._notebookviews import NotebookView
from offerings.notes._notes import LONGEST_NOTE, LONGEST_TITLE, Note
from offerings.notes._noteviews import NoteView
from offerings.notes.errors import UnfitEdit, UnfitNote
from offerings.notes.interfaces import INotebook, IOwnNote, IReadableNote, IWritableNote

__all__ = [
    "LONGEST_NOTE",
    "LONGEST_TITLE",
    "Edit",
    "INotebook",
    "IOwnNote",
    "IReadableNote",
    "IWritableNote",
    "Note",
    "Notebook",
    "UnfitEdit",
    "UnfitNote",
    "offering",
]

describeInterface(IReadableNote, "read the note")
describeInterface(IWritableNote, "write in the note", needs=[IReadableNote])
registerWebView(IReadableNote, NoteView)
registerWebView(IWritableNote, NoteAction)
registerWebView(INotebook, NotebookView)

offering = Offering(
    name="notes",
    description="Notes of one’s own, to search, to share, and to write together.",
    installablePowerups=(Powerup("notes", "Notes of one’s own.", Notebook),),
)
