"""
The timeline page of 200 users against a bare C{twisted.web} resource, by C{wrk}.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench._measure import Cost, Row, Target, table
from tests.bench._serving import freePort, server
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
    bare = freePort()
    script = site.with_suffix(".lua")
    script.write_text(_LUA.format(users=USERS))
    with (
        server(bare, "-m", "tests.bench._bare_server", str(accounts), str(bare)),
        server(ours, "-m", "axiom.scripts.axiomatic", "-d", str(site), "start", "-n"),
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
        site, port = Path(directory) / "bench.axiom", freePort()
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
