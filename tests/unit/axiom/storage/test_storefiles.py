"""
Files that a store owns.
"""

from __future__ import annotations

import os
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from axiom.errors import (
    NoPlaceForFiles,
)
from axiom.store import Store


class FileTests(SynchronousTestCase):
    """
    Files of a store.
    """

    def setUp(self) -> None:
        """
        A store with a directory.
        """
        self.store = Store(self.mktemp())
        self.addCleanup(self.store.close)

    def test_newFile(self) -> None:
        """
        A file is in its place when it is closed, with what was written.
        """
        file = self.store.newFile("a", "b")
        file.write(b"hello ")
        file.flush()
        self.assertFalse(self.store.newFilePath("a", "b").exists())
        file.write(b"there")
        place = self.successResultOf(file.close())
        self.assertEqual((self.store.newFilePath("a", "b"), b"hello there"), (place, place.getContent()))
        self.assertEqual(place, file.finalpath)
        self.assertRaises(ValueError, file.write, b"more")
        self.assertEqual([], os.listdir(Path(file.name).parent))

    def test_replaced(self) -> None:
        """
        A file takes the place of the one before.
        """
        for content in (b"old", b"new"):
            file = self.store.newFile("a")
            file.write(content)
            self.successResultOf(file.close())
        self.assertEqual(b"new", self.store.newFilePath("a").getContent())

    def test_aborted(self) -> None:
        """
        An aborted file leaves nothing.
        """
        file = self.store.newFile("a")
        self.assertTrue(os.path.exists(file.name))
        file.abort()
        file.abort()
        self.assertEqual((False, False), (os.path.exists(file.name), self.store.newFilePath("a").exists()))

    def test_directory(self) -> None:
        """
        A new directory is there, and may have been.
        """
        for _ in range(2):
            self.assertTrue(self.store.newDirectory("a", "b").isdir())

    def test_noName(self) -> None:
        """
        A file needs a name, and the store a place for it.
        """
        self.assertRaises(ValueError, self.store.newFile)
        memory = Store()
        self.addCleanup(memory.close)
        self.assertRaises(NoPlaceForFiles, memory.newFile, "a")
