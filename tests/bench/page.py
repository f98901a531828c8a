"""
The timeline page of 200 users against a bare C{twisted.web} resource, by C{wrk}.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench._measure import Row, table
from tests.bench._site import layDown

__all__ = ["main"]

USERS = 200
POSTS = 20
_SECONDS = 5
_ROUNDS = 3

_LUA = """
local n = 0
request = function()
  n = (n + 1) % {users}
  return wrk.format("GET", string.format("/users/user%d/timeline", n))
end
done = function(summary)
  io.write(string.format("bad %d\\n", summary.errors.status + summary.errors.connect + summary.errors.read))
end
"""


@contextmanager
def _server(*command: str) -> Iterator[int]:
    """
    A server process that prints its port on its first line.
    """
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(30)


def _load(port: int, script: Path) -> float:
    """
    Requests a second.

    @raise RuntimeError: some were not answered as they should.
    """
    command = ["wrk", "-t1", "-c32", f"-d{_SECONDS}s", "-s", str(script), f"http://127.0.0.1:{port}"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    if rate is None or "bad 0" not in output:
        raise RuntimeError(f"wrk was not answered well:\n{output}")
    return float(rate[1])


def main() -> bool:
    """
    Measure, print, and say whether the target was met.
    """
    with TemporaryDirectory() as directory:
        site = Path(directory) / "bench.axiom"
        accounts = layDown(site, USERS, POSTS)
        script = Path(directory) / "users.lua"
        script.write_text(_LUA.format(users=USERS))
        with (
            _server("-m", "tests.bench._bare_server", str(accounts)) as bare,
            _server("-m", "tests.bench._site_server", str(site)) as ours,
        ):
            for port in (bare, ours):
                _load(port, script)
            pairs = [(_load(bare, script), _load(ours, script)) for _ in range(_ROUNDS)]
    row = Row(
        f"timeline page, {USERS} users, {POSTS} posts, wrk -t1 -c32",
        median(1e6 / first for first, _ in pairs),
        median(1e6 / second for _, second in pairs),
        median(first / second for first, second in pairs),
        3,
    )
    print(table([row], "twisted.web"))
    return row.ratio <= row.target
