"""
The command C{status}.
"""

from __future__ import annotations

import json

import msgspec

from axiom.scripts._commands import AxiomaticCommand
from axiom.scripts._exits import ExitStatus
from axiom.scripts._pidmixin import PIDMixin

__all__ = ["Status"]


class Status(PIDMixin, AxiomaticCommand):
    """
    Say whether a server runs, and how its workers are. The exit status is 0 if one does and 3 if not.
    """

    name = "status"
    description = "Say whether a server of the store runs."
    optFlags = (("json", None, "Print one JSON object."),)

    def execute(self) -> int:
        """
        Report the server's pid, and the workers'.
        """
        pid = self.pidFile.holder()
        state = None if pid is None else self.stateFile.read()
        workers = [] if state is None else sorted(state.workers, key=lambda worker: worker.number)
        if self["json"]:
            lines = [
                json.dumps(
                    {
                        "running": pid is not None,
                        "pid": pid,
                        "workers": [msgspec.to_builtins(each) for each in workers],
                    }
                )
            ]
        else:
            lines = ["not running" if pid is None else f"running with pid {pid}"]
            lines += [f"worker {each.number} with pid {each.pid} is {each.state}" for each in workers]
        self.root.terminal.out.writelines(f"{line}\n" for line in lines)
        return ExitStatus.NOT_RUNNING if pid is None else ExitStatus.DONE
