"""
Axiom's helpers for tests.
"""

from __future__ import annotations

import sys
from io import StringIO
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import text
from axiom.item import Item
from axiom.scripts.axiomatic import AxiomaticCommand, AxiomaticSubCommand
from axiom.store import Store
from axiom.test.util import CommandStub, CommandStubMixin, QueryCounter, getPristineStore


class Word(Item):
    """
    Something in a store.
    """

    typeName = "test_util_word"

    word = text()


class Say(AxiomaticSubCommand):
    """
    A command that works in C{postOptions}, as those for Axiom do.
    """

    longdesc = "Says a word."

    def postOptions(self) -> None:
        """
        Say it, and remember it.
        """
        Word(store=self.store, word="hello")
        print("hello")  # noqa: T201


class Speak(AxiomaticCommand):
    """
    A command with that in it.
    """

    name = "speak"
    description = "Speaks."
    subCommands = (("say", None, Say, "Says."),)


class PristineStoreTests(SynchronousTestCase):
    """
    L{getPristineStore}.
    """

    def test_copies(self) -> None:
        """
        What makes stores is called once, and each test has one of its own.
        """
        made: list[Any] = []

        def create(testCase: SynchronousTestCase) -> Store:
            made.append(testCase)
            store = Store(testCase.mktemp())
            Word(store=store, word="first")
            return store

        for _ in range(2):
            with getPristineStore(self, create) as store:
                self.assertEqual("first", store.findUnique(Word).word)
                Word(store=store, word="second")
        self.assertEqual([self], made)

    def test_counter(self) -> None:
        """
        What calls cost is counted.
        """
        with Store() as store:
            self.assertTrue(QueryCounter(store).measure(store.count, Word) >= 0)


class CommandStubTests(SynchronousTestCase, CommandStubMixin):
    """
    L{CommandStub} and L{CommandStubMixin}.
    """

    def setUp(self) -> None:
        """
        A store, and what is written to the process's standard output.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.out = StringIO()
        self.patch(sys, "stdout", self.out)

    def test_parents(self) -> None:
        """
        A command works on the store of either.
        """
        for parent in (self, CommandStub(self.store, "speak")):
            command: Any = Speak()
            command.parent = parent
            command.parseOptions(["say"])
        self.assertEqual(2, self.store.count(Word))
        self.assertEqual("hello\nhello\n", self.out.getvalue())

    def test_help(self) -> None:
        """
        A command shows how it is called.
        """
        for parent, name in ((CommandStub(self.store, "speak"), "speak"), (self, "CommandStubTests")):
            command: Any = Speak()
            command.parent = parent
            self.assertRaises(SystemExit, command.parseOptions, ["say", "--help"])
            self.assertIn(f"Usage: axiomatic {name} say [options]", self.out.getvalue())
            self.assertNotIn(f"{name} {name}", parent.getSynopsis())
