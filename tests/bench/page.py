"""
The timeline page of 200 users against a bare C{twisted.web} resource, by C{wrk}.
"""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench._measure import Cost, Row, Target, table
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
def _server(port: int, *command: str) -> Iterator[None]:
    """
    A server process that listens on C{port}.
    """
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _freePort() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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


def _measure(name: str, site: Path, accounts: Path, ours: int, target: Target) -> Row:
    bare = _freePort()
    script = site.with_suffix(".lua")
    script.write_text(_LUA.format(users=USERS))
    with (
        _server(bare, "-m", "tests.bench._bare_server", str(accounts), str(bare)),
        _server(ours, "-m", "axiom.scripts.axiomatic", "-d", str(site), "start", "-n"),
    ):
        # The first round opens the stores of both.
        for port in (bare, ours):
            _load(port, script)
        pairs = [(_load(bare, script), _load(ours, script)) for _ in range(_ROUNDS)]
    return Row(
        name,
        Cost(median(1e6 / first for first, _ in pairs)),
        Cost(median(1e6 / second for _, second in pairs)),
        median(first / second for first, second in pairs),
        target,
    )


def main() -> bool:
    """
    Measure, print, and say whether the target was met.
    """
    with TemporaryDirectory() as directory:
        site, port = Path(directory) / "bench.axiom", _freePort()
        accounts = layDown(site, port, USERS, POSTS)
        rows = [_measure("timeline page", site, accounts, port, Target(ratio=3))]
        configuration = site / "site.toml"
        kept = configuration.read_text()
        configuration.write_text(kept.replace("cached-pages = 1_000", "cached-pages = 0"))
        assert configuration.read_text() != kept
        rows.append(_measure("the same, rendered anew each time", site, accounts, port, Target()))
    print(f"\n{USERS} users with {POSTS} posts each, wrk -t1 -c32")
    print(table(rows, "twisted.web"))
    return all(row.isMet for row in rows)
