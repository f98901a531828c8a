"""
The command C{start}: serve a store with C{twistd}'s machinery.

The store is opened in the process that serves it, after that has left the terminal and before it gives up
privileges. With workers, these serve it, each started by the same command with a socket to its supervisor.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from twisted.application.service import IService, IServiceMaker
from twisted.logger import ILogObserver, Logger
from twisted.plugin import IPlugin
from twisted.python.logfile import LogFile
from twisted.python.usage import UsageError
from twisted.scripts.twistd import ServerOptions, runApp  # type: ignore[attr-defined]
from zope.interface import implementer

from axiom.scripts._commands import AxiomaticCommand
from axiom.scripts._detach import detached
from axiom.scripts._directory import existingStore
from axiom.scripts._exits import exitStatusOf
from axiom.scripts._logs import FORMATS, formatFor, observerFor
from axiom.scripts._pidmixin import PIDMixin
from axiom.scripts._service import StoreService
from axiom.scripts._supervised import makeSupervisor, numberOfWorkers, workerLog
from axiom.scripts.errors import NoWorkerStarted
from axiom.supervision import BorrowingReactor, Supervision, Supervisor

__all__ = ["Start"]

_LOG_BYTES = 10_000_000
_OLD_LOGS = 9
_DAEMON_UMASK = 0o077


@implementer(IPlugin, IServiceMaker)
class _StoreServiceMaker:
    """
    What C{twistd} calls to have its service made.
    """

    tapname = "axiomatic-start"
    description = "A store's services."

    def options(self) -> ServerOptions:
        """
        A parser of C{start}'s options.
        """
        return Start()

    def makeService(self, options: Start) -> IService:
        """
        The service of the store that the options name; it is not open yet.
        """
        return options.makeService()


def _logFormat(word: str) -> str:
    if word not in FORMATS:
        raise ValueError(f"{word} is none of {', '.join(FORMATS)}")
    return word


class Start(PIDMixin, AxiomaticCommand, ServerOptions):
    """
    Serve a store, as a daemon or in the foreground, until a signal stops it.
    """

    _log = Logger()
    name = "start"
    description = "Run the services of the store."
    longdesc = (
        "A daemon logs to run/logs/twistd.log in the store, unless --logfile, --logger or --syslog say"
        " otherwise; with --nodaemon, the log goes to standard output."
    )
    optParameters = [
        ["workers", None, None, "How many processes serve, supervised by one more.", numberOfWorkers],
        ["log-format", None, "auto", "text or json; auto is text on a terminal only.", _logFormat],
    ]

    def __init__(self) -> None:
        super().__init__()
        # The store's own pid file is locked; one that is named is written beside it.
        self["pidfile"] = ""
        self.defaults["pidfile"] = None
        self._supervision: Supervision | None = None
        self._supervisor: Supervisor | None = None

    @property
    def subCommands(self) -> None:
        """
        None, where C{twistd} has the plugins of C{twisted.plugins}.
        """
        raise AttributeError("subCommands")

    def postOptions(self) -> None:
        """
        @raise UsageError: a daemon was asked to log to the terminal that it leaves.
        """
        super().postOptions()
        if self["logfile"] == "-" and not self._staying:
            raise UsageError("a daemon cannot log to standard output, only --nodaemon can")

    def execute(self) -> int:
        """
        Serve until stopped, or until the daemon is ready.
        """
        self.root.usedb(existingStore(self.getStoreDirectory()))
        self._supervision = Supervision.ofProcess(os.environ)
        if self._supervision is not None:
            self._work(self._supervision)
            return 0
        if self._staying:
            self._serve(lambda: None)
            return 0
        out = self.root.terminal.out
        out.flush()
        status = detached(self._serveAsDaemon)
        if not status:
            out.write(f"started with pid {self.pidFile.holder()}\n")
        return status

    @property
    def _staying(self) -> bool:
        return bool(self["nodaemon"] or self["debug"])

    def _serveAsDaemon(self, ready: Callable[[], None]) -> int:
        if self["umask"] is None:
            os.umask(_DAEMON_UMASK)
        try:
            return exitStatusOf(
                lambda: self._serve(ready), self.root.terminal.err, lambda: bool(self.root["debug"])
            )
        finally:
            self.root.close()

    def makeService(self) -> IService:
        """
        What C{twistd} runs: the services of the store, or what has workers run them.
        """
        if self._supervisor is not None:
            return self._supervisor
        if self._supervision is not None:
            return StoreService(self.getStore, BorrowingReactor(self.root.reactor(), self._supervision))
        return StoreService(self.getStore)

    def _work(self, supervision: Supervision) -> None:
        reactor: Any = self.root.reactor()
        # What a terminal sends to the supervisor and all its children is for that to decide.
        os.setpgid(0, 0)
        supervision.endWithSupervisor(reactor)
        reactor.callWhenRunning(supervision.ready)
        self._run(lambda: workerLog(supervision.number, self["log-format"]))

    def _serve(self, ready: Callable[[], object]) -> None:
        pidFile = self.pidFile
        pidFile.acquire()
        try:
            self.stateFile.remove()
            reactor: Any = self.root.reactor()
            # When a signal stops the reactor, twistd ends the process by that signal and does not return.
            reactor.addSystemEventTrigger("after", "shutdown", self.stateFile.remove)
            reactor.addSystemEventTrigger("after", "shutdown", pidFile.release)
            if self["workers"]:
                self._supervise(reactor, ready)
            else:
                reactor.callWhenRunning(ready)
                self._run(lambda: observerFor(self._logFile, self["log-format"]))
        finally:
            pidFile.release()

    def _supervise(self, reactor: Any, ready: Callable[[], object]) -> None:
        log: Any = self._logFile
        self["log-format"] = formatFor(log, self["log-format"])
        supervisor = makeSupervisor(self, self.root, self.stateFile, reactor, log, ready)
        self._supervisor = supervisor
        self._run(lambda: observerFor(log, self["log-format"]))
        if supervisor.problem is not None:
            raise NoWorkerStarted(supervisor.problem)

    def _run(self, makeLog: Callable[[], ILogObserver]) -> None:
        try:
            runApp(self._twistdConfig(makeLog))
        except Exception as error:
            self._log.error("not started: {error}", error=error)
            raise

    def _twistdConfig(self, makeLog: Callable[[], ILogObserver]) -> ServerOptions:
        config = ServerOptions()
        config.update(self)
        if not (self["logger"] or self["syslog"]):
            config.update(logger=makeLog, logfile=None)
        if self._supervisor is not None:
            # Workers give up privileges; who binds their sockets keeps them.
            config.update(uid=None, gid=None, chroot=None)
        config.update(nodaemon=True, no_save=True)
        maker = _StoreServiceMaker()
        config.subCommand, config.subOptions, config.loadedPlugins = (
            maker.tapname,
            self,
            {maker.tapname: maker},
        )
        return config

    @property
    def _logFile(self) -> Any:
        path = self["logfile"]
        if path == "-" or (self._staying and not path):
            return sys.stdout
        if not path:
            path = os.path.join(self.getStoreDirectory(), "run", "logs", "twistd.log")
            os.makedirs(os.path.dirname(path), exist_ok=True)
        return LogFile.fromFullPath(path, rotateLength=_LOG_BYTES, maxRotatedFiles=_OLD_LOGS)
