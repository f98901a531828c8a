"""
The command line of C{axiomatic} before the name of a command: which store, and how it is opened.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property
from typing import Any, cast

from twisted.internet.interfaces import IReactorCore
from twisted.python import usage

import axiom.plugins
from axiom.iaxiom import IAxiomaticCommand
from axiom.pluginfinder import findPlugins
from axiom.runtime import installedReactor
from axiom.scripts._commands import AxiomaticCommand, AxiomaticSubCommandMixin, HelpMixin
from axiom.scripts._directory import existingStore, onlyStore
from axiom.scripts._terminal import Terminal
from axiom.store import Store

__all__ = ["Options"]

_JOURNAL_MODES = ("DELETE", "TRUNCATE", "PERSIST", "WAL")


def _journalMode(word: str) -> str:
    if word.upper() not in _JOURNAL_MODES:
        raise ValueError(f"{word} is none of {', '.join(_JOURNAL_MODES)}")
    return word.upper()


class Options(HelpMixin, usage.Options):
    """
    One command line of C{axiomatic}. It opens at most one store, and closes it.

    @ivar terminal: where the command reads and writes.
    @ivar reactor: gives the reactor; called only by commands that need one.
    """

    synopsis = "[options] COMMAND [options of the command]"
    optFlags = (("debug", "b", "Show tracebacks, and log what the store does."),)
    optParameters = (
        ("dbdir", "d", None, "The store's directory. [default: the only *.axiom directory here]"),
        ("journal-mode", None, None, f"SQLite's journal mode: {', '.join(_JOURNAL_MODES)}.", _journalMode),
    )

    def __init__(
        self, terminal: Terminal | None = None, reactor: Callable[[], IReactorCore] = installedReactor
    ) -> None:
        super().__init__()
        self.terminal = terminal or Terminal.ofProcess()
        self.reactor = reactor
        self._store: Store | None = None

    @cached_property
    def subCommands(self) -> list[tuple[str, None, type[AxiomaticCommand], str]]:
        """
        The commands that are installed, by name.
        """
        found = cast(
            "list[type[AxiomaticCommand]]", list(findPlugins(IAxiomaticCommand, axiom.plugins, self._warn))
        )
        return sorted(
            (command.name, None, command, command.description) for command in found if self._isNamed(command)
        )

    def _isNamed(self, command: type[AxiomaticCommand]) -> bool:
        for fact in ("name", "description"):
            if not isinstance(getattr(command, fact, None), str):
                self._warn(f"the command {command.__qualname__} is left out, for it has no {fact}")
                return False
        return True

    @property
    def innermost(self) -> HelpMixin:
        """
        The parser of the last command that was named, or these options.
        """
        options: Any = self
        while options.subCommand is not None:
            options = options.subOptions
        return cast(HelpMixin, options)

    @property
    def command(self) -> AxiomaticSubCommandMixin:
        """
        The command that was named.

        @raise UsageError: none was.
        """
        innermost = self.innermost
        if not isinstance(innermost, AxiomaticSubCommandMixin):
            raise usage.UsageError("a command is missing")
        return innermost

    def usedb(self, path: str) -> None:
        """
        From now on C{path} is the store's directory.
        """
        self["dbdir"] = path

    def getStoreDirectory(self) -> str:
        """
        The absolute path of the store's directory, which may not exist if it was named.

        @raise NoSuchStore: none was named, and none is here.
        @raise SeveralStores: none was named, and several are here.
        """
        return os.path.abspath(self["dbdir"]) if self["dbdir"] else onlyStore(os.curdir)

    def getStore(self) -> Store:
        """
        The store, opened when it is first asked for, and closed by L{close}.

        @raise NoSuchStore: there is none; nothing is created.
        @raise CannotOpenStore: there is something else.
        """
        if self._store is None:
            path = existingStore(self.getStoreDirectory())
            self._store = Store(path, debug=bool(self["debug"]), journalMode=self["journal-mode"])
        return self._store

    def close(self) -> None:
        """
        Close the store if it is open. Repeating it is safe.
        """
        if self._store is not None:
            self._store.close()
            self._store = None

    def _warn(self, line: str) -> None:
        self.terminal.err.write(f"axiomatic: {line}\n")
