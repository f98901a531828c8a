"""
Commands, run on a store that a test has open.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TextIO

from twisted.internet.defer import Deferred
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import text
from axiom.errors import ItemNotFound
from axiom.item import Item
from axiom.scripts.axiomatic import AxiomaticCommand, ExitStatus
from axiom.store import Store
from axiom.testing import CommandOutcome, memoryStore, runCommand


class Line(Item):
    """
    What the command stores.
    """

    typeName = "test_commands_line"

    content = text()


class Keep(AxiomaticCommand):
    """
    A command that is nobody's plugin.
    """

    name = "keep"
    description = "Keeps what it reads."
    optParameters = [("times", "t", 1, "How often.", int)]

    def perform(self, store: Store, out: TextIO) -> int | Awaitable[int | None] | None:
        line = self.root.terminal.stdin.read()
        if not line:
            raise ItemNotFound("nothing to keep")
        for _ in range(self["times"]):
            Line(store=store, content=line)
        out.write(f"kept {self['times']}\n")
        return None if self["times"] else Deferred()


class Where(AxiomaticCommand):
    """
    A command that needs a directory.
    """

    name = "where"
    description = "Says where the store is."

    def perform(self, store: Store, out: TextIO) -> None:
        out.write(self.getStoreDirectory())


class RunCommandTests(SynchronousTestCase):
    """
    Tests for L{runCommand}.
    """

    def test_run(self) -> None:
        """
        The command gets its words, its input and the store, which stays open.
        """
        store = memoryStore()
        self.assertEqual(
            CommandOutcome(0, "kept 2\n", ""), runCommand(Keep, store, "--times", "2", stdin="a")
        )
        self.assertEqual(["a", "a"], list(store.query(Line).getColumn("content")))

    def test_failures(self) -> None:
        """
        An error or a wrong word is a status and one line, as in C{axiomatic}.
        """
        failed = runCommand(Keep, memoryStore())
        self.assertEqual((ExitStatus.FAILED, ""), (failed.status, failed.out))
        self.assertTrue(failed.err.startswith("axiomatic: nothing to keep."), failed.err)
        self.assertEqual(ExitStatus.USAGE, runCommand(Keep, memoryStore(), "--times", "x").status)

    def test_waiting(self) -> None:
        """
        A command that waits for the reactor does not hang the test.
        """
        waiting = runCommand(Keep, memoryStore(), "-t", "0", stdin="a")
        self.assertEqual(ExitStatus.BUG, waiting.status)

    def test_directory(self) -> None:
        """
        The directory is that of the given store, which may have none.
        """
        store = Store(self.mktemp())
        self.addCleanup(store.close)
        assert store.dbdir is not None
        self.assertEqual(CommandOutcome(0, store.dbdir.path, ""), runCommand(Where, store))
        self.assertEqual(ExitStatus.CANNOT_OPEN, runCommand(Where, memoryStore()).status)
