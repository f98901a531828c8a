"""
Ports of all kinds that several processes share, as they come and go.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import ssl
import warnings
from base64 import b64encode
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp

from twisted.trial.unittest import SynchronousTestCase

from axiom.supervision import StateFile
from mantissa_like.site import Port, createPort, findServer
from tests.acceptance.running import RunningSite, axiomatic, eventually, freePort

_PAGE = "/users/alice/timeline"
_HANDSHAKE = (
    f"GET /live?url={_PAGE} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    f"Sec-WebSocket-Key: {b64encode(bytes(16)).decode()}\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
# A frame that closes the connection, with the number 4002.
_GOING = b"\x88\x02\x0f\xa2"


class WorkerPortsTests(SynchronousTestCase):
    """
    A site with two workers, which listen on a port of TCP.
    """

    site: RunningSite

    @classmethod
    def setUpClass(cls) -> None:
        """
        The site, which runs.
        """
        super().setUpClass()
        cls.site = RunningSite(Path(mkdtemp(dir=Path.cwd())) / "site.axiom")
        cls.addClassCleanup(cls.site.stop)
        cls.site.start("--workers", "2")

    def setUp(self) -> None:
        """
        Both workers serve.
        """
        eventually(lambda: len(self.serving()) == 2)

    def serving(self) -> list[int]:
        """
        The pids of the workers that serve.
        """
        state = StateFile(str(self.site.path / "run" / "workers.json")).read()
        return [worker.pid for worker in state.workers if worker.state == "serving"] if state else []

    def add(self, endpoint: str) -> None:
        """
        Have both workers listen there, too.
        """
        with closing(self.site.openSiteStore()) as store:
            createPort(store, endpoint, findServer(store, "web"))
        eventually(lambda: self.site.log().count(f"listens on {endpoint}") == 2)

    def status(self, endpoint: str) -> int:
        """
        What is answered there; 0 for nothing.
        """
        with warnings.catch_warnings():
            # Python leaves a socket open whose peer is gone before the handshake.
            warnings.simplefilter("ignore", ResourceWarning)
            try:
                return _statusAt(*endpoint.split(":")[:2])
            except OSError:
                return 0

    def test_kinds(self) -> None:
        """
        Ports with and without encryption and of the file system are opened by all workers while they run,
        outlive a worker that is killed and a reload, and are closed when they are deleted.
        """
        certificate = self.site.path / "certificates" / "site.pem"
        directory = mkdtemp()
        self.addCleanup(shutil.rmtree, directory)
        endpoints = [
            f"tcp:{freePort()}:interface=127.0.0.1",
            f"tls:{freePort()}:interface=127.0.0.1",
            f"ssl:{freePort()}:privateKey={certificate}:certKey={certificate}:interface=127.0.0.1",
            f"unix:{directory}/site.sock",
        ]
        for endpoint in endpoints:
            # The site makes its certificate for the first connection that wants it.
            self.add(endpoint)
            self.assertEqual(200, self.status(endpoint), endpoint)

        victim = self.serving()[0]
        os.kill(victim, signal.SIGKILL)
        self.assertEqual([200] * 4, [self.status(each) for each in endpoints])
        eventually(lambda: victim not in self.serving() and len(self.serving()) == 2)
        axiomatic(self.site.path, "reload")
        self.assertEqual([200] * 4, [self.status(each) for each in endpoints])

        with closing(self.site.openSiteStore()) as store:
            store.query(Port, Port.description.oneOf(endpoints)).deleteFromStore()
        eventually(lambda: not any(map(self.status, endpoints)))
        self.assertEqual(200, self.status(f"tcp:{self.site.port}"))

    def test_followers(self) -> None:
        """
        Who follows a page is told, before the worker ends, that they may come again.
        """
        with socket.create_connection(("127.0.0.1", self.site.port), timeout=30) as follower:
            follower.sendall(_HANDSHAKE.encode())
            answer = b""
            while not answer.endswith(b"\r\n\r\n"):
                answer += follower.recv(1)
            self.assertTrue(answer.startswith(b"HTTP/1.1 101 "), answer)
            axiomatic(self.site.path, "reload")
            self.assertEqual(_GOING, follower.recv(100))


def _statusAt(kind: str, place: str) -> int:
    with _connect(kind, place) as connection:
        connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
        with connection.makefile("rb") as answer:
            words = answer.readline().split()
            return int(words[1]) if words else 0


def _connect(kind: str, place: str) -> socket.socket:
    if kind == "unix":
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(place)
        except OSError:
            connection.close()
            raise
        return connection
    connection = socket.create_connection(("127.0.0.1", int(place)), timeout=30)
    if kind == "tcp":
        return connection
    context = ssl.create_default_context()
    # The certificate is the site's own, for whom nobody vouches.
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(connection)
