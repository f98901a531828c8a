"""
Commands about the server process of a store.
"""

from __future__ import annotations

import os

from axiom.scripts._commands import AxiomaticSubCommandMixin
from axiom.scripts._directory import existingStore
from axiom.scripts._pidfile import PIDFile
from axiom.supervision import StateFile

__all__ = ["PIDMixin"]


class PIDMixin(AxiomaticSubCommandMixin):
    """
    A command that finds the server of the store, without opening that.
    """

    @property
    def stateFile(self) -> StateFile:
        """
        Where the server tells of its workers.

        @raise NoSuchStore: there is no store.
        """
        return StateFile(os.path.join(os.path.dirname(self.pidFile.path), "workers.json"))

    @property
    def pidFile(self) -> PIDFile:
        """
        The pid file of the store that was named.

        @raise NoSuchStore: there is no store.
        """
        return PIDFile(os.path.join(existingStore(self.getStoreDirectory()), "run", "axiomatic.pid"))

    def signalServer(self, signal: int) -> int | None:
        """
        Send a signal to the server.

        @return: its pid, or None if none runs.
        @raise PermissionError: it is somebody else's.
        """
        pid = self.pidFile.holder()
        if pid is not None:
            try:
                os.kill(pid, signal)
            except ProcessLookupError:
                return None
        return pid
