"""
A child process of C{axiomatic upgrade}: each order is the storeID of a substore of the uppermost store, each
answer the reports of that one and of those below it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from typing import TextIO

from axiom.scripts._treeupgrade import TreeUpgrade
from axiom.scripts._workers import Workers
from axiom.store import Store

__all__ = ["main", "upgradeWorkers"]


def upgradeWorkers(upgrade: TreeUpgrade, journalMode: str | None, jobs: int) -> Workers:
    """
    Workers for the stores below C{upgrade.root}; they find the modules that this process finds.
    """
    settings = json.dumps({"upgrade": asdict(upgrade), "journalMode": journalMode})
    # Else the directory where the command is run would be searched for modules, too.
    command = [sys.executable, "-P", "-m", __name__, settings]
    return Workers(command, {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, jobs)


def main(argv: Sequence[str], orders: TextIO, answers: TextIO) -> None:
    """
    Work until C{orders} ends.

    @param argv: one word, the settings.
    """
    settings = json.loads(argv[0])
    upgrade = TreeUpgrade(**settings["upgrade"])
    with closing(Store(upgrade.root, journalMode=settings["journalMode"])) as root:
        _say(answers, "")
        for order in orders:
            subStore = root.getItemByID(int(order), default=None)
            for report in () if subStore is None else upgrade.upgradeBelow(subStore):
                _say(answers, report.asJSON())
            _say(answers, "")


def _say(answers: TextIO, line: str) -> None:
    answers.write(f"{line}\n")
    answers.flush()


if __name__ == "__main__":
    # Whoever interrupts the command interrupts its children, too; it ends them itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What an upgrader prints is no answer.
    own = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    main(sys.argv[1:], sys.stdin, own)
