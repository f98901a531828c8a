"""
The subcommands of C{axiomatic}.

A command is a class, and an option parser: once the whole command line is parsed, C{execute} of the command
that was named last does its work.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Awaitable, Sequence
from getopt import GetoptError, getopt
from typing import TYPE_CHECKING, Any, ClassVar, TextIO, cast

from twisted.plugin import IPlugin
from twisted.python import usage
from zope.interface import directlyProvides

from axiom import __version__
from axiom.iaxiom import IAxiomaticCommand

if TYPE_CHECKING:
    from axiom.scripts._options import Options
    from axiom.store import Store

__all__ = ["AxiomaticCommand", "AxiomaticSubCommand", "AxiomaticSubCommandMixin", "HelpMixin"]

_MARKUP = re.compile(r"[A-Z]\{([^{}]*)\}")


class HelpMixin:
    """
    C{--help} and C{--version}, for every parser of C{axiomatic}.

    @cvar longdesc: an explanation below the options; may be empty.
    @cvar synopsis: the words that follow the command's name.
    """

    longdesc: str = ""
    synopsis: str = "[options]"

    def parseOptions(self, options: Sequence[str] | None = None) -> None:
        """
        Take the words that follow the command's name.

        @raise UsageError: they are not what the command takes.
        """
        parser = cast("usage.Options", super())
        try:
            parser.parseOptions(options)
        except usage.UsageError as e:
            late = self._lateOption(options or ())
            if late is None:
                raise
            raise usage.UsageError(f"{late} comes too late: options go before other words") from e

    def _lateOption(self, words: Sequence[str]) -> str | None:
        """
        The first option among C{words} that comes after another word, for which it is taken; None if there is
        none, or a command takes what follows.
        """
        if "--" in words or getattr(self, "subCommands", None):
            return None
        parser: Any = self
        try:
            _, others = getopt(words, parser.shortOpt, parser.longOpt)
        except GetoptError:
            return None
        return next((word for word in others if len(word) > 1 and word[0] == "-"), None)

    @property
    def root(self) -> Options:
        """
        The options of C{axiomatic} itself.
        """
        options: Any = self
        while getattr(options, "parent", None) is not None:
            options = options.parent
        return cast("Options", options)

    @property
    def words(self) -> str:
        """
        C{axiomatic} and the names of the commands down to this one.
        """
        words: list[str] = []
        options: Any = self
        while getattr(options, "parent", None) is not None:
            options = options.parent
            words.insert(0, options.subCommand)
        return " ".join(["axiomatic", *words])

    def getSynopsis(self) -> str:
        """
        How this is called, one line.
        """
        return f"Usage: {self.words} {self.synopsis}"

    def opt_help(self) -> None:
        """
        Show this help.
        """
        self._say(_MARKUP.sub(r"\1", str(self)))

    def opt_version(self) -> None:
        """
        Show the version.
        """
        self._say(f"axiomatic {__version__}")

    def _say(self, text: str) -> None:
        self.root.terminal.out.write(f"{text}\n")
        sys.exit()


class AxiomaticSubCommandMixin(HelpMixin):
    """
    What the parser of a command needs to be one.
    """

    @property
    def store(self) -> Store:
        """
        The store that was named, opened when it is first asked for.

        @raise CannotOpenStore: there is none, or it cannot be opened.
        """
        return self.getStore()

    def getStore(self) -> Store:
        """
        The same as L{store}.
        """
        return self.root.getStore()

    def getStoreDirectory(self) -> str:
        """
        The absolute path of the store's directory, which may not exist if it was named with C{-d}.
        """
        return self.root.getStoreDirectory()

    def decodeCommandLine(self, cmdline: str | bytes) -> str:
        """
        A word of the command line as text; bytes are in the encoding of file names.
        """
        return cmdline.decode(sys.getfilesystemencoding()) if isinstance(cmdline, bytes) else cmdline

    def execute(self) -> int | Awaitable[int | None] | None:
        """
        Do the work. Override this instead of C{perform} where there may be no store yet.

        Called once, by C{main}, after all options are parsed.

        @return: the exit status, None being success, now or later.
        """
        commands = getattr(self, "subCommands", None)
        if commands:
            raise usage.UsageError(
                f"one more word is needed: {', '.join(command[0] for command in commands)}"
            )
        if type(self).perform is AxiomaticSubCommandMixin.perform:
            # As commands for Axiom do, it has done its work in C{postOptions}, perhaps without a store.
            return None
        return self.perform(self.store, self.root.terminal.out)

    def perform(self, store: Store, out: TextIO) -> int | Awaitable[int | None] | None:
        """
        Work on C{store}, in as many transactions as it takes, and write the results to C{out}.

        What it raises ends the command: with one sentence if it has a C{hint} or is an C{OSError}, as a bug
        otherwise.

        @return: the exit status, None being success; a coroutine or Deferred of it is waited for while the
            reactor runs.
        """
        return None


class AxiomaticSubCommand(AxiomaticSubCommandMixin, usage.Options):
    """
    A command within a command, named in the C{subCommands} of the other.
    """


class AxiomaticCommand(AxiomaticSubCommand):
    """
    A command. Each subclass is a plugin: it is found if a module of C{axiom.plugins} has it, and if it has a
    name and a description.

    @cvar name: the word by which it is called.
    @cvar description: what it does, one sentence.
    """

    name: ClassVar[str]
    description: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        directlyProvides(cls, IPlugin, IAxiomaticCommand)
