"""
What was deleted and can be restored.
"""

from __future__ import annotations

from collections.abc import Sequence

from twisted.web.template import Tag, tags

from mantissa_like.web import Column, Page, Table, Visit, button, momentColumn
from offerings.files._entries import Entry

__all__ = ["trashPage"]


def trashPage(entries: Sequence[Entry], title: str, visit: Visit) -> Page:
    """
    A table of C{entries}, each with a button to restore it and one to delete it for good.

    @param title: of the folder that they were in.
    """

    def acts(entry: Entry) -> Tag:
        number = str(entry.storeID)
        return tags.span(
            button(visit, "Restore", act="restore", number=number),
            " ",
            button(visit, "Delete for good", isDangerous=True, act="destroy", number=number),
        )

    table: Table[Entry] = Table(
        Column("name", "Name", lambda entry: entry.name, isSortable=True, isFiltered=True),
        momentColumn("trashed", "Deleted", lambda entry: entry.trashed),
        Column("", "", lambda entry: None, cell=acts),
    )
    content = tags.div(
        tags.nav(tags.a(title, href=visit.path), class_="way"),
        tags.h1("Deleted files"),
        tags.p("They are kept for 30 days."),
        table.of(entries, visit).show("Nothing was deleted."),
        class_="files",
    )
    return Page("Deleted files", content, styles=("files/files.css",))
