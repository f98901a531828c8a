"""
Stores and commands for tests, by Axiom's names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twisted.python.filepath import FilePath
from twisted.trial.unittest import SynchronousTestCase

from axiom.scripts.axiomatic import Terminal
from axiom.store import Store
from axiom.testing import QueryCounter

__all__ = ["CommandStub", "CommandStubMixin", "QueryCounter", "getPristineStore"]

_templates: dict[Any, FilePath[str]] = {}


def getPristineStore(testCase: SynchronousTestCase, creator: Callable[[Any], Store]) -> Store:
    """
    A store as C{creator} makes it; that is called once, with C{testCase}, and the rest are copies. The caller
    closes it.
    """
    if creator not in _templates:
        store = creator(testCase)
        directory: Any = store.dbdir
        store.close()
        _templates[creator] = directory
    place = FilePath(testCase.mktemp())
    _templates[creator].copyTo(place)
    return Store(place)


class CommandStubMixin:
    """
    What a class of tests is derived from to be the C{parent} of the commands that it tests.

    @ivar store: what they work on.
    @ivar subCommand: the name by which a command is called.
    @ivar terminal: the streams of the process.
    """

    parent = None
    store: Store
    subCommand: Any = property(lambda self: type(self).__name__)
    terminal = property(lambda self: Terminal.ofProcess())

    def getStore(self) -> Store:
        """
        The store that a command works on.
        """
        return self.store

    def getSynopsis(self) -> str:
        """
        How the program is called.
        """
        return f"<{type(self).__name__}>"


class CommandStub(CommandStubMixin):
    """
    A C{parent} for a command.
    """

    subCommand = ""

    def __init__(self, store: Store, subCommand: str) -> None:
        self.store, self.subCommand = store, subCommand
