"""
The command C{status}.
"""

from __future__ import annotations

import json

from axiom.scripts._commands import AxiomaticCommand
from axiom.scripts._exits import ExitStatus
from axiom.scripts._pidmixin import PIDMixin

__all__ = ["Status"]


class Status(PIDMixin, AxiomaticCommand):
    """
    Say whether a server runs. The exit status is 0 if one does and 3 if not.
    """

    name = "status"
    description = "Say whether a server of the store runs."
    optFlags = (("json", None, "Print one JSON object."),)

    def execute(self) -> int:
        """
        Report the server's pid.
        """
        pid = self.pidFile.holder()
        if self["json"]:
            text = json.dumps({"running": pid is not None, "pid": pid})
        else:
            text = "not running" if pid is None else f"running with pid {pid}"
        self.root.terminal.out.write(f"{text}\n")
        return ExitStatus.NOT_RUNNING if pid is None else ExitStatus.DONE
