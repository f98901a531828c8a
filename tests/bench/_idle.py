"""
A site of ten thousand users of whom nobody does anything.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from axiom.store import Store
from axiom.userbase import LoginSystem
from tests.bench._measure import Figure
from tests.bench._processes import Process
from tests.bench._serving import freePort, server

__all__ = ["idleFigures"]

_USERS = 10_000
_SECONDS = 20
_PATIENCE = 600
_TICKS = 0.05
"""Seconds of the processor that count as none, as Linux counts hundredths."""


def idleFigures() -> Iterator[Figure]:
    """
    Measure.
    """
    with TemporaryDirectory() as directory:
        site, port = Path(directory) / "bench.axiom", freePort()
        _layDown(site, port)
        for workers in (1, 3):
            command = (
                "-m",
                "axiom.scripts.axiomatic",
                "-d",
                str(site),
                "start",
                "-n",
                "--workers",
                str(workers),
            )
            with server(port, *command) as pid:
                process = Process(pid)
                _rest(process)
                before = _seconds(process)
                time.sleep(_SECONDS)
                used = _seconds(process) - before
            name = f"an idle site of {_USERS:,} users for {_SECONDS} s, workers: {workers}"
            yield Figure(name, used, "s of CPU", most=_TICKS)


def _layDown(site: Path, port: int) -> None:
    words = (
        "mantissa",
        "--administrator=admin@localhost",
        "--password=not measured at all",
        f"--port=tcp:{port}",
    )
    command = [sys.executable, "-m", "axiom.scripts.axiomatic", "-d", str(site), *words]
    subprocess.run(command, check=True, capture_output=True)
    with Store(str(site)) as store:
        logins = store.findUnique(LoginSystem)
        for number in range(_USERS):
            logins.addAccount(f"user{number}", "localhost", None)


def _rest(process: Process) -> None:
    """
    Wait until all stores were looked at, as they are once when a site starts for the first time.
    """
    end = time.monotonic() + _PATIENCE
    used = -1.0
    while (now := _seconds(process)) - used > _TICKS:
        if time.monotonic() > end:
            return
        used = now
        time.sleep(_SECONDS / 4)


def _seconds(process: Process) -> float:
    return sum(each.seconds for each in process.family)
