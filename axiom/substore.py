"""
Substores: stores that belong to another store, each with an item there that stands for it.

The two commit separately. The parent is right about which substores there are: a directory that no committed
item names is what a creation left that was undone or cut off.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from tempfile import mkdtemp
from typing import Any, Self

from twisted.logger import Logger
from twisted.python.filepath import FilePath
from zope.interface import implementer
from zope.interface.interface import InterfaceClass

from axiom._columns.memory import memoryOf
from axiom._engine.directories import StoreDirectory
from axiom._engine.systemtables import blankDatabase
from axiom.attributes import InvalidPathError, inmemory, path, reference
from axiom.errors import CannotOpenStore, DuplicateUniqueItem
from axiom.iaxiom import IPowerupIndirector
from axiom.item import Item
from axiom.store import Store
from axiom.upgrade import registerDeletionUpgrader

__all__ = ["SubStore", "SubStoreStartupService"]

_log = Logger()

_FORBIDDEN = re.compile(r"[/\\\0]")
_LONGEST_NAME = 255


@implementer(IPowerupIndirector)
class SubStore(Item):
    """
    What stands for a substore in its parent. Adapting it adapts the substore, also where it is a powerup.

    @ivar storepath: the substore's directory; None if its parent is in memory, where it is in memory too.
    @ivar substore: the open store.
    """

    typeName = "substore"
    schemaVersion = 1

    storepath = path()
    substore = inmemory()
    _isWanted = inmemory()
    _uses = inmemory()

    def activate(self) -> None:
        """
        Nobody has it open.
        """
        self._isWanted, self._uses = False, 0

    @classmethod
    def createNew(cls, store: Store, pathSegments: Sequence[str]) -> Self:
        """
        Make a new store below C{store}, in one transaction of it; it is closed.

        A directory that an unfinished creation left in its place is moved to the temporary files of C{store}.

        @param pathSegments: the names that lead to its directory, from the files of C{store}.
        @raise InvalidPathError: a name can't be a directory's.
        @raise DuplicateUniqueItem: there is a substore in this place.
        """
        if isinstance(pathSegments, str):
            raise ValueError(f"Received {pathSegments!r} instead of a sequence")
        return store.transact(cls._createNew, store, cls.place(store, pathSegments))

    @classmethod
    def place(cls, store: Store, pathSegments: Sequence[str]) -> FilePath[str] | None:
        """
        Where below C{store} the substore with these names is; None if C{store} is in memory.

        @raise InvalidPathError: a name can't be a directory's.
        """
        for segment in pathSegments:
            _checkName(segment)
        return None if store.dbdir is None else store.newFilePath(*pathSegments)

    @classmethod
    def _createNew(cls, store: Store, place: FilePath[str] | None) -> Self:
        if place is None:
            return cls(store=store)
        if store.count(cls, cls.storepath == place):
            raise DuplicateUniqueItem(f"{store} has a substore in {place.path}")
        if os.path.lexists(place.path):
            _setAside(place, store)
        self = cls(store=store, storepath=place)
        StoreDirectory(place, None).prepare(lambda: blankDatabase(store.journalMode))
        return self

    @property
    def isOpen(self) -> bool:
        """
        Whether it is open: L{open} was called, and L{close} not, or it is L{opened}.
        """
        return "substore" in self._memory

    def open(self, debug: bool | None = None) -> Store:
        """
        The substore, the same object until it is closed.

        @raise CannotOpenStore: its directory is gone.
        """
        found = self._open(debug)
        self._isWanted = True
        return found

    def _open(self, debug: bool | None = None) -> Store:
        opened: Store
        if self.isOpen:
            opened = self.substore
            return opened
        parent, opened = self.presentStore(), self.openApart(debug)
        self.substore = opened
        # This item stays in memory while its store does; the data of one in memory, as long as the parent.
        keeper = opened if self.storepath is not None else parent
        memoryOf(keeper).setdefault("subStores", {})[self.storeID] = self
        opened.background.upgrade(opened)
        return opened

    def openApart(self, debug: bool | None = None) -> Store:
        """
        A new object for the substore, beside that of L{open}. The caller closes it.

        @raise CannotOpenStore: its directory is gone.
        """
        parent = self.presentStore()
        if self.storepath is not None and not StoreDirectory(self.storepath, None).hasDatabase:
            raise CannotOpenStore(f"the store in {self.storepath.path} is gone")
        return self.createStore(parent.debug if debug is None else debug, parent.journalMode)

    def close(self) -> None:
        """
        Give the database back, once nobody has it L{opened}. Repeating it is safe. One in memory stays, since
        it would lose its items.
        """
        self._isWanted = False
        self._closeUnused()

    def _closeUnused(self) -> None:
        if self.isOpen and not self._isWanted and not self._uses and self.substore.dbdir is not None:
            self.substore.close()
            del self.substore

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """
        A context with the open substore, which is closed after the last of several unless somebody keeps it
        by L{open}.
        """
        substore = self._open()
        self._uses += 1
        try:
            yield substore
        finally:
            self._uses -= 1
            self._closeUnused()

    def createStore(self, debug: bool, journalMode: str | None = None) -> Store:
        """
        A new object for the substore, whose database is made if it is not there. The caller closes it.
        """
        parent = self.presentStore()
        filesdir = None
        if self.storepath is None and parent.filesdir is not None:
            filesdir = parent.filesdir.child("_substore_files").child(str(self.storeID))
        return Store(
            self.storepath,
            filesdir=filesdir,
            debug=debug,
            parent=parent,
            idInParent=self.storeID,
            journalMode=journalMode,
        )

    def __conform__(self, interface: InterfaceClass) -> Any:
        if self.store is None:
            return None
        return interface(self.substore if self.isOpen else self.open(), None)

    def indirect(self, interface: InterfaceClass) -> Any:
        """
        The substore's provider of C{interface}, or None.
        """
        return self.__conform__(interface)


def _checkName(name: object) -> None:
    if (
        not isinstance(name, str)
        or name in ("", ".", "..")
        or _FORBIDDEN.search(name)
        or not _isEncodable(name)
        or len(os.fsencode(name)) > _LONGEST_NAME
    ):
        raise InvalidPathError(f"{name!r} can't be the name of a substore's directory")


def _isEncodable(name: str) -> bool:
    # A half of a surrogate pair is not, nor is what stands for a byte that was no text.
    return name.encode(errors="ignore").decode() == name


def _setAside(place: FilePath[str], store: Store) -> None:
    aside = FilePath(mkdtemp(prefix="left-", dir=store.newTemporaryFilePath("left").parent().path))
    os.rename(place.path, aside.child(place.basename()).path)
    _log.warn("{place} belongs to no substore; it is now in {aside}", place=place.path, aside=aside.path)


class SubStoreStartupService(Item):
    """
    An item of old stores which has no meaning any more and is deleted.
    """

    typeName = "axiom_substore_substorestartupservice"
    schemaVersion = 2

    installedOn = reference()


registerDeletionUpgrader(SubStoreStartupService, 1, 2)
