"""
What Linux tells of directories.
"""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

from twisted.internet.interfaces import IReadDescriptor
from twisted.internet.testing import MemoryReactor
from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from axiom.database import Inotify


class InotifyTests(SynchronousTestCase):
    """
    Tests for L{Inotify}, which is read when a test says so.
    """

    def setUp(self) -> None:
        """
        Two directories that are followed.
        """
        self.reactor = MemoryReactor()
        self.inotify = Inotify(self.reactor)
        self.addCleanup(self.inotify.close)
        self.told: list[str] = []
        self.directories = [Path(self.mktemp()), Path(self.mktemp())]
        self.stops = []
        for name, directory in zip("ab", self.directories, strict=True):
            directory.mkdir()
            self.stops.append(self.inotify.add(str(directory), partial(self.told.append, name)))

    def test_interface(self) -> None:
        """
        The reactor reads it, until it is closed.
        """
        self.assertTrue(verifyObject(IReadDescriptor, self.inotify))
        self.assertIn(self.inotify, self.reactor.readers)
        self.inotify.close()
        self.assertNotIn(self.inotify, self.reactor.readers)

    def test_writes(self) -> None:
        """
        Several writes in one directory are told once; nothing is told of the other, nor without a write.
        """
        self.inotify.doRead()
        self.assertEqual([], self.told)
        (self.directories[0] / "file").write_text("one")
        (self.directories[0] / "other").write_text("two")
        self.inotify.doRead()
        self.assertEqual(["a"], self.told)

    def test_removed(self) -> None:
        """
        A directory that is removed is forgotten; the others are still followed.
        """
        shutil.rmtree(self.directories[0])
        self.inotify.doRead()
        (self.directories[1] / "file").write_text("one")
        self.inotify.doRead()
        self.stops[0]()
        self.assertEqual((["b"], "<Inotify 1 directories>"), (self.told, repr(self.inotify)))

    def test_missing(self) -> None:
        """
        What is not there can't be followed.
        """
        self.assertRaises(FileNotFoundError, self.inotify.add, "/nothing/here", print)

    def test_failure(self) -> None:
        """
        What fails when it is told is logged, and the others are told.
        """
        self.stops[0]()
        self.inotify.add(str(self.directories[0]), lambda: 1 / 0)
        for directory in self.directories:
            (directory / "file").write_text("one")
        self.inotify.doRead()
        self.assertEqual(["b"], self.told)
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))

    def test_severalFollow(self) -> None:
        """
        Whoever follows the same directory is told, until he wants no more.
        """
        stop = self.inotify.add(str(self.directories[0]), partial(self.told.append, "c"))
        (self.directories[0] / "file").write_text("one")
        self.inotify.doRead()
        stop()
        stop()
        (self.directories[0] / "file").write_text("two")
        self.inotify.doRead()
        self.assertEqual(["a", "c", "a"], self.told)
