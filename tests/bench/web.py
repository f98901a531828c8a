"""
The pages of a site against a bare C{twisted.web} resource, by C{wrk}: 200 users with a timeline each.

Reading is compared by the processor's time of the server, whatever else the machine does; writing, which
waits for the disk, by the clock on the wall, and so are workers, which takes processors that are free.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from operator import truediv
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import apsw

from tests.acceptance.running import Client
from tests.bench._measure import Cost, Row, Target, table
from tests.bench._processes import Process
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
_DIFFERING = """
local n = 0
request = function()
  n = n + 1
  local headers = {{ ["User-Agent"] = "Browser " .. n }}
  return wrk.format("GET", string.format("/users/user%d/timeline", n % {users}), headers)
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
        return Process(self.pid).seconds


@contextmanager
def _serving(port: int, *command: str) -> Iterator[_Server]:
    with server(port, *command) as pid:
        yield _Server(port, pid)


def _load(target: _Server, script: str, changes: Callable[[], int] | None = None) -> Cost:
    """
    What a request takes.

    @param script: of C{wrk}.
    @param changes: how often each store has changed; None if it does not matter.
    @raise RuntimeError: some were not answered as they should, or a store did not change between requests.
    """
    changesBefore = 0 if changes is None else changes()
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
    if changes is not None and (changes() - changesBefore) * USERS < requests:
        raise RuntimeError("the stores changed more slowly than they were asked for")
    return Cost(1e6 * _SECONDS / requests, 1e6 * used / requests)


def _besideWrk(supervisor: _Server, workers: int) -> tuple[float, float]:
    """
    One round of L{_Bench.workers}.
    """
    before = _cpuOfWrk()
    wall = _load(supervisor, _reading()).wall
    left = len(os.sched_getaffinity(0)) - (_cpuOfWrk() - before) / _SECONDS
    return wall, wall * min(left, workers) / workers


def _cpuOfWrk() -> float:
    """
    Seconds of the processor that it has used so far, whenever it ran; servers count once they have stopped.
    """
    usage = getrusage(RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


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

    @contextmanager
    def changing(self) -> Iterator[None]:
        """
        A context in which every timeline changes many times a second.
        """
        command = [sys.executable, "-m", "tests.bench._writer", str(self.accounts)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            try:
                process.stdout.readline()
                yield
            finally:
                process.terminate()

    def revision(self) -> int:
        """
        How often one of the timelines has changed.
        """
        database = apsw.Connection(str(self.accounts / "user0.axiom" / "db.sqlite"))
        try:
            return int(database.execute("SELECT revision FROM axiom_revision").get)
        finally:
            database.close()

    @contextmanager
    def besideBare(self) -> Iterator[tuple[_Server, _Server]]:
        """
        A context with the bare server and ours.
        """
        port = freePort()
        command = ("-m", "tests.bench._bare_server", str(self.accounts), str(port))
        with _serving(port, *command) as bare, self.server() as ours:
            _compareLengths(bare, ours)
            yield bare, ours

    def logIn(self) -> tuple[str, str]:
        """
        The cookie of a new session of the administrator's, and the token for forms.
        """
        with self.server():
            client = Client(f"http://127.0.0.1:{self.port}")
            assert client.logIn("admin", PASSWORD).status == 303
            return f"session={client.cookie('session')}", client.token(_OWN)

    def workers(self, number: int) -> tuple[float, float]:
        """
        Microseconds from answer to answer with so many workers; and as they would be if C{wrk} took nothing
        of the processors that the workers could use.
        """
        with self.server("--workers", str(number)) as supervisor:
            # The first round waits until all serve.
            _load(supervisor, _reading())
            rounds = [_besideWrk(supervisor, number) for _ in range(_ROUNDS)]
        clock, unhindered = zip(*rounds, strict=True)
        return median(clock), median(unhindered)


_Measure = Callable[[Cost], float]


def _byCPU(cost: Cost) -> float:
    return cost.cpu or 0.0


def _byWall(cost: Cost) -> float:
    return cost.wall


def _compareLengths(bare: _Server, ours: _Server) -> None:
    """
    @raise RuntimeError: their pages are not about as long as each other.
    """
    clients = [Client(f"http://127.0.0.1:{each.port}") for each in (bare, ours)]
    lengths = [len(client.get("/users/user1/timeline").body) for client in clients]
    if not 0.9 < truediv(*lengths) < 1.1:
        raise RuntimeError(f"the pages of the two servers have {lengths} bytes")


def _compared(
    name: str,
    measure: _Measure,
    servers: tuple[_Server, _Server],
    scripts: tuple[str, str],
    target: Target,
    changes: Callable[[], int] | None = None,
) -> Row:
    """
    @param scripts: for the bare server and for ours.
    @param changes: how often each store has changed, which is to be more often than ours is asked for it; the
        bare server keeps nothing that a change makes worthless.
    """
    both = list(zip(servers, scripts, strict=True))
    # The first round opens the stores of both.
    for each in both:
        _load(*each)
    pairs = [(_load(*both[0]), _load(*both[1], changes)) for _ in range(_ROUNDS)]
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
    reading = (_reading(), _reading())
    with bench.besideBare() as servers:
        yield _compared("a page, unchanged store", _byCPU, servers, reading, Target(ratio=1.2))
        differing = (_DIFFERING.format(users=USERS),) * 2
        yield _compared("the same, each request another", _byCPU, servers, differing, Target())
        yield _compared(
            "the same, logged in", _byCPU, servers, (_reading(), _reading(cookie)), Target(ratio=3)
        )
        with bench.changing():
            yield _compared(
                "a page, changed store", _byCPU, servers, reading, Target(ratio=2.5), bench.revision
            )
        yield _compared(
            "a post, on the disk", _byWall, servers, (_writing(), _writing(cookie, token)), Target(ratio=2.5)
        )
    bench.limit("cached-pages", 0)
    names = "one worker, and two, pages made anew", "the same, without what wrk takes of two processors"
    targets = Target(), Target(ratio=1 / 1.7)
    for name, one, two, target in zip(names, bench.workers(1), bench.workers(2), targets, strict=True):
        yield Row(name, Cost(one), Cost(two), two / one, target)


def main() -> bool:
    """
    Measure, print, and say whether the targets were met.
    """
    with TemporaryDirectory() as directory:
        site, port = Path(directory) / "bench.axiom", freePort()
        bench = _Bench(site, layDown(site, port, USERS, POSTS), port)
        # All come from one address.
        bench.limit("address-requests", 0)
        bench.limit("account-requests", 0)
        rows = list(_measured(bench))
    print(f"\n{USERS} users with {POSTS} posts each, wrk -t1 -c32")
    print(table(rows, "twisted.web"))
    return all(row.isMet for row in rows)
