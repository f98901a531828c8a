"""
What ten thousand connections cost that follow pages and have nothing to tell: memory, time of the processor,
and how long one change takes to reach them all.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from select import EPOLLIN, epoll
from tempfile import TemporaryDirectory

from epsilon.extime import Time

from axiom.store import Store
from offerings.timeline import Timeline
from tests.bench._processes import Process
from tests.bench._serving import freePort, server
from tests.bench._site import layDown

__all__ = ["main"]

_CONNECTIONS = 10_000
_USERS = 50
_MOST_BYTES = 30 * 1024
_IDLE_SECONDS = 20
_PATIENCE = 60.0

_COMMON = "GET /live?url=/users/user{user}/timeline HTTP/1.1\r\nHost: localhost:{port}\r\n"
_KINDS = {
    "WebSocket": _COMMON
    + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    + "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n",
    "Server-Sent Events": _COMMON + "Accept: text/event-stream\r\n\r\n",
}


@contextmanager
def _connected(port: int, request: str, number: int) -> Iterator[list[socket.socket]]:
    """
    So many connections, C{user0} having as many followers as all others together.
    """
    with ExitStack() as stack:
        connections = []
        for index in range(number):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), _PATIENCE))
            user = 0 if index % 2 else index // 2 % _USERS
            connection.sendall(request.format(user=user, port=port).encode())
            answer = connection.recv(4096)
            if not answer.startswith((b"HTTP/1.1 101 ", b"HTTP/1.1 200 ")):
                raise RuntimeError(f"connection {index} was refused: {answer[:200]!r}")
            connection.setblocking(False)
            connections.append(connection)
        yield connections


def _secondsUntilTold(connections: list[socket.socket], site: Path) -> tuple[float, float]:
    """
    How long after a post of C{user0} the first connection, and the last, hears of it.
    """
    followers = connections[1::2]
    told = epoll()
    for connection in followers:
        told.register(connection, EPOLLIN)
    with Store(str(site / "files" / "account" / "localhost" / "user0.axiom")) as store:
        store.findUnique(Timeline).write("something new", Time())
    started, first, waiting = time.monotonic(), 0.0, len(followers)
    while waiting:
        events = told.poll(_PATIENCE)
        first = first or time.monotonic() - started
        if not events:
            raise RuntimeError(f"{waiting} connections were not told")
        for descriptor, _ in events:
            told.unregister(descriptor)
            waiting -= 1
    return first, time.monotonic() - started


def _measure(kind: str, site: Path, port: int) -> bool:
    with server(port, "-m", "axiom.scripts.axiomatic", "-d", str(site), "start", "-n") as pid:
        process = Process(pid)
        # What the first connections take is not theirs alone.
        with _connected(port, _KINDS[kind], 200):
            time.sleep(1)
        before = process.memory
        with _connected(port, _KINDS[kind], _CONNECTIONS) as connections:
            time.sleep(1)
            each = (process.memory - before) / _CONNECTIONS
            used = process.seconds
            time.sleep(_IDLE_SECONDS)
            idle = (process.seconds - used) / _IDLE_SECONDS
            first, last = _secondsUntilTold(connections, site)
    isMet = each <= _MOST_BYTES
    print(
        f"{kind:18}  {each / 1024:5.1f} KiB each{'' if isMet else '  MISSED'}",
        f"{idle:.1%} of a processor while idle",
        f"{_CONNECTIONS // 2:,} told of one change after {1000 * first:.0f} to {1000 * last:.0f} ms",
        sep=", ",
    )
    return isMet


def main() -> bool:
    """
    Measure, print, and say whether the target was met.
    """
    with TemporaryDirectory() as directory:
        site, port = Path(directory) / "bench.axiom", freePort()
        layDown(site, port, _USERS, posts=20)
        configuration = site / "site.toml"
        settings = configuration.read_text().replace("live-of-one = 100", "live-of-one = 20_000")
        # All come from one address, more and faster than may come from one.
        settings = settings.replace("address-connections = 200", "address-connections = 0")
        configuration.write_text(settings.replace("address-requests = 50", "address-requests = 0"))
        print(f"\n{_CONNECTIONS:,} connections that follow pages; at most {_MOST_BYTES // 1024} KiB each")
        met = [_measure(kind, site, port) for kind in _KINDS]
    return all(met)
