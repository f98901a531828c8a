"""
The exit statuses of C{axiomatic}, and the one sentence that goes with each error.

Standard error gets one line and no traceback, unless a traceback was asked for.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from enum import IntEnum
from typing import TextIO

from twisted.internet.error import CannotListenError
from twisted.python.usage import UsageError

from axiom.errors import CannotOpenStore, StoreBusy
from axiom.scripts._terminal import printable

__all__ = ["ExitStatus", "exitStatusOf"]


class ExitStatus(IntEnum):
    """
    How a command ended.
    """

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOT_RUNNING = 3
    CANNOT_OPEN = 4
    BUSY = 5
    BUG = 70
    INTERRUPTED = 130
    BROKEN_PIPE = 141


# The first that fits counts; the hint is for those that have none of their own.
_TABLE: tuple[tuple[type[BaseException], ExitStatus, str], ...] = (
    (UsageError, ExitStatus.USAGE, ""),
    (StoreBusy, ExitStatus.BUSY, ""),
    (CannotOpenStore, ExitStatus.CANNOT_OPEN, ""),
    (CannotListenError, ExitStatus.FAILED, "Stop what listens there, or choose another port."),
    (KeyboardInterrupt, ExitStatus.INTERRUPTED, ""),
    (BrokenPipeError, ExitStatus.BROKEN_PIPE, ""),
    (OSError, ExitStatus.FAILED, ""),
)
_BUG_HINT = "'axiomatic --debug' shows where."
_SILENT = frozenset({ExitStatus.INTERRUPTED, ExitStatus.BROKEN_PIPE})


def exitStatusOf(work: Callable[[], int | None], err: TextIO, debugging: Callable[[], bool]) -> int:
    """
    Do C{work}, and say on C{err} why it failed if it did.

    @param work: returns the exit status; None is L{ExitStatus.DONE}.
    @param debugging: asked after a failure; if true, the traceback is written, too.

    @return: from 0 to 255.
    """
    try:
        return work() or ExitStatus.DONE
    except SystemExit as request:
        if request.code is None or isinstance(request.code, int):
            return request.code or ExitStatus.DONE
        err.write(f"axiomatic: {request.code}\n")
        return ExitStatus.FAILED
    except BaseException as error:
        if debugging():
            traceback.print_exception(error, file=err)
        status, hint = _lookUp(error)
        if status not in _SILENT:
            sentence = printable(" ".join(_textOf(error, status).split())).rstrip(".")
            err.write(f"axiomatic: {sentence}. {hint}\n" if hint else f"axiomatic: {sentence}.\n")
        return status


def _lookUp(error: BaseException) -> tuple[ExitStatus, str]:
    own: str | None = getattr(error, "hint", None)
    for kind, status, hint in _TABLE:
        if isinstance(error, kind):
            return status, own or hint
    return (ExitStatus.BUG, _BUG_HINT) if own is None else (ExitStatus.FAILED, own)


def _textOf(error: BaseException, status: ExitStatus) -> str:
    if status is ExitStatus.BUG:
        return f"this is a bug: {type(error).__name__}: {error}"
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return str(error) or type(error).__name__
