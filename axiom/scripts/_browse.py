"""
The command C{browse}: Python with a store at hand.
"""

from __future__ import annotations

import code
import os
import readline
import rlcompleter
from contextlib import suppress
from typing import Any, TextIO

from axiom.scripts._commands import AxiomaticCommand
from axiom.scripts._exits import ExitStatus
from axiom.store import Store

__all__ = ["Browse"]

_HISTORY_LINES = 10_000


class Browse(AxiomaticCommand):
    """
    Read Python from a terminal line by line, or a whole program from a pipe.

    The store is named C{store} and C{db}.
    """

    name = "browse"
    description = "Work on the store at a Python prompt."
    longdesc = (
        "The store is named store, and db. Each change is a transaction of its own;"
        " store.transact(function) makes one of several. From a pipe, a whole program is read."
    )
    optParameters = (("history-file", "h", "~/.axiom-browser-history", "Where the lines typed are kept."),)

    def perform(self, store: Store, out: TextIO) -> int:
        """
        Run what is typed or piped.

        @return: 1 if a piped program failed, else 0.
        """
        names: dict[str, Any] = {"__name__": "__console__", "__doc__": None, "store": store, "db": store}
        stdin = self.root.terminal.stdin
        if stdin.isatty():
            self._prompt(names)
            return ExitStatus.DONE
        return _runProgram(stdin.read(), names)

    def _prompt(self, names: dict[str, Any]) -> None:
        history = os.path.expanduser(self["history-file"])
        with suppress(FileNotFoundError):
            readline.read_history_file(history)
        readline.set_completer(rlcompleter.Completer(names).complete)
        readline.parse_and_bind("tab: complete")
        try:
            code.InteractiveConsole(names).interact(
                banner=f"{names['store']!r} is store, and db.", exitmsg=""
            )
        finally:
            readline.set_history_length(_HISTORY_LINES)
            readline.write_history_file(history)


def _runProgram(source: str, names: dict[str, Any]) -> int:
    interpreter = code.InteractiveInterpreter(names)
    try:
        program = compile(source, "<stdin>", "exec")
    except SyntaxError:
        interpreter.showsyntaxerror("<stdin>")
        return ExitStatus.FAILED
    try:
        exec(program, names)
    except BrokenPipeError:
        raise
    except Exception:
        interpreter.showtraceback()
        return ExitStatus.FAILED
    return ExitStatus.DONE
