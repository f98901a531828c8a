"""
What can be done in a folder by form.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from inspect import isawaitable
from typing import Any
from urllib.parse import quote

from epsilon.extime import Time

from mantissa_like.web import BadInput, NotFound, Page, Redirect, Visit, chosenAct, confirmed, wholeNumber
from offerings.files._changing import NAME, RENAME, moveForm, pathIn
from offerings.files._folderview import FILES, FOLDER_NAME, MAKE_FOLDER, UPLOAD
from offerings.files._urls import below
from offerings.files.errors import FilesError, NoSuchEntry
from offerings.files.interfaces import IOwnFolder

__all__ = ["FolderAction"]


class FolderAction:
    """
    Changes a folder and what is below it: the field C{act} says how.
    """

    hasPagesBelow = True

    def __init__(self, folder: Any) -> None:
        """
        @param folder: an L{IWritableFolder}.
        """
        self._folder = folder

    async def post(self, visit: Visit) -> Redirect | Page:
        """
        Do it, and show what came of it.
        """
        acts: dict[str, Callable[[Visit, Visit], Redirect | Page | Awaitable[Redirect]]] = {
            "destroy": self._destroy,
            "makeFolder": self._makeFolder,
            "move": self._move,
            "rename": self._rename,
            "restore": self._restore,
            "share": self._share,
            "trash": self._trash,
            "upload": self._upload,
        }
        act = chosenAct(visit, acts)
        here = replace(visit, path=below(visit.path, visit.segments))
        try:
            answer = act(visit, here)
            return await answer if isawaitable(answer) else answer
        except NoSuchEntry as e:
            raise NotFound from e
        except FilesError as e:
            raise BadInput(f"Sorry, {e}. {e.hint}") from e

    async def _upload(self, visit: Visit, here: Visit) -> Redirect:
        uploads = UPLOAD.read(visit)[FILES]
        names = []
        for upload in uploads:
            file = await self._folder.add(
                visit.segments, upload.name or "Unnamed", upload.contentType, upload.keep
            )
            names.append(file.name)
        flash = f"Uploaded {names[0]}." if len(names) == 1 else f"Uploaded {len(names)} files."
        return Redirect(here.path, {"names": names}, flash)

    def _makeFolder(self, visit: Visit, here: Visit) -> Redirect:
        folder = self._folder.makeFolder(visit.segments, MAKE_FOLDER.read(visit)[FOLDER_NAME])
        return Redirect(below(here.path, [folder.name]))

    def _rename(self, visit: Visit, here: Visit) -> Redirect:
        name = RENAME.read(visit)[NAME]
        self._folder.rename(visit.segments, name)
        return Redirect(below(visit.path, [*visit.segments[:-1], name]))

    def _move(self, visit: Visit, here: Visit) -> Redirect:
        form = moveForm(self._folder, self._folder.find(visit.segments))
        target = pathIn(form.read(visit)[form.parameters[0]])
        self._folder.move(visit.segments, target)
        return Redirect(below(visit.path, [*target, visit.segments[-1]]))

    def _trash(self, visit: Visit, here: Visit) -> Redirect:
        entry = self._folder.trash(visit.segments, Time.fromPOSIXTimestamp(visit.clock.seconds()))
        url = below(visit.path, visit.segments[:-1])
        flash = f"Deleted {entry.name}. It is among the deleted files for 30 days."
        return Redirect(url, {"number": entry.storeID}, flash)

    def _restore(self, visit: Visit, here: Visit) -> Redirect:
        entry = self._folder.restore(_number(visit))
        return Redirect(f"{visit.path}?trash", {"name": entry.name}, f"Restored {entry.name}.")

    def _destroy(self, visit: Visit, here: Visit) -> Redirect | Page:
        number, trash = _number(visit), f"{visit.path}?trash"
        entries = {entry.storeID: entry for entry in self._folder.deletedEntries()}
        if number not in entries:
            raise NoSuchEntry(str(number))
        question = confirmed(
            visit,
            f"Delete {entries[number].name} for good?",
            "This can’t be undone.",
            "Delete for good",
            trash,
        )
        if question is not None:
            return Page("Delete for good?", question)
        self._folder.destroy(number)
        return Redirect(trash, flash="Deleted for good.")

    def _share(self, visit: Visit, here: Visit) -> Redirect:
        if not IOwnFolder.providedBy(self._folder):
            raise NotFound
        shareID = self._folder.shareIDOf(visit.segments)
        return Redirect(f"/shares/new?item={quote(shareID, safe='')}")


def _number(visit: Visit) -> int:
    number = wholeNumber(visit.fields.get("number", ""))
    if number is None:
        raise BadInput("The number of a deleted file is missing.")
    return number
