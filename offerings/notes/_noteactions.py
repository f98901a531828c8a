"""
What can be done with a note by form, or by the script of its page.
"""

from __future__ import annotations

from typing import Any

import msgspec
from epsilon.extime import Time

from mantissa_like.web import BadInput, NotFound, Redirect, Visit, chosenAct, wholeNumber
from offerings.notes._edits import Edit
from offerings.notes._notebookviews import siblingPath
from offerings.notes.errors import UnfitEdit, UnfitNote
from offerings.notes.interfaces import IOwnNote

__all__ = ["NoteAction"]


class NoteAction:
    """
    Changes a note: the field C{act} says how.
    """

    def __init__(self, note: Any) -> None:
        """
        @param note: an L{IWritableNote}.
        """
        if note.isDeleted:
            raise NotFound
        self._note = note

    def post(self, visit: Visit) -> Redirect:
        """
        Do it, and tell the version of the text.
        """
        acts = {"save": self._save, "edit": self._edit, "rename": self._rename, "delete": self._delete}
        act = chosenAct(visit, acts)
        try:
            return act(visit, Time.fromPOSIXTimestamp(visit.clock.seconds()))
        except (UnfitEdit, UnfitNote) as e:
            raise BadInput(str(e)) from e

    def _save(self, visit: Visit, now: Time) -> Redirect:
        base, text = (visit.fields.get(name, "").replace("\r\n", "\n") for name in ("base", "text"))
        if not self._note.merge(base, text, visit.viewer, now):
            problem = "Somebody else has changed the same lines. Their text is below; yours is not saved yet."
            raise BadInput(
                f"{problem} Put into yours what you want to keep, and save it again.",
                {"text": "Others have changed the same lines."},
            )
        self._note.rename(visit.fields.get("title", ""), now)
        return Redirect(visit.path, {"version": self._note.version}, "Saved.")

    def _edit(self, visit: Visit, now: Time) -> Redirect:
        fields = visit.fields
        version = wholeNumber(fields.get("version", ""))
        if version is None:
            raise BadInput("The version is missing to which the edit belongs.")
        edit = _parsed(fields.get("edit", ""))
        edits = self._note.write(version, edit, fields.get("key", ""), visit.viewer, now)
        told = {"title": self._note.title, "version": self._note.version}
        if edits is None:
            return Redirect(visit.path, {**told, "text": self._note.body})
        # Others may have gone on after an edit that was sent twice.
        told["version"] = int(version) + len(edits)
        return Redirect(visit.path, {**told, "edits": [each.steps for each in edits]})

    def _rename(self, visit: Visit, now: Time) -> Redirect:
        self._note.rename(visit.fields.get("title", ""), now)
        return Redirect(visit.path, {"title": self._note.title})

    def _delete(self, visit: Visit, now: Time) -> Redirect:
        title, isOwn = self._note.title, IOwnNote.providedBy(self._note)
        if not isOwn:
            raise NotFound
        self._note.delete(now)
        flash = f"Deleted “{title}”. It is among the deleted notes for 30 days."
        return Redirect(siblingPath(visit, "notes"), flash=flash)


def _parsed(text: str) -> Edit:
    try:
        return Edit.parse(msgspec.json.decode(text))
    except msgspec.MsgspecError as e:
        raise UnfitEdit("An edit is a list in JSON.") from e
