"""
Processes that die at chosen points, and the stores that they leave.
"""

from __future__ import annotations

import os

from twisted.python.filepath import FilePath
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer
from axiom.item import Item
from axiom.store import Store
from axiom.substore import SubStore
from axiom.testing import CrashPoint, NotCrashed, crash


class Count(Item):
    """
    Something to change.
    """

    typeName = "test_crashes_count"

    number = integer(default=0, allowNone=False)


def countUp(directory: str, times: int) -> None:
    """
    Count up, each time in a transaction that leaves a file when it is committed.
    """
    store = Store(directory)
    count = store.findUnique(Count)

    def transaction() -> None:
        count.number += 1
        path = store.newFilePath(f"told {count.number}")
        store.afterCommit(path.touch)

    for _ in range(times):
        store.transact(transaction)


def replaceFile(directory: str) -> None:
    """
    Write the file anew.
    """
    file = Store(directory).newFile("letter")
    file.write(b"new")
    file.close()


def makeSubStore(directory: str) -> None:
    """
    Make a substore.
    """
    SubStore.createNew(Store(directory), ["inner"])


class CrashTests(SynchronousTestCase):
    """
    Tests for L{crash}, and for what stores survive.
    """

    def setUp(self) -> None:
        """
        A store with a count.
        """
        self.directory = self.mktemp()
        store = Store(self.directory)
        Count(store=store)
        store.close()

    def left(self) -> tuple[int, list[str]]:
        """
        The number in the store that is left, and the files.
        """
        store = Store(self.directory)
        try:
            self.assertEqual([("ok",)], store.querySQL("PRAGMA integrity_check"))
            number = store.findUnique(Count).number
            # It can be written.
            Count(store=store).deleteFromStore()
        finally:
            store.close()
        return number, sorted(os.listdir(os.path.join(self.directory, "files")))

    def test_beforeCommit(self) -> None:
        """
        What was not committed is not there.
        """
        crash(countUp, self.directory, 3, at=CrashPoint.BEFORE_COMMIT, number=2)
        self.assertEqual((1, ["told 1"]), self.left())

    def test_inCommit(self) -> None:
        """
        What was half committed is not there.
        """
        crash(countUp, self.directory, 3, at=CrashPoint.IN_COMMIT, number=3)
        self.assertEqual((2, ["told 1", "told 2"]), self.left())

    def test_afterCommit(self) -> None:
        """
        What was committed is there, also if nobody was told.
        """
        crash(countUp, self.directory, 3, at=CrashPoint.AFTER_COMMIT, number=2)
        self.assertEqual((2, ["told 1"]), self.left())

    def test_file(self) -> None:
        """
        A file is the old one until the new one is whole.
        """
        path = FilePath(self.directory).descendant(["files", "letter"])
        path.setContent(b"old")
        crash(replaceFile, self.directory, at=CrashPoint.BEFORE_FILE, store=self.directory)
        self.assertEqual(b"old", path.getContent())

    def test_betweenStores(self) -> None:
        """
        A substore that is made, and whose parent was not committed, does not count, and can be made again.
        """
        inner = os.path.join(self.directory, "files", "inner")
        crash(makeSubStore, self.directory, at=CrashPoint.BEFORE_COMMIT, store=self.directory)
        store = Store(self.directory)
        self.addCleanup(store.close)
        self.assertTrue(os.path.exists(os.path.join(inner, "db.sqlite")))
        self.assertEqual(0, store.count(SubStore))
        with SubStore.createNew(store, ["inner"]).opened() as opened:
            Count(store=opened)

    def test_notReached(self) -> None:
        """
        A process that ends before the point is an error, which says how it ended.
        """
        with self.assertRaises(NotCrashed) as ended:
            crash(countUp, self.directory, 1, at=CrashPoint.AFTER_COMMIT, number=9)
        self.assertIn("ended with 0", str(ended.exception))
        with self.assertRaises(NotCrashed) as ended:
            crash(countUp, self.directory, "x", at=CrashPoint.AFTER_COMMIT)
        self.assertIn("TypeError", str(ended.exception))
