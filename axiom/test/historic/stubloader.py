"""
Stores that are kept in archives beside the tests of their upgrade: what C{stub_account1to2.py} makes is in
C{account1to2.axiom.tbz2}, and opened by the tests in C{test_account1to2.py}.
"""

from __future__ import annotations

import inspect
import shutil
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

from twisted.application.service import IService
from twisted.internet.defer import Deferred, maybeDeferred
from twisted.trial.unittest import TestCase

from axiom.store import Store

__all__ = ["StubbedTest", "saveStub"]


def saveStub(funcobj: Callable[[Store], object], revision: object) -> None:
    """
    Write the archive of a store that C{funcobj}, called in a transaction, fills; beside the file that has it.

    @param revision: of the application, for the reader.
    """
    file = Path(inspect.getfile(funcobj))
    directory = file.with_name(f"{file.stem.removeprefix('stub_')}.axiom")
    with Store(str(directory)) as store:
        store.transact(funcobj, store)
    with tarfile.open(f"{directory}.tbz2", "w:bz2") as archive:
        archive.add(directory, directory.name)
    shutil.rmtree(directory)


class StubbedTest(TestCase):
    """
    Tests of a store that was upgraded.

    @ivar store: the store.
    @ivar service: its service, which runs.
    """

    def openLegacyStore(self) -> Store:
        """
        The store of the archive beside this class's file, as it is.
        """
        file = Path(str(sys.modules[self.__module__].__file__))
        name = f"{file.stem.removeprefix('test_')}.axiom"
        place = Path(self.mktemp())
        with tarfile.open(file.with_name(f"{name}.tbz2"), "r:bz2") as archive:
            archive.extractall(place, filter="data")
        return Store(str(place / name))

    def setUp(self) -> Deferred[None]:  # type: ignore[override]
        """
        @return: fires when the store is upgraded.
        """
        self.store = self.openLegacyStore()
        self.service = IService(self.store)
        self.service.startService()
        return self.store.whenFullyUpgraded()

    def tearDown(self) -> Deferred[None]:  # type: ignore[override]
        """
        @return: fires when the store is closed.
        """
        stopped = maybeDeferred(self.service.stopService)
        return stopped.addCallback(lambda _: self.store.close())
