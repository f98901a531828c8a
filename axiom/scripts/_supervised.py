"""
What C{start} does differently where several processes serve a store: in the supervisor, and in each worker.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TextIO

from twisted.logger import ILogObserver, LogEvent
from zope.interface import implementer

from axiom.scripts._logs import observerFor
from axiom.supervision import StateFile, Supervisor

__all__ = ["lineWriter", "makeSupervisor", "numberOfWorkers", "workerLog"]

_MOST_WORKERS = 256
# Up to where a worker is started, its supervisor has the privileges that it needs to listen.
_OF_WORKERS = ("reactor", "uid", "gid", "umask", "chroot", "rundir", "logger", "log-format")
_FLAGS_OF_WORKERS = ("euid", "syslog")


def numberOfWorkers(word: str) -> int:
    """
    What a word of the command line says.

    @raise ValueError: it is no number, or not one of workers.
    """
    if not word.isdecimal() or not 1 <= int(word) <= _MOST_WORKERS:
        raise ValueError(f"{word} is no number from 1 to {_MOST_WORKERS}")
    return int(word)


def makeSupervisor(
    options: Mapping[str, Any],
    root: Mapping[str, Any],
    stateFile: StateFile,
    reactor: Any,
    log: TextIO,
    ready: Callable[[], object],
) -> Supervisor:
    """
    The supervisor that the options of C{start} ask for; a hangup signal makes it reload.

    @param root: the options of C{axiomatic}.
    @param log: to which the workers' logs go, as they write them.
    @param ready: called when they serve.
    """

    supervisor = Supervisor(
        options["workers"],
        _workerCommand(options, root),
        reactor,
        write=lineWriter(log),
        report=stateFile.write,
        ready=ready,
    )
    signal.signal(signal.SIGHUP, lambda *_: reactor.callFromThread(supervisor.reload))
    return supervisor


def lineWriter(log: TextIO) -> Callable[[str], object]:
    """
    What writes lines to a log at once. Those are lost for which there is no room: if that failed, the worker
    that it comes from would not be listened to any more.
    """

    def write(line: str) -> None:
        with suppress(OSError):
            log.write(line)
            log.flush()

    return write


def _workerCommand(options: Mapping[str, Any], root: Mapping[str, Any]) -> list[str]:
    words = [sys.executable, "-m", "axiom.scripts.axiomatic", "--dbdir", root["dbdir"]]
    words += ["--debug"] if root["debug"] else []
    words += ["--journal-mode", root["journal-mode"]] if root["journal-mode"] else []
    words += ["start", "--nodaemon"]
    words += [f"--{name}={options[name]}" for name in _OF_WORKERS if options.get(name) not in (None, "")]
    return words + [f"--{name}" for name in _FLAGS_OF_WORKERS if options[name]]


def workerLog(number: int, wanted: str) -> ILogObserver:
    """
    The log of a worker, on its standard output, which names it in each line.

    @param wanted: its format.
    """
    return _Named(f"worker {number}", observerFor(sys.stdout, wanted))


@implementer(ILogObserver)
class _Named:
    """
    Says of each event who logged it.
    """

    def __init__(self, name: str, observer: ILogObserver) -> None:
        self._name, self._observer = name, observer

    def __call__(self, event: LogEvent) -> None:
        """
        See L{ILogObserver}.
        """
        level: Any = event.get("log_level")
        system = (
            event.get("log_system") or f"{event.get('log_namespace', '-')}#{level.name if level else '-'}"
        )
        self._observer({**event, "log_system": f"{self._name}, {system}", "worker": self._name})
