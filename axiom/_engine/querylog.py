"""
Messages in the log on stores that are opened and on what queries take, with the interface L{IStatEvent}, as
Axiom sent them.

They are sent only while somebody listens by C{twisted.python.log.addObserver}, since making one takes as long
as a small query.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any, TypeVar

from twisted.python import log

from axiom.iaxiom import IStatEvent

__all__ = ["locateCallSite", "logOpened", "runLogged"]

T = TypeVar("T")


def logOpened(path: str) -> None:
    """
    Called when a store was opened.

    @param path: its directory; empty for one in memory.
    """
    if log.theLogPublisher.observers:
        log.msg(interface=IStatEvent, store_opened=path)


def runLogged(run: Callable[[str, Sequence[Any]], T], sql: str, args: Sequence[Any]) -> T:
    """
    Call C{run} with a statement and its bindings.

    @return: what it returns.
    """
    if not log.theLogPublisher.observers:
        return run(sql, args)
    started = perf_counter()
    result = run(sql, args)
    taken = perf_counter() - started
    log.msg(interface=IStatEvent, querySite=locateCallSite(), queryTime=taken, querySQL=sql)
    return result


def locateCallSite() -> tuple[str, int]:
    """
    The file and the line that make the store do what it is doing.
    """
    frame = sys._getframe(1)
    while frame.f_back is not None and _isOurs(frame.f_globals.get("__name__", "")):
        frame = frame.f_back
    return frame.f_code.co_filename, frame.f_lineno


def _isOurs(module: str) -> bool:
    return module.startswith("axiom._") or module in ("axiom.store", "contextlib")
