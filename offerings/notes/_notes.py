"""
A note and what was done to it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from epsilon.extime import Time
from zope.interface import implementer

from axiom.attributes import AND, compoundIndex, integer, reference, text, timestamp
from axiom.item import Item, transacted
from mantissa_like.sharing import ITitled
from offerings.notes._edits import Edit
from offerings.notes._merging import editBetween, merged
from offerings.notes.errors import UnfitEdit, UnfitNote
from offerings.notes.interfaces import IOwnNote, IReadableNote, IWritableNote

__all__ = ["LONGEST_NOTE", "LONGEST_TITLE", "MOST_KEPT_EDITS", "Note", "NoteEdit", "requireTitle"]

LONGEST_TITLE = 200
LONGEST_NOTE = 100_000
MOST_KEPT_EDITS = 500

_LONGEST_KEY = 100
_ONE_GO_SECONDS = 600.0


@implementer(IReadableNote, IWritableNote, IOwnNote, ITitled)
class Note(Item):
    """
    One titled note.

    @ivar title: 1 to 200 characters on one line.
    @ivar body: at most 100,000 characters, with line feeds between lines.
    @ivar version: how many edits were made to the body.
    @ivar created: when it was made.
    @ivar edited: when its title or body was changed last.
    @ivar deletedAt: when its owner has deleted it; None if they have not.
    """

    typeName = "notes_note"

    title = text(allowNone=False, searchable=True)
    body = text(allowNone=False, default="", searchable=True, caseSensitive=True)
    version = integer(allowNone=False, default=0)
    created = timestamp(allowNone=False)
    edited = timestamp(allowNone=False, indexed=True)
    deletedAt = timestamp(indexed=True)

    @property
    def isDeleted(self) -> bool:
        """
        See L{IReadableNote}.
        """
        return self.deletedAt is not None

    @property
    def shareID(self) -> str:
        """
        By which it is shared with its owner, and with others if its owner likes.
        """
        return f"note-{self.storeID}"

    def since(self, version: int) -> list[Edit] | None:
        """
        See L{IReadableNote}.
        """
        found = self._editsAfter(version)
        return [each.edit for each in found] if len(found) == self.version - version else None

    def history(self, limit: int) -> list[tuple[str, Time]]:
        """
        See L{IReadableNote}.
        """
        edits = self.presentStore().query(
            NoteEdit, NoteEdit.note == self, sort=NoteEdit.version.descending, limit=MOST_KEPT_EDITS
        )
        found: list[tuple[str, Time]] = []
        last: NoteEdit | None = None
        for edit in edits:
            if last is None or not last.isOfOneGoWith(edit):
                if len(found) == limit:
                    break
                found.append((edit.editor, edit.made))
            last = edit
        return found

    @transacted
    def write(self, version: int, edit: Edit, key: str, editor: str, when: Time) -> list[Edit] | None:
        """
        See L{IWritableNote}.
        """
        if not 0 < len(key) <= _LONGEST_KEY:
            raise UnfitEdit(f"An edit has a key of 1 to {_LONGEST_KEY} characters.")
        later = self._editsAfter(version)
        if len(later) != self.version - version:
            return None
        for position, each in enumerate(later):
            if each.key == key:
                # It is here already, and was sent again since nobody got to know.
                return [known.edit for known in later[: position + 1]]
        for each in later:
            edit = edit.over(each.edit)
        self._apply(edit, key, editor, when)
        return [*(each.edit for each in later), edit]

    @transacted
    def merge(self, base: str, text: str, editor: str, when: Time) -> bool:
        """
        See L{IWritableNote}.
        """
        made = text if base == self.body else merged(base, text, self.body)
        if made is None:
            return False
        if made != self.body:
            self._apply(editBetween(self.body, made), "", editor, when)
        return True

    @transacted
    def rename(self, title: str, when: Time) -> None:
        """
        See L{IWritableNote}.
        """
        title = requireTitle(title)
        if title != self.title:
            self.title, self.edited = title, when

    @transacted
    def delete(self, when: Time) -> None:
        """
        See L{IOwnNote}.
        """
        self.deletedAt = when

    def _editsAfter(self, version: int) -> Sequence[NoteEdit]:
        condition = AND(NoteEdit.note == self, NoteEdit.version > version)
        return list(self.presentStore().query(NoteEdit, condition, sort=NoteEdit.version.ascending))

    def _apply(self, edit: Edit, key: str, editor: str, when: Time) -> None:
        body = edit.applyTo(self.body)
        _requireBody(body, edit)
        self.body, self.edited = body, when
        self.version += 1
        store = self.presentStore()
        NoteEdit(
            store=store,
            note=self,
            version=self.version,
            steps=msgspec.json.encode(edit.steps).decode(),
            key=key,
            editor=editor,
            made=when,
        )
        forgotten = AND(NoteEdit.note == self, NoteEdit.version <= self.version - MOST_KEPT_EDITS)
        store.query(NoteEdit, forgotten).deleteFromStore()


class NoteEdit(Item):
    """
    One edit of the body of a note.

    @ivar version: that of the note after it.
    @ivar steps: those of the L{Edit}, as JSON.
    @ivar key: differs from that of every other edit that was sent; empty where none was sent.
    @ivar editor: C{user@domain}.
    @ivar made: when.
    """

    typeName = "notes_edit"

    note = reference(allowNone=False, reftype=Note, whenDeleted=reference.CASCADE)
    version = integer(allowNone=False)
    steps = text(allowNone=False, caseSensitive=True)
    key = text(allowNone=False, caseSensitive=True)
    editor = text(allowNone=False)
    made = timestamp(allowNone=False)

    compoundIndex(note, version)

    @property
    def edit(self) -> Edit:
        """
        What was done.
        """
        return Edit.parse(msgspec.json.decode(self.steps))

    def isOfOneGoWith(self, earlier: NoteEdit) -> bool:
        """
        Whether the same person made both, with no long pause between them.
        """
        seconds = self.made.asPOSIXTimestamp() - earlier.made.asPOSIXTimestamp()
        return self.editor == earlier.editor and seconds < _ONE_GO_SECONDS


def requireTitle(title: str) -> str:
    """
    A title without white space around it.

    @raise UnfitNote: it is none.
    """
    title = title.strip()
    if not 0 < len(title) <= LONGEST_TITLE or not title.isprintable():
        raise UnfitNote(f"A title has 1 to {LONGEST_TITLE} characters on one line.")
    return title


def _requireBody(body: str, edit: Edit) -> None:
    if len(body) > LONGEST_NOTE:
        raise UnfitNote(f"A note has at most {LONGEST_NOTE:,} characters; this one would have {len(body):,}.")
    inserted = "".join(step for step in edit.steps if isinstance(step, str))
    if "\0" in inserted or "\r" in inserted:
        raise UnfitEdit("A note can't have NUL characters or carriage returns.")
