"""
Files and folders, in their owner's store.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from epsilon.extime import Time
from zope.interface import implementer

from axiom.attributes import AND, integer, path, reference, text, timestamp
from axiom.item import Item, transacted
from axiom.store import Store
from mantissa_like.sharing import ITitled, Share, getSelfRole, shareItem
from offerings.files._names import checkName, freeName
from offerings.files._words import wordsIn
from offerings.files.errors import NameTaken, NoSuchEntry, UnfitMove
from offerings.files.interfaces import IOwnFolder, IReadableFile, IReadableFolder, IWritableFolder

__all__ = ["Entry", "File", "Folder", "trashedIn"]

_DIRECTORY = "content"


@implementer(IReadableFolder, IWritableFolder, IOwnFolder, ITitled)
class Folder(Item):
    """
    One folder.

    @ivar name: unique among what is in its parent and not deleted.
    @ivar parent: the folder that it is in; None for the outermost one.
    @ivar changed: when it was made, or its name was changed.
    @ivar trashed: when it was deleted; None if it was not.
    """

    typeName = "files_folder"

    name = text(allowNone=False, caseSensitive=True, searchable=True)
    parent: reference[Any] = reference(whenDeleted=reference.CASCADE, indexed=True)
    changed = timestamp(allowNone=False)
    trashed = timestamp(indexed=True)

    @property
    def title(self) -> str:
        """
        See L{IReadableFolder}.
        """
        return self.name

    def find(self, path: Sequence[str]) -> Entry:
        """
        See L{IReadableFolder}.
        """
        if not _isThere(self):
            raise NoSuchEntry(self.name)
        found: Entry = self
        for name in path:
            inside = _named(found, name) if isinstance(found, Folder) else None
            if inside is None:
                raise NoSuchEntry(name)
            found = inside
        return found

    def entries(self, path: Sequence[str]) -> list[Entry]:
        """
        See L{IReadableFolder}.
        """
        folder, store = self._folder(path), self.presentStore()
        folders = store.query(Folder, _in(folder, Folder), sort=Folder.name.ascending)
        files = store.query(File, _in(folder, File), sort=File.name.ascending)
        return [*folders, *files]

    @transacted
    def makeFolder(self, path: Sequence[str], name: str) -> Folder:
        """
        See L{IWritableFolder}.
        """
        folder, name = self._folder(path), checkName(name)
        if _named(folder, name) is not None:
            raise NameTaken(name)
        store = self.presentStore()
        return Folder(store=store, name=name, parent=folder, changed=_now(store))

    async def add(
        self, path: Sequence[str], name: str, contentType: str, keep: Callable[[Path], object]
    ) -> File:
        """
        See L{IWritableFolder}.
        """
        self._folder(path)
        name, store = checkName(name), self.presentStore()
        # Of no meaning, so that no name that somebody chose is one on the disk.
        place = store.newFilePath(_DIRECTORY, secrets.token_hex(16))
        await store.runtime.inThread(keep, Path(place.path))
        try:
            words = await store.runtime.inThread(wordsIn, Path(place.path), contentType)
            file: File = store.transact(self._add, path, name, contentType, place, words)
        except BaseException:
            place.remove()
            raise
        return file

    def _add(self, path: Sequence[str], name: str, contentType: str, place: Any, words: str) -> File:
        folder, store = self._folder(path), self.presentStore()
        return File(
            store=store,
            name=freeName(name, _namesIn(folder)),
            parent=folder,
            changed=_now(store),
            content=place,
            contentType=contentType,
            size=place.getsize(),
            words=words,
        )

    @transacted
    def rename(self, path: Sequence[str], name: str) -> None:
        """
        See L{IWritableFolder}.
        """
        entry, name = self._below(path), checkName(name)
        if _named(entry.parent, name) not in (None, entry):
            raise NameTaken(name)
        entry.name = name
        entry.changed = _now(self.presentStore())

    @transacted
    def move(self, path: Sequence[str], target: Sequence[str]) -> None:
        """
        See L{IWritableFolder}.
        """
        entry, folder = self._below(path), self._folder(target)
        if entry in _upwards(folder):
            raise UnfitMove("a folder can’t be moved into itself")
        if _named(folder, entry.name) not in (None, entry):
            raise NameTaken(entry.name)
        entry.parent = folder

    @transacted
    def trash(self, path: Sequence[str], now: Time) -> Entry:
        """
        See L{IWritableFolder}.
        """
        entry = self._below(path)
        entry.trashed = now
        return entry

    def deletedEntries(self) -> list[Entry]:
        """
        See L{IWritableFolder}.
        """
        found = [each for each in trashedIn(self.presentStore()) if self in _upwards(each.parent)]
        return [each for each in found if _isThere(each.parent)]

    @transacted
    def restore(self, number: int) -> Entry:
        """
        See L{IWritableFolder}.
        """
        entry = self._trashed(number)
        entry.name = freeName(entry.name, _namesIn(entry.parent))
        entry.trashed = None
        return entry

    @transacted
    def destroy(self, number: int) -> None:
        """
        See L{IWritableFolder}.
        """
        self._trashed(number).deleteFromStore()

    @transacted
    def shareIDOf(self, path: Sequence[str]) -> str:
        """
        See L{IOwnFolder}.
        """
        entry, store = self.find(path), self.presentStore()
        own = getSelfRole(store)
        found: Share | None = store.findFirst(Share, AND(Share.sharedItem == entry, Share.sharedTo == own))
        if found is None:
            seams = [IReadableFile] if isinstance(entry, File) else [IReadableFolder, IWritableFolder]
            found = shareItem(entry, toRole=own, interfaces=seams)
        return found.shareID

    def _trashed(self, number: int) -> Entry:
        for entry in self.deletedEntries():
            if entry.storeID == number:
                return entry
        raise NoSuchEntry(str(number))

    def _folder(self, path: Sequence[str]) -> Folder:
        found = self.find(path)
        if not isinstance(found, Folder):
            raise NoSuchEntry(found.name)
        return found

    def _below(self, path: Sequence[str]) -> Entry:
        found = self.find(path)
        if found is self:
            raise UnfitMove("what is shared stays where it is")
        return found


@implementer(IReadableFile, ITitled)
class File(Item):
    """
    One file.

    @ivar name: unique among what is in its folder and not deleted.
    @ivar parent: the folder that it is in.
    @ivar changed: when it was uploaded, or its name was changed.
    @ivar trashed: when it was deleted; None if it was not.
    @ivar content: where its content is, which never changes.
    @ivar contentType: what its sender said is in it.
    @ivar size: of the content in bytes.
    @ivar words: the beginning of the content of a text, by which it is found; may be empty.
    """

    typeName = "files_file"

    name = text(allowNone=False, caseSensitive=True, searchable=True)
    parent = reference(allowNone=False, reftype=Folder, whenDeleted=reference.CASCADE, indexed=True)
    changed = timestamp(allowNone=False)
    trashed = timestamp(indexed=True)
    content = path(allowNone=False)
    contentType = text(allowNone=False)
    size = integer(allowNone=False)
    words = text(allowNone=False, default="", searchable=True)

    @property
    def title(self) -> str:
        """
        See L{IReadableFile}.
        """
        return self.name

    def file(self) -> File:
        """
        See L{IReadableFile}.
        """
        if not _isThere(self):
            raise NoSuchEntry(self.name)
        return self

    def deleted(self) -> None:
        """
        The content goes once the file is gone for good.
        """
        place = self.content

        def remove() -> None:
            if place.exists():
                place.remove()

        self.presentStore().afterCommit(remove)


Entry = File | Folder


def trashedIn(store: Store, before: float | None = None) -> list[Entry]:
    """
    All that was deleted and can be restored, the latest first.

    @param before: seconds since the epoch; only what was deleted earlier.
    """
    found: list[Entry] = []
    for kind in (Folder, File):
        wanted = kind.trashed != None if before is None else kind.trashed < Time.fromPOSIXTimestamp(before)  # noqa: E711
        found += store.query(kind, wanted)
    return sorted(found, key=lambda each: -each.trashed.asPOSIXTimestamp() if each.trashed else 0.0)


def _in(folder: Folder, kind: type[Entry]) -> AND:
    return AND(kind.parent == folder, kind.trashed == None)  # noqa: E711 (a condition of SQL)


def _named(folder: Folder, name: str) -> Entry | None:
    store = folder.presentStore()
    for kind in (Folder, File):
        found: Entry | None = store.findFirst(kind, AND(_in(folder, kind), kind.name == name))
        if found is not None:
            return found
    return None


def _namesIn(folder: Folder) -> set[str]:
    store = folder.presentStore()
    return {
        name for kind in (Folder, File) for name in store.query(kind, _in(folder, kind)).getColumn("name")
    }


def _upwards(entry: Entry) -> Iterator[Entry]:
    found: Entry | None = entry
    while found is not None:
        yield found
        found = found.parent


def _isThere(entry: Entry) -> bool:
    return all(each.trashed is None for each in _upwards(entry))


def _now(store: Store) -> Time:
    return Time.fromPOSIXTimestamp(store.runtime.clock.seconds())
