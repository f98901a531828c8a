"""
What applications test their stores with: stores that are fast to make, old stores, disks that fail, processes
that die, statements that are counted, and commands.
"""

from axiom.testing._commands import CommandOutcome, runCommand
from axiom.testing._crashes import CrashPoint, NotCrashed, crash
from axiom.testing._disks import FailingDisk
from axiom.testing._dumps import dumpStore, storeFromDump
from axiom.testing._memory import memoryStore
from axiom.testing._statements import QueryCounter, StatementLog

__all__ = [
    "CommandOutcome",
    "CrashPoint",
    "FailingDisk",
    "NotCrashed",
    "QueryCounter",
    "StatementLog",
    "crash",
    "dumpStore",
    "memoryStore",
    "runCommand",
    "storeFromDump",
]
