"""
The pages of a site against a bare C{twisted.web} resource, by C{wrk}: 200 users with a timeline each.

Reading is compared by the processor's time of the server, whatever else the machine does; writing, which
waits for the disk, by the clock on the wall, and so are workers, which takes processors that are free.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from operator import truediv
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from tests.acceptance.running import Client
from tests.bench._measure import Cost, Row, Target, table
from tests.bench._serving import freePort, server
from tests.bench._site import PASSWORD, layDown

__all__ = ["main"]

USERS = 200
POSTS = 20
_SECONDS = 3
_ROUNDS = 3
_OWN = "/users/admin/timeline"

_READING = """
local n = 0
local headers = {{ {headers} }}
request = function()
  n = (n + 1) % {users}
  return wrk.format("GET", string.format("/users/user%d/timeline", n), headers)
end
"""
_WRITING = """
local headers = {{ {headers} ["Content-Type"] = "application/x-www-form-urlencoded" }}
request = function()
  return wrk.format("POST", "{path}", headers, "{body}")
end
"""
_COUNTING = """
done = function(summary)
  io.write(string.format("bad %d\\n", summary.errors.status + summary.errors.connect + summary.errors.read))
end
"""


@dataclass(frozen=True)
class _Server:
    """
    A server process.
    """

    port: int
    pid: int

    @property
    def cpu(self) -> float:
        """
        Seconds of the processor that it has used.
        """
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _serving(port: int, *command: str) -> Iterator[_Server]:
    with server(port, *command) as pid:
        yield _Server(port, pid)


def _load(target: _Server, script: str) -> Cost:
    """
    What a request takes.

    @param script: of C{wrk}.
    @raise RuntimeError: some were not answered as they should.
    """
    with TemporaryDirectory() as directory:
        path = Path(directory) / "load.lua"
        path.write_text(script + _COUNTING)
        command = ["wrk", "-t1", "-c32", f"-d{_SECONDS}s", "-s", str(path), f"http://127.0.0.1:{target.port}"]
        before = target.cpu
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        used = target.cpu - before
    found = re.search(r"(\d+) requests in", output)
    if found is None or "bad 0" not in output:
        raise RuntimeError(f"wrk was not answered well:\n{output}")
    requests = int(found[1])
    return Cost(1e6 * _SECONDS / requests, 1e6 * used / requests)


@dataclass(frozen=True)
class _Bench:
    """
    A site, and the directory of its accounts.
    """

    site: Path
    accounts: Path
    port: int

    def server(self, *options: str) -> AbstractContextManager[_Server]:
        """
        A context with the site's server.
        """
        return _serving(
            self.port, "-m", "axiom.scripts.axiomatic", "-d", str(self.site), "start", "-n", *options
        )

    def limit(self, name: str, value: int) -> None:
        """
        Change a limit, for when the server starts.
        """
        configuration = self.site / "site.toml"
        text, count = re.subn(rf"(?m)^{name} = .*", f"{name} = {value}", configuration.read_text())
        assert count == 1, name
        configuration.write_text(text)

    def againstBare(self, *cases: tuple[str, _Measure, str, str, Target]) -> Iterator[Row]:
        """
        Compare with the bare server.

        @param cases: what is measured, by which measure, the script for that server and the one for ours, and
            what is good enough.
        """
        port = freePort()
        command = ("-m", "tests.bench._bare_server", str(self.accounts), str(port))
        with _serving(port, *command) as bare, self.server() as ours:
            for name, measure, bareScript, script, target in cases:
                yield _compared(name, measure, (bare, bareScript), (ours, script), target)

    def logIn(self) -> tuple[str, str]:
        """
        The cookie of a new session of the administrator's, and the token for forms.
        """
        with self.server():
            client = Client(f"http://127.0.0.1:{self.port}")
            assert client.logIn("admin", PASSWORD).status == 303
            return f"session={client.cookie('session')}", client.token(_OWN)

    def workers(self, number: int) -> float:
        """
        Microseconds from answer to answer with so many workers.
        """
        with self.server("--workers", str(number)) as supervisor:
            # The first round waits until all serve.
            _load(supervisor, _reading())
            return median(_load(supervisor, _reading()).wall for _ in range(_ROUNDS))


_Measure = Callable[[Cost], float]


def _byCPU(cost: Cost) -> float:
    return cost.cpu or 0.0


def _byWall(cost: Cost) -> float:
    return cost.wall


def _compared(
    name: str, measure: _Measure, first: tuple[_Server, str], second: tuple[_Server, str], target: Target
) -> Row:
    # The first round opens the stores of both.
    for each in (first, second):
        _load(*each)
    pairs = [(_load(*first), _load(*second)) for _ in range(_ROUNDS)]
    bare, ours = zip(*pairs, strict=True)
    ratio = median(map(truediv, map(measure, ours), map(measure, bare)))
    return Row(name, _median(bare), _median(ours), ratio, target)


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(median(map(_byWall, costs)), median(map(_byCPU, costs)))


def _reading(cookie: str = "") -> str:
    return _READING.format(users=USERS, headers=f'["Cookie"] = "{cookie}"' if cookie else "")


def _writing(cookie: str = "", token: str = "") -> str:
    body = urlencode({"text": "A post of the usual length, with a thought in it.", "csrfToken": token})
    headers = f'["Cookie"] = "{cookie}",' if cookie else ""
    return _WRITING.format(path=_OWN, headers=headers, body=body)


def _measured(bench: _Bench) -> Iterator[Row]:
    cookie, token = bench.logIn()
    yield from bench.againstBare(
        ("a page, unchanged store", _byCPU, _reading(), _reading(), Target(ratio=1.2)),
        ("the same, logged in", _byCPU, _reading(), _reading(cookie), Target(ratio=3)),
        ("a post, on the disk", _byWall, _writing(), _writing(cookie, token), Target(ratio=2.5)),
    )
    bench.set("cached-pages", 0)
    yield from bench.againstBare(("a page, made anew", _byCPU, _reading(), _reading(), Target(ratio=2.5)))
    one, two = bench.workers(1), bench.workers(2)
    yield Row("one worker, and two", Cost(one), Cost(two), two / one, Target(ratio=1 / 1.7))


def main() -> bool:
    """
    Measure, print, and say whether the targets were met.
    """
    with TemporaryDirectory() as directory:
        site, port = Path(directory) / "bench.axiom", freePort()
        bench = _Bench(site, layDown(site, port, USERS, POSTS), port)
        # All come from one address.
        bench.set("address-requests", 0)
        bench.set("account-requests", 0)
        rows = list(_measured(bench))
    print(f"\n{USERS} users with {POSTS} posts each, wrk -t1 -c32")
    print(table(rows, "twisted.web"))
    return all(row.isMet for row in rows)
