"""
What notes offer: to those they are shared with, and to their owner.
"""

from __future__ import annotations

from zope.interface import Attribute, Interface

from axiom.item import nameInterface

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = ["INotebook", "IOwnNote", "IReadableNote", "IWritableNote"]


class IReadableNote(Interface):
    """
    A note to read.
    """

    title = Attribute("What it is called: 1 to 200 characters.")
    body = Attribute("The text: at most 100,000 characters, with line feeds between lines.")
    version = Attribute("How many edits were made to the text.")
    edited = Attribute("When it was changed last.")
    isDeleted = Attribute("Whether its owner has deleted it; nobody sees it any more then.")

    def since(version):
        """
        What was done to the text since it had this version.

        @return: L{offerings.notes.Edit}s in the order in which they were made; None if that was so long ago
            that it is not known any more.
        """

    def history(limit):
        """
        Who has written in it, the latest first.

        @return: pairs of an address and of the moment; what one did in one go is one.
        """


class IWritableNote(Interface):
    """
    A note to write in. Each method is one transaction.
    """

    def write(version, edit, key, editor, when):
        """
        Edit the text as it was at some version; whatever was done to it since then is kept.

        Repeating it with the same key is safe.

        @param edit: an L{offerings.notes.Edit}.
        @param key: differs for each edit; at most 100 characters.
        @param editor: C{user@domain}.
        @return: as L{IReadableNote.since} for C{version}, this edit being the last; None if that version is
            not known any more, and then nothing was done.
        @raise UnfitEdit: it is no edit of the text as it was.
        @raise UnfitNote: the text would be too long.
        """

    def merge(base, text, editor, when):
        """
        Put a text in the place of the one that there was, keeping what others did meanwhile.

        @param base: the text of which the new one was made.
        @return: whether it was done; not if others have changed the same lines.
        @raise UnfitNote: it would be too long.
        """

    def rename(title, when):
        """
        Give it another title.

        @raise UnfitNote: it is none.
        """


class IOwnNote(Interface):
    """
    A note of one's own.
    """

    def delete(when):
        """
        Delete it, so that it can be restored.
        """


class INotebook(Interface):
    """
    All notes of a person, for them alone.
    """

    def notes():
        """
        Those which are not deleted, the one that was changed last first.
        """

    def deletedNotes():
        """
        Those which can be restored, the one that was deleted last first.
        """

    def find(text, limit):
        """
        The notes with these words, the best first.

        @return: a list of L{axiom.search.Hit}s.
        """

    def create(title, when):
        """
        Make an empty note.

        @raise UnfitNote: its title is none.
        """

    def restore(number):
        """
        Bring a deleted note back.

        @return: the note; None if there is no such note.
        """

    def destroy(number):
        """
        Delete a deleted note for good.
        """


nameInterface(IReadableNote, "notes.IReadableNote")
nameInterface(IWritableNote, "notes.IWritableNote")
nameInterface(IOwnNote, "notes.IOwnNote")
nameInterface(INotebook, "notes.INotebook")
