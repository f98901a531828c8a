"""
The command C{start}: serve a store with C{twistd}'s machinery.

The store is opened in the process that serves it, after that has left the terminal and before it gives up
privileges.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from twisted.application.service import IService, IServiceMaker
from twisted.logger import ILogObserver, Logger, textFileLogObserver
from twisted.plugin import IPlugin
from twisted.python.logfile import LogFile
from twisted.python.usage import UsageError
from twisted.scripts.twistd import ServerOptions, runApp  # type: ignore[attr-defined]
from zope.interface import implementer

from axiom.scripts._commands import AxiomaticCommand
from axiom.scripts._detach import detached
from axiom.scripts._directory import existingStore
from axiom.scripts._exits import exitStatusOf
from axiom.scripts._pidmixin import PIDMixin
from axiom.scripts._service import StoreService

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
        return StoreService(options.getStore)


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

    def __init__(self) -> None:
        super().__init__()
        # The store's own pid file is locked; one that is named is written beside it.
        self["pidfile"] = ""
        self.defaults["pidfile"] = None

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

    def _serve(self, ready: Callable[[], None]) -> None:
        pidFile = self.pidFile
        pidFile.acquire()
        try:
            reactor = self.root.reactor()
            reactor.callWhenRunning(ready)
            # When a signal stops the reactor, twistd ends the process by that signal and does not return.
            reactor.addSystemEventTrigger("after", "shutdown", pidFile.release)
            runApp(self._twistdConfig())
        except Exception as error:
            self._log.error("not started: {error}", error=error)
            raise
        finally:
            pidFile.release()

    def _twistdConfig(self) -> ServerOptions:
        config = ServerOptions()
        config.update(self)
        if not self._staying and not (self["logfile"] or self["logger"] or self["syslog"]):
            config["logger"] = self._rotatedLog
        config.update(nodaemon=True, no_save=True)
        maker = _StoreServiceMaker()
        config.subCommand, config.subOptions, config.loadedPlugins = (
            maker.tapname,
            self,
            {maker.tapname: maker},
        )
        return config

    def _rotatedLog(self) -> ILogObserver:
        path = os.path.join(self.getStoreDirectory(), "run", "logs", "twistd.log")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return textFileLogObserver(
            LogFile.fromFullPath(path, rotateLength=_LOG_BYTES, maxRotatedFiles=_OLD_LOGS)
        )
