"""
The command line of stores: the program C{axiomatic} and what its commands are made of.
"""

import sys

from axiom.scripts._backup import Backup
from axiom.scripts._browse import Browse
from axiom.scripts._check import Check
from axiom.scripts._commands import AxiomaticCommand, AxiomaticSubCommand, AxiomaticSubCommandMixin
from axiom.scripts._exits import ExitStatus
from axiom.scripts._main import main, runOptions
from axiom.scripts._options import Options
from axiom.scripts._pidmixin import PIDMixin
from axiom.scripts._reload import Reload
from axiom.scripts._restore import Restore
from axiom.scripts._sql import SQL
from axiom.scripts._start import Start
from axiom.scripts._status import Status
from axiom.scripts._stop import Stop
from axiom.scripts._stores import Stores
from axiom.scripts._terminal import Terminal, printable
from axiom.scripts._upgrade import Upgrade
from axiom.scripts._vacuum import Vacuum
from axiom.scripts._versions import ListVersions

__all__ = [
    "SQL",
    "AxiomaticCommand",
    "AxiomaticSubCommand",
    "AxiomaticSubCommandMixin",
    "Backup",
    "Browse",
    "Check",
    "ExitStatus",
    "ListVersions",
    "Options",
    "PIDMixin",
    "Reload",
    "Restore",
    "Start",
    "Status",
    "Stop",
    "Stores",
    "Terminal",
    "Upgrade",
    "Vacuum",
    "main",
    "printable",
    "runOptions",
]

if __name__ == "__main__":
    sys.exit(main())
