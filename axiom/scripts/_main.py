"""
The program C{axiomatic}: parse, do the work of one command, close the store.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Sequence

from twisted.internet.interfaces import IReactorCore
from twisted.python.usage import UsageError

from axiom.runtime import installedReactor
from axiom.scripts._exits import ExitStatus, exitStatusOf
from axiom.scripts._options import Options
from axiom.scripts._terminal import Terminal
from axiom.scripts._waiting import waitFor

__all__ = ["main", "runOptions"]


def main(
    argv: Sequence[str] | None = None,
    terminal: Terminal | None = None,
    reactor: Callable[[], IReactorCore] = installedReactor,
) -> int:
    """
    Run one command.

    @param argv: the words after C{axiomatic}; by default the process's.
    @param terminal: by default the process's.
    @param reactor: called only if the command has to wait.

    @return: the exit status.
    """
    options = Options(terminal or Terminal.ofProcess(), reactor)
    words = sys.argv[1:] if argv is None else argv
    status = runOptions(options, words)
    if status == ExitStatus.BROKEN_PIPE:
        # Python would flush the rest into the broken pipe when it ends, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), options.terminal.out.fileno())
    return status


def runOptions(options: Options, words: Sequence[str]) -> int:
    """
    Run the command that C{words} name, and close the store.

    @return: the exit status.
    """
    return exitStatusOf(lambda: _run(options, words), options.terminal.err, lambda: bool(options["debug"]))


def _run(options: Options, argv: Sequence[str]) -> int | None:
    try:
        options.parseOptions(list(argv))
        outcome = options.command.execute()
        status = waitFor(outcome, options.reactor) if inspect.isawaitable(outcome) else outcome
        options.terminal.out.flush()
    except UsageError as error:
        raise _Misused(error, options.innermost.words) from error
    finally:
        options.close()
    return status


# So Twisted begins what an option says of its value.
_WRONG_VALUE = "Parameter type enforcement failed: "


class _Misused(UsageError):
    """
    A usage error that says where to read on.
    """

    def __init__(self, error: UsageError, words: str) -> None:
        super().__init__(str(error).removeprefix(_WRONG_VALUE))
        self.hint = f"See '{words} --help'."
