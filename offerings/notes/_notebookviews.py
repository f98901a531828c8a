"""
The list of a person's notes.
"""

from __future__ import annotations

from typing import Any

from epsilon.extime import Time
from twisted.web.template import Flattenable, Tag, tags

from axiom.search import Excerpt
from mantissa_like.web import (
    BadInput,
    Column,
    Form,
    NotFound,
    Page,
    Redirect,
    Table,
    Text,
    Visit,
    button,
    chosenAct,
    confirmed,
    momentColumn,
    momentOf,
    wholeNumber,
)
from offerings.notes._notebook import DAYS_TO_RESTORE
from offerings.notes._notes import LONGEST_TITLE, Note
from offerings.notes.errors import UnfitNote

__all__ = ["NotebookView", "siblingPath"]

_TITLE = Text("title", "Title of a new note", longest=LONGEST_TITLE)
_NEW = Form(_TITLE, submit="New note")
_MOST_FOUND = 50


class NotebookView:
    """
    The notes for their owner: all, those with certain words, and those that were deleted.
    """

    def __init__(self, notebook: Any) -> None:
        """
        @param notebook: an L{INotebook}.
        """
        self._notebook = notebook

    def show(self, visit: Visit) -> Page:
        """
        A table; with the argument C{find} what has these words, with C{deleted} what can be restored.
        """
        if "deleted" in visit.arguments:
            return self._deletedPage(visit)
        sought = visit.arguments.get("find", "").strip()
        content: list[Flattenable] = [tags.h1("Notes"), _search(visit.path, sought)]
        if sought:
            content.append(self._found(visit, sought))
        else:
            content.append(_NEW.show(visit, extra={"act": "create"}))
            table = _table(visit).of(self._notebook.notes(), visit).show("You have no notes yet.")
            content.append(tags.div(table, **{"data-live": "notes"}))
        content.append(tags.p(tags.a("Deleted notes", href=f"{visit.path}?deleted"), class_="buttons"))
        return Page("Notes", content, styles=("notes/notes.css",), isLive=not sought)

    def data(self, visit: Visit) -> dict[str, Any]:
        """
        The same for programs.
        """
        sought = visit.arguments.get("find", "").strip()
        if sought:
            hits = self._notebook.find(sought, _MOST_FOUND)
            return {"notes": [{**_data(visit, hit.item), "excerpt": str(hit.excerpt)} for hit in hits]}
        isTrash = "deleted" in visit.arguments
        notes = self._notebook.deletedNotes() if isTrash else self._notebook.notes()
        return {"notes": [_data(visit, note) for note in notes]}

    def post(self, visit: Visit) -> Redirect | Page:
        """
        Make, restore or destroy a note: the field C{act} says which.
        """
        acts = {"create": self._create, "restore": self._restore, "destroy": self._destroy}
        return chosenAct(visit, acts)(visit)

    def _create(self, visit: Visit) -> Redirect:
        try:
            note = self._notebook.create(_NEW.read(visit)[_TITLE], _now(visit))
        except UnfitNote as e:
            raise BadInput(str(e)) from e
        return Redirect(siblingPath(visit, note.shareID), _data(visit, note))

    def _restore(self, visit: Visit) -> Redirect:
        note = self._notebook.restore(_number(visit))
        if note is None:
            raise NotFound
        return Redirect(siblingPath(visit, note.shareID), _data(visit, note), f"Restored “{note.title}”.")

    def _destroy(self, visit: Visit) -> Redirect | Page:
        trash = f"{visit.path}?deleted"
        question = confirmed(
            visit,
            "Delete this note for good?",
            "Its text and its history are gone then. This can’t be undone.",
            "Delete for good",
            trash,
        )
        if question is not None:
            return Page("Delete for good?", question)
        self._notebook.destroy(_number(visit))
        return Redirect(trash, flash="Deleted for good.")

    def _found(self, visit: Visit, sought: str) -> Tag:
        hits = self._notebook.find(sought, _MOST_FOUND)
        if not hits:
            return tags.p("No note has these words.", class_="empty")
        found = tags.ul(class_="found")
        for hit in hits:
            link = tags.a(hit.item.title, href=siblingPath(visit, hit.item.shareID))
            found(tags.li(tags.h2(link), tags.p(*_marked(hit.excerpt))))
        return found

    def _deletedPage(self, visit: Visit) -> Page:
        table: Table[Note] = Table(
            Column("title", "Title", lambda note: note.title, by=Note.title),
            momentColumn("deleted", "Deleted", lambda note: note.deletedAt, Note.deletedAt),
            Column(
                "",
                "",
                lambda note: "",
                cell=lambda note: [
                    button(visit, "Restore", act="restore", number=str(note.storeID)),
                    " ",
                    button(visit, "Delete for good", None, True, act="destroy", number=str(note.storeID)),
                ],
            ),
        )
        return Page(
            "Deleted notes",
            [
                tags.p(tags.a("Notes", href=visit.path)),
                tags.h1("Deleted notes"),
                tags.p(f"Notes stay here for {DAYS_TO_RESTORE} days after they were deleted."),
                table.of(self._notebook.deletedNotes(), visit).show("There are none."),
            ],
        )


def siblingPath(visit: Visit, shareID: str) -> str:
    """
    Where something else is that the same owner shares.
    """
    return f"{visit.path.rpartition('/')[0]}/{shareID}"


def _table(visit: Visit) -> Table[Note]:
    return Table(
        Column(
            "title",
            "Title",
            lambda note: note.title,
            cell=lambda note: tags.a(note.title, href=siblingPath(visit, note.shareID)),
            by=Note.title,
        ),
        momentColumn("edited", "Changed", lambda note: note.edited, Note.edited),
    )


def _search(path: str, sought: str) -> Tag:
    return tags.form(
        tags.input(type="search", name="find", value=sought, **{"aria-label": "Words in your notes"}),
        tags.button("Find", type="submit"),
        method="get",
        action=path,
        role="search",
        class_="find",
    )


def _marked(excerpt: Excerpt) -> list[Flattenable]:
    return [tags.mark(part) if isSought else part for part, isSought in excerpt.parts]


def _data(visit: Visit, note: Note) -> dict[str, Any]:
    return {
        "number": note.storeID,
        "title": note.title,
        "url": siblingPath(visit, note.shareID),
        "edited": momentOf(note.edited),
    }


def _now(visit: Visit) -> Time:
    return Time.fromPOSIXTimestamp(visit.clock.seconds())


def _number(visit: Visit) -> int:
    number = wholeNumber(visit.fields.get("number", ""))
    if number is None:
        raise BadInput("The number of a note is missing.")
    return number
