"""
Folders in the browser, and the files in them.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from twisted.web.template import Flattenable, Tag, tags

from mantissa_like.sharing import itemFromProxy
from mantissa_like.web import (
    Column,
    Download,
    Files,
    Form,
    NotFound,
    Page,
    Table,
    Text,
    Visit,
    bytesInWords,
    momentColumn,
    momentOf,
)
from offerings.files._archives import contentsOf, writeArchive
from offerings.files._changing import changing
from offerings.files._entries import Entry, File, Folder
from offerings.files._fileview import fileData, preview, sent
from offerings.files._trash import trashPage
from offerings.files._urls import below
from offerings.files.errors import NoSuchEntry
from offerings.files.interfaces import IOwnFolder, IWritableFolder

__all__ = ["FILES", "FOLDER_NAME", "MAKE_FOLDER", "UPLOAD", "FolderView"]

FILES = Files("files", "Add files", most=200)
FOLDER_NAME = Text("name", "Name of a new folder")
UPLOAD = Form(FILES, submit="Upload")
MAKE_FOLDER = Form(FOLDER_NAME, submit="Make folder")


class FolderView:
    """
    A folder as one visitor may see it, with everything below it.
    """

    hasPagesBelow = True

    def __init__(self, folder: Any) -> None:
        """
        @param folder: what is shared: an L{IReadableFolder}, for some an L{IWritableFolder} too.
        """
        self._folder = folder
        self._mayWrite = IWritableFolder.providedBy(folder)
        self._isOwn = IOwnFolder.providedBy(folder)

    def show(self, visit: Visit) -> Any:
        """
        What is at the path: a table, or one file; with the argument C{archive} everything in one file, with
        C{trash} what was deleted.
        """
        entry = self._entry(visit)
        here = replace(visit, path=below(visit.path, visit.segments))
        if isinstance(entry, File):
            return self._filePage(entry, visit, here)
        if "archive" in visit.arguments:
            return self._archive(entry)
        if "trash" in visit.arguments and self._mayWrite and not visit.segments:
            return trashPage(self._folder.deletedEntries(), self._folder.title, here)
        return self._folderPage(entry, visit, here)

    def data(self, visit: Visit) -> dict[str, Any]:
        """
        The same for programs.
        """
        entry, url = self._entry(visit), below(visit.path, visit.segments)
        if isinstance(entry, File):
            return fileData(entry, url)
        return {
            "name": entry.name,
            "entries": [_entryData(each, below(url, [each.name])) for each in entry.entries(())],
        }

    def _entry(self, visit: Visit) -> Entry:
        try:
            found: Entry = self._folder.find(visit.segments)
        except NoSuchEntry as e:
            raise NotFound from e
        return found

    def _filePage(self, file: File, visit: Visit, here: Visit) -> Page | Download:
        if (download := sent(file, visit)) is not None:
            return download
        content = [self._way(visit), tags.h1(file.name), preview(file, here.path)]
        if self._mayWrite:
            content.append(changing(file, self._folder, here, self._isOwn))
        return Page(file.name, tags.div(*content, class_="files"), styles=("files/files.css",))

    def _folderPage(self, folder: Folder, visit: Visit, here: Visit) -> Page:
        title = self._folder.title if not visit.segments else folder.name
        content: list[Flattenable] = [self._way(visit), tags.h1(title)]
        if self._mayWrite:
            content.append(_adding(here))
        content.append(_TABLE.of(_rows(folder, here.path), here).show("This folder is empty."))
        content.append(self._more(folder, visit, here))
        if self._mayWrite and visit.segments:
            content.append(changing(folder, self._folder, here, self._isOwn))
        return Page(
            title,
            tags.div(*content, class_="files"),
            scripts=("files/upload.js",) if self._mayWrite else (),
            styles=("files/files.css",),
        )

    def _more(self, folder: Folder, visit: Visit, here: Visit) -> Tag:
        links = tags.p(class_="buttons")
        if folder.entries(()):
            links(tags.a("Download everything", href=f"{here.path}?archive"))
        if self._mayWrite and not visit.segments:
            links(tags.a("Deleted files", href=f"{here.path}?trash"))
        return links

    def _way(self, visit: Visit) -> Tag | str:
        """
        The folders that lead here, as links.
        """
        if not visit.segments:
            return ""
        way = tags.nav(tags.a(self._folder.title, href=visit.path), class_="way", **{"aria-label": "Folders"})
        for count in range(1, len(visit.segments)):
            names = visit.segments[:count]
            way(" / ", tags.a(names[-1], href=below(visit.path, names)))
        return way

    async def _archive(self, folder: Folder) -> Download:
        store = itemFromProxy(self._folder).presentStore()
        place = Path(store.newTemporaryFilePath("archives", secrets.token_hex(16)).path)
        await store.runtime.inThread(writeArchive, place, list(contentsOf(folder)))
        return Download(place, f"{folder.name}.zip", "application/zip", isTemporary=True)


class _Row:
    """
    An entry with the address of its page.
    """

    def __init__(self, entry: Entry, url: str) -> None:
        self.entry, self.url, self.name = entry, url, entry.name
        self.size = entry.size if isinstance(entry, File) else None

    def link(self) -> Tag:
        """
        What leads to it.
        """
        kind = "file" if isinstance(self.entry, File) else "folder"
        return tags.a(self.name, href=self.url, class_=kind)


_TABLE: Table[_Row] = Table(
    Column("name", "Name", lambda row: row.name, cell=_Row.link, isSortable=True, isFiltered=True),
    Column(
        "size",
        "Size",
        lambda row: row.size,
        cell=lambda row: "" if row.size is None else bytesInWords(row.size),
        isSortable=True,
        isNumber=True,
    ),
    momentColumn("changed", "Changed", lambda row: row.entry.changed, isSortable=True),
    pageSize=200,
)


def _rows(folder: Folder, url: str) -> Sequence[_Row]:
    return [_Row(entry, below(url, [entry.name])) for entry in folder.entries(())]


def _entryData(entry: Entry, url: str) -> dict[str, Any]:
    if isinstance(entry, File):
        return {"kind": "file", "url": url, **fileData(entry, url)}
    return {"kind": "folder", "url": url, "name": entry.name, "changed": momentOf(entry.changed)}


def _adding(here: Visit) -> Tag:
    return tags.div(
        UPLOAD.show(here, extra={"act": "upload"}),
        tags.details(
            tags.summary("New folder"),
            MAKE_FOLDER.show(here, extra={"act": "makeFolder"}, name="folder"),
        ),
        class_="adding",
    )
