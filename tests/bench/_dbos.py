"""
DBOS beside us: its process, in the environment that C{script/bench messages} makes for it.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["PYTHON", "dbosChains"]

PYTHON = Path("build/dbos/bin/python")
"""The interpreter of that environment."""


@contextmanager
def dbosChains() -> Iterator[Callable[[int, bool], int]]:
    """
    A context with what lets DBOS run so many workflows of three steps, one after the other or not, and gives
    their number back.

    @raise RuntimeError: it was not installed.
    """
    if not PYTHON.exists():
        raise RuntimeError(f"{PYTHON} is not there; script/bench messages makes it")
    command = [str(PYTHON), str(Path(__file__).with_name("_dbos_chain.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        into, out = process.stdin, process.stdout

        def run(number: int, oneByOne: bool) -> int:
            into.write(f"{'' if oneByOne else '+'}{number}\n")
            into.flush()
            if not out.readline():
                raise RuntimeError("DBOS has ended")
            return number

        try:
            out.readline()
            yield run
        finally:
            into.close()
