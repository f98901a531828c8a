"""
DBOS at workflows of three steps on SQLite: a process of its own, with an interpreter that has it.

For each number that it reads it runs so many workflows, one after the other, or all begun together if there
is a C{+} before it; then it writes a line.
"""

from __future__ import annotations

import sys
from tempfile import TemporaryDirectory

from dbos import DBOS

_STEPS = 3


def _add(value: int) -> int:
    return value + 1


def _main() -> None:
    add = DBOS.step()(_add)

    def addThrice(value: int) -> int:
        for _ in range(_STEPS):
            value = add(value)
        return value

    chain = DBOS.workflow()(addThrice)
    with TemporaryDirectory() as directory:
        url = f"sqlite:///{directory}/system.sqlite"
        DBOS(config={"name": "bench", "system_database_url": url, "log_level": "ERROR"})
        DBOS.launch()
        chain(0)
        print("ready", flush=True)
        for line in sys.stdin:
            numbers = range(int(line))
            if line.startswith("+"):
                begun = [DBOS.start_workflow(chain, 0) for _ in numbers]
                results = [each.get_result() for each in begun]
            else:
                results = [chain(0) for _ in numbers]
            assert results == [_STEPS for _ in numbers]
            print("done", flush=True)
        DBOS.destroy()


if __name__ == "__main__":
    _main()
