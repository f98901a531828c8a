"""
C{axiomatic} as real processes: a server is started, asked after, stopped and killed.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store

SECONDS = 30.0

APPLICATION = """
from twisted.application.service import IService, Service
from twisted.application.strports import service
from twisted.internet.protocol import Factory, Protocol
from zope.interface import implementer
from axiom.attributes import inmemory, text
from axiom.item import Item

@implementer(IService)
class Listener(Item, Service):
    typeName = "testing_listener"
    address = text()
    name = inmemory()
    parent = inmemory()
    running = inmemory()
    listening = inmemory()

    def activate(self):
        self.name = self.parent = None
        self.running = 0
        self.listening = service(self.address, Factory.forProtocol(Protocol))

    def privilegedStartService(self):
        self.listening.privilegedStartService()

    def startService(self):
        self.running = 1
        self.listening.startService()

    def stopService(self):
        self.running = 0
        return self.listening.stopService()
"""


class ServerTests(SynchronousTestCase):
    """
    C{axiomatic start}, C{status} and C{stop} on one store.
    """

    def setUp(self) -> None:
        """
        An empty store.
        """
        self.directory = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.directory)
        self.path = self.directory / "x.axiom"
        self.pidPath = self.path / "run" / "axiomatic.pid"
        Store(str(self.path)).close()
        self.addCleanup(self.killServer)

    def killServer(self) -> None:
        """
        Let no server survive the test.
        """
        status, out, _ = self.axiomatic("status", "--json")
        if status == 0:
            os.kill(json.loads(out)["pid"], signal.SIGKILL)

    def popen(self, *argv: str) -> subprocess.Popen[str]:
        """
        Start a command in the directory of the store.
        """
        here = os.pathsep.join(path for path in sys.path if path)
        return subprocess.Popen(
            [sys.executable, "-m", "axiom.scripts.axiomatic", *argv],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.directory,
            env={**os.environ, "PYTHONPATH": f"{self.directory}{os.pathsep}{here}"},
        )

    def axiomatic(self, *argv: str, stdin: str = "") -> tuple[int, str, str]:
        """
        The status of a command, and what it wrote to standard output and standard error.
        """
        with self.popen(*argv) as process:
            out, err = process.communicate(stdin, timeout=SECONDS)
            return process.returncode, out, err

    def started(self) -> int:
        """
        The pid of a daemon that has been started.
        """
        status, out, err = self.axiomatic("start")
        self.assertEqual((0, ""), (status, err))
        pid = int(self.pidPath.read_text())
        self.assertEqual(f"started with pid {pid}\n", out)
        return pid

    def listenOn(self, address: str) -> None:
        """
        Let the store's server listen.
        """
        (self.directory / "listening.py").write_text(APPLICATION)
        program = "\n".join(
            [
                "from listening import Listener",
                "from twisted.application.service import IService",
                f"db.powerUp(Listener(store=db, address={address!r}), IService)",
            ]
        )
        self.assertEqual((0, "", ""), self.axiomatic("browse", stdin=program))

    def test_daemon(self) -> None:
        """
        A daemon outlives its starter, is found by C{status}, and C{stop} returns when it is gone.
        """
        pid = self.started()
        self.assertEqual((0, f"running with pid {pid}\n", ""), self.axiomatic("status"))
        self.assertEqual((0, f"stopped, pid was {pid}\n", ""), self.axiomatic("stop"))
        self.assertEqual((3, "not running\n", ""), self.axiomatic("status"))
        self.assertFalse(self.pidPath.exists())
        self.assertIn("Received SIGTERM", (self.path / "run" / "logs" / "twistd.log").read_text())

    def test_second(self) -> None:
        """
        A second server is refused in one sentence with the first one's pid, and the first goes on.
        """
        pid = self.started()
        for argv in (["start"], ["start", "--nodaemon"]):
            status, out, err = self.axiomatic(*argv)
            self.assertEqual((1, ""), (status, out))
            self.assertEqual(
                f"axiomatic: a server is running already, with pid {pid}. Stop it with 'axiomatic stop'.\n",
                err,
            )
        self.assertEqual((0, f"running with pid {pid}\n", ""), self.axiomatic("status"))

    def test_killed(self) -> None:
        """
        After kill -9 the file that is left counts for nothing, and the next server starts.
        """
        first = self.started()
        os.kill(first, signal.SIGKILL)
        self.waitForStatus(3)
        self.assertTrue(self.pidPath.exists())
        self.assertNotEqual(first, self.started())

    def test_foreground(self) -> None:
        """
        With C{-n} the server logs to standard output, and SIGTERM ends it.
        """
        with self.popen("start", "-n") as process:
            self.waitForStatus(0)
            self.assertEqual((0, f"running with pid {process.pid}\n", ""), self.axiomatic("status"))
            process.terminate()
            out, err = process.communicate(timeout=SECONDS)
        self.assertEqual((-signal.SIGTERM, ""), (process.returncode, err))
        self.assertIn("Received SIGTERM", out)
        self.assertFalse(self.pidPath.exists())

    def waitForStatus(self, wanted: int) -> None:
        """
        Return once C{axiomatic status} says so.
        """
        deadline = time.monotonic() + SECONDS
        while self.axiomatic("status")[0] != wanted:
            self.assertLess(time.monotonic(), deadline)

    def test_listening(self) -> None:
        """
        What the store's services listen on can be reached as soon as C{start} returns.
        """
        path = self.directory / "socket"
        self.listenOn(f"unix:{path}")
        self.started()
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(path))

    def test_portInUse(self) -> None:
        """
        A port in use is one sentence on the starter's terminal, and nothing keeps running.
        """
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            self.listenOn(f"tcp:{port}:interface=127.0.0.1")
            for argv in (["start"], ["start", "--nodaemon"]):
                status, _, err = self.axiomatic(*argv)
                self.assertEqual(1, status)
                self.assertEqual(1, err.count("\n"), err)
                self.assertTrue(err.startswith(f"axiomatic: Couldn't listen on 127.0.0.1:{port}: "), err)
                self.assertEqual((3, "not running\n", ""), self.axiomatic("status"))
        self.assertIn("not started", (self.path / "run" / "logs" / "twistd.log").read_text())

    def test_browse(self) -> None:
        """
        C{browse} runs a program that is piped into it, and fails as that does.
        """
        self.assertEqual(
            (0, "True\n", ""), self.axiomatic("browse", stdin="if db:\n    print(db is store)\n")
        )
        status, _, err = self.axiomatic("browse", stdin="1/0")
        self.assertEqual(1, status)
        self.assertIn("ZeroDivisionError", err)

    def test_accounts(self) -> None:
        """
        Making an account in a store lets it have accounts, and its owner log in.
        """
        created = self.axiomatic("userbase", "create", "bob", "localhost", stdin="a fine secret\n")
        self.assertEqual((0, "made bob@localhost\n", ""), created)
        self.assertEqual((0, "bob@localhost\n", ""), self.axiomatic("userbase", "list"))
        program = (
            "from twisted.cred.checkers import ICredentialsChecker\n"
            "from twisted.cred.credentials import UsernamePassword\n"
            "from twisted.internet.task import react\n"
            "react(lambda reactor: ICredentialsChecker(store).requestAvatarId(\n"
            "    UsernamePassword(b'bob@localhost', b'a fine secret')).addCallback(print))\n"
        )
        status, out, err = self.axiomatic("browse", stdin=program)
        self.assertEqual((0, "", True), (status, err, out.strip().isdecimal()))

    def test_closedPipe(self) -> None:
        """
        A command whose reader has gone ends without a word.
        """
        with self.popen("browse") as process:
            assert process.stdout is not None
            process.stdout.close()
            process.stdout = None
            _, err = process.communicate("print('x' * 100000)", timeout=SECONDS)
        self.assertEqual((141, ""), (process.returncode, err))
