"""
A small site on disk, and what is there to look at.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import apsw
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, path, reference, text
from axiom.care import TOP, StorePlace
from axiom.item import Item
from axiom.store import Store
from axiom.substore import SubStore

__all__ = ["ALICE", "BOB", "Note", "SiteTestCase", "snapshotOf"]

ALICE, BOB = "account/x/alice.axiom", "account/x/bob.axiom"


class Note(Item):
    """
    Something in a store.
    """

    typeName = "care_note"

    title = text()
    stars = integer(indexed=True)
    picture = path()
    parent = reference(whenDeleted=reference.CASCADE)
    friend = reference()


def snapshotOf(directory: Path) -> dict[str, bytes | None]:
    """
    The bytes of everything in a directory, and None for each directory.
    """
    return {
        str(found.relative_to(directory)): found.read_bytes() if found.is_file() else None
        for found in directory.rglob("*")
    }


class SiteTestCase(SynchronousTestCase):
    """
    Tests on a site with two user stores, each with a note, and a picture in Alice's.

    @ivar directory: for whatever is needed.
    @ivar top: the site.
    """

    def setUp(self) -> None:
        """
        The site, closed.
        """
        self.directory = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.directory)
        self.top = StorePlace(self.directory / "site.axiom")
        with closing(Store(str(self.top.path))) as site:
            for name in (ALICE, BOB):
                SubStore.createNew(site, name.split("/"))
        with closing(self.open(ALICE)) as store:
            self.addPicture(store, "cat.jpg")
        with closing(self.open(BOB)) as store:
            Note(store=store, title="Hello", stars=3)

    def place(self, name: str) -> StorePlace:
        """
        Where a store is.
        """
        return self.top if name == TOP else StorePlace(self.top.files / name, name)

    def open(self, name: str = TOP) -> Store:
        """
        The store with this name; the caller closes it.
        """
        return Store(str(self.place(name).path))

    def addPicture(self, store: Store, name: str, content: bytes = b"purr") -> Note:
        """
        A new note with a picture.
        """
        file = store.newFile("pictures", name)
        file.write(content)
        file.close()
        return Note(store=store, title=name, picture=store.newFilePath("pictures", name))

    def execute(self, name: str, sql: str) -> None:
        """
        Run SQL behind the back of a store.
        """
        with closing(apsw.Connection(str(self.place(name).database))) as connection:
            connection.execute(sql).fetchall()

    def overwrite(self, name: str, offset: int, content: bytes) -> None:
        """
        Damage the database of a store.
        """
        with open(self.place(name).database, "r+b") as file:
            file.seek(offset)
            file.write(content)

    def truncate(self, name: str, size: int) -> None:
        """
        Cut the database of a store.
        """
        os.truncate(self.place(name).database, size)

    def leaveLog(self, name: str) -> None:
        """
        Leave a store as a killed process does: with a transaction that is only in the log.
        """
        place = self.place(name)
        store = self.open(name)
        Note(store=store, title="logged")
        for suffix in ("", "-wal"):
            shutil.copy(f"{place.database}{suffix}", self.directory / f"kept{suffix}")
        store.close()
        for suffix in ("", "-wal"):
            shutil.move(self.directory / f"kept{suffix}", f"{place.database}{suffix}")
