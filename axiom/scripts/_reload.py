"""
The command C{reload}.
"""

from __future__ import annotations

import signal
import time

from axiom.scripts._commands import AxiomaticCommand
from axiom.scripts._pidmixin import PIDMixin
from axiom.scripts._stop import numberOfSeconds
from axiom.scripts.errors import NotReloaded, NotSupervised, StillReloading
from axiom.supervision import SupervisedState

__all__ = ["Reload"]

_INTERVAL = 0.05


class Reload(PIDMixin, AxiomaticCommand):
    """
    Have new workers, which read configuration and code anew, take the places of those that there are, and
    wait until they serve. Not one request is refused meanwhile.
    """

    name = "reload"
    description = "Have new workers take the places of the server's."
    optParameters = (("timeout", "t", 60.0, "How many seconds it may take.", numberOfSeconds),)

    def execute(self) -> None:
        """
        Ask the server for new workers.

        @raise NotSupervised: it has none.
        @raise NotReloaded: they can't start.
        @raise StillReloading: they did not in their time.
        """
        before = self._state()
        self.signalServer(signal.SIGHUP)
        after = self._await(before.reloads)
        if after.reloadProblem:
            raise NotReloaded(after.reloadProblem)
        serving = sum(worker.state == "serving" for worker in after.workers)
        self.root.terminal.out.write(f"reloaded, {serving} new workers serve\n")

    def _await(self, reloads: int) -> SupervisedState:
        for _ in range(int(self["timeout"] / _INTERVAL)):
            state = self._state()
            if state.reloads > reloads and not state.isReloading:
                return state
            time.sleep(_INTERVAL)
        raise StillReloading(self["timeout"])

    def _state(self) -> SupervisedState:
        pid = self.pidFile.holder()
        state = None if pid is None else self.stateFile.read()
        if state is None:
            raise NotSupervised(pid)
        return state
