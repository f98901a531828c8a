"""
Commands of C{axiomatic}, run on a store that a test has open.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from io import StringIO

from twisted.internet.interfaces import IReactorCore

from axiom.scripts.axiomatic import AxiomaticCommand, Options, Terminal, runOptions
from axiom.scripts.errors import NoSuchStore
from axiom.store import Store

__all__ = ["CommandOutcome", "runCommand"]


@dataclass(frozen=True)
class CommandOutcome:
    """
    How a command ended.

    @ivar status: its exit status.
    @ivar out: what it wrote to standard output.
    @ivar err: what it wrote to standard error.
    """

    status: int
    out: str
    err: str


def runCommand(command: type[AxiomaticCommand], store: Store, *words: str, stdin: str = "") -> CommandOutcome:
    """
    Run a command as C{axiomatic} does, without a process, and whether or not it is a plugin. The store stays
    open.

    @param words: what follows the command's name on the command line.
    @param stdin: what it reads.
    """
    terminal = Terminal(StringIO(stdin), out := StringIO(), err := StringIO())
    status = runOptions(_StubOptions(command, store, terminal), [command.name, *words])
    return CommandOutcome(status, out.getvalue(), err.getvalue())


class _StubOptions(Options):
    """
    A command line with one command, and a store that is open and stays so.
    """

    def __init__(self, command: type[AxiomaticCommand], store: Store, terminal: Terminal) -> None:
        super().__init__(terminal, _noReactor)
        self._command, self._given = command, store

    @cached_property
    def subCommands(self) -> list[tuple[str, None, type[AxiomaticCommand], str]]:
        return [(self._command.name, None, self._command, self._command.description)]

    def getStoreDirectory(self) -> str:
        if self._given.dbdir is None:
            raise NoSuchStore(repr(self._given))
        return self._given.dbdir.path

    def getStore(self) -> Store:
        return self._given


def _noReactor() -> IReactorCore:
    raise AssertionError("the command waits for what only a running reactor brings")
