"""
A note in the browser, to read or to write in.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Flattenable, Tag, tags

from mantissa_like.web import BadInput, NotFound, Page, Visit, button, momentOf, timeTag, wholeNumber
from offerings.notes._notebookviews import siblingPath
from offerings.notes._notes import LONGEST_NOTE, LONGEST_TITLE
from offerings.notes.interfaces import IOwnNote, IWritableNote

__all__ = ["NoteView"]

_MOST_SHOWN = 20


class NoteView:
    """
    A note as one visitor may see it.
    """

    def __init__(self, note: Any) -> None:
        """
        @param note: what is shared: an L{IReadableNote}, for some an L{IWritableNote} or L{IOwnNote} too.
        """
        if note.isDeleted:
            raise NotFound
        self._note = note

    def show(self, visit: Visit) -> Page:
        """
        The text, in a form for who may write.
        """
        note = self._note
        mayWrite, isOwn = IWritableNote.providedBy(note), IOwnNote.providedBy(note)
        content: list[Flattenable] = []
        if isOwn:
            content.append(tags.p(tags.a("Notes", href=siblingPath(visit, "notes"))))
        if mayWrite:
            content += (tags.h1(note.title), self._form(visit))
        else:
            content += (
                tags.h1(note.title, **{"data-live": "title"}),
                tags.div(note.body, class_="note", **{"data-live": "body"}),
            )
        content.append(self._history())
        if isOwn:
            content.append(button(visit, "Delete", isDangerous=True, act="delete"))
        return Page(
            note.title,
            content,
            scripts=("notes/editor.js",) if mayWrite else (),
            styles=("notes/notes.css",),
            isLive=True,
        )

    def data(self, visit: Visit) -> dict[str, Any]:
        """
        The title and the text for programs; with the argument C{since} what was done to the text since it had
        that version, if that is known.
        """
        note = self._note
        told = {"title": note.title, "version": note.version, "edited": momentOf(note.edited)}
        edits = None if "since" not in visit.arguments else note.since(_version(visit.arguments["since"]))
        if edits is None:
            return {**told, "text": note.body}
        return {**told, "edits": [edit.steps for edit in edits]}

    def _form(self, visit: Visit) -> Tag:
        note, fields = self._note, visit.fields
        # After a text that could not be merged, the one that it was made of is that of the others.
        return tags.form(
            visit.csrfField(),
            tags.input(type="hidden", name="act", value="save"),
            tags.input(type="hidden", name="base", value=note.body),
            tags.p(
                tags.label("Title", for_="title"),
                tags.input(
                    id="title",
                    name="title",
                    value=fields.get("title", note.title),
                    maxlength=str(LONGEST_TITLE),
                    required="required",
                ),
                class_="field",
            ),
            tags.p(
                tags.label("Text", for_="text"),
                # HTML drops a line feed at the start of the content.
                tags.textarea(
                    "\n" + fields.get("text", note.body),
                    id="text",
                    name="text",
                    rows="16",
                    maxlength=str(LONGEST_NOTE),
                ),
                class_="field",
            ),
            self._others(visit),
            tags.p(
                tags.button("Save", type="submit"),
                tags.span(class_="saved", role="status"),
                class_="buttons",
            ),
            method="post",
            action=visit.path,
            class_="form note",
            **{"data-version": str(note.version)},
        )

    def _others(self, visit: Visit) -> Tag | str:
        """
        The text that others made meanwhile, beside the one that could not be merged with it.
        """
        if "text" not in visit.problems:
            return ""
        return tags.section(
            tags.h2("The text of the others"), tags.div(self._note.body, class_="note"), class_="others"
        )

    def _history(self) -> Tag | str:
        rows = self._note.history(_MOST_SHOWN)
        if not rows:
            return ""
        return tags.details(
            tags.summary("Who has written here"),
            tags.ul(*(tags.li(editor, ", ", timeTag(when)) for editor, when in rows)),
            class_="history",
        )


def _version(text: str) -> int:
    if (version := wholeNumber(text)) is None:
        raise BadInput(f"since is the version of a text, not {text[:40]!r}.")
    return version
