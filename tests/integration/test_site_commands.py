"""
The commands on sites as real processes: what a person types, and what a server that runs makes of it.
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
from collections.abc import Callable
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.accounts import accountAddresses, findSubStore

SECONDS = 30.0


class SiteCommandTests(SynchronousTestCase):
    """
    C{axiomatic} on one site.
    """

    def setUp(self) -> None:
        """
        A site that listens on a socket of its own.
        """
        self.directory = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.directory)
        self.path = self.directory / "x.axiom"
        self.socket = self.directory / "web"
        self.done("mantissa", "-a", "admin@localhost", "-p", "a fine secret", "--port", f"unix:{self.socket}")

    def popen(self, *argv: str) -> subprocess.Popen[str]:
        """
        Start a command in the directory that has the site.
        """
        here = os.pathsep.join(path for path in sys.path if path)
        return subprocess.Popen(
            [sys.executable, "-m", "axiom.scripts.axiomatic", "-d", str(self.path), *argv],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.directory,
            env={**os.environ, "PYTHONPATH": here},
        )

    def axiomatic(self, *argv: str, stdin: str = "") -> tuple[int, str, str]:
        """
        The status of a command, and what it wrote to standard output and standard error.
        """
        with self.popen(*argv) as process:
            out, err = process.communicate(stdin, timeout=SECONDS)
            return process.returncode, out, err

    def done(self, *argv: str, stdin: str = "") -> str:
        """
        What a command wrote that succeeds.
        """
        status, out, err = self.axiomatic(*argv, stdin=stdin)
        self.assertEqual((0, ""), (status, err), argv)
        return out

    def refused(self, *argv: str, stdin: str = "") -> str:
        """
        The one sentence of a command that fails.
        """
        status, out, err = self.axiomatic(*argv, stdin=stdin)
        self.assertNotEqual(0, status, argv)
        self.assertEqual(("", 1), (out, err.count("\n")), err)
        return err

    def start(self) -> None:
        """
        Start the server, until the end of the test.
        """
        self.done("start")
        self.addCleanup(self.stop)

    def stop(self) -> None:
        """
        End the server, if it still runs.
        """
        status, out, _ = self.axiomatic("status", "--json")
        if status == 0:
            os.kill(json.loads(out)["pid"], signal.SIGKILL)

    def addresses(self) -> list[str]:
        """
        The accounts of the site.
        """
        store = Store(str(self.path))
        try:
            return accountAddresses(store)
        finally:
            store.close()

    def eventually(self, holds: Callable[[], bool]) -> None:
        """
        Return once it does.
        """
        deadline = time.monotonic() + SECONDS
        while not holds():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)

    def test_existingSite(self) -> None:
        """
        C{mantissa} does not touch a site that exists, and leaves nothing behind.
        """
        before = sorted(self.directory.iterdir())
        self.assertIn("exists already", self.refused("mantissa", "-a", "eve@localhost", "-p", "x"))
        self.assertEqual(["admin@localhost"], self.addresses())
        self.assertEqual(before, sorted(self.directory.iterdir()))

    def test_template(self) -> None:
        """
        A site has what its template says: offerings, products for its accounts, and files.
        """
        template = self.template('[offerings]\ninstall = ["timeline"]\n[accounts]\nproducts = ["timeline"]\n')
        self.path = self.directory / "y.axiom"
        self.done("mantissa", "-a", "root@example.com", "-p", "a fine secret", "--template", str(template))
        self.assertEqual("timeline  active\n", self.done("product", "list", "root"))
        self.assertEqual("a { color: red }", (self.path / "files" / "static" / "site.css").read_text())

    def test_nothingHalfDone(self) -> None:
        """
        Where a template asks for what there is not, no site is made and nothing is left.
        """
        template = self.template('[accounts]\nproducts = ["nonsense"]\n')
        self.path = self.directory / "y.axiom"
        before = sorted(self.directory.iterdir())
        err = self.refused(
            "mantissa", "-a", "root@localhost", "-p", "a fine word", "--template", str(template)
        )
        self.assertIn("there is no product 'nonsense'", err)
        self.assertEqual(before, sorted(self.directory.iterdir()))

    def template(self, configuration: str) -> Path:
        """
        A template with a style.
        """
        directory = self.directory / "template"
        (directory / "files" / "static").mkdir(parents=True)
        (directory / "files" / "static" / "site.css").write_text("a { color: red }")
        (directory / "site.toml").write_text(configuration)
        return directory

    def test_twoAtOnce(self) -> None:
        """
        Commands that run at the same time all take effect.
        """
        names = [f"user{number}" for number in range(4)]
        processes = [self.popen("userbase", "create", name, "localhost", "a fine secret") for name in names]
        for process in processes:
            with process:
                _, err = process.communicate(timeout=SECONDS)
                self.assertEqual((0, ""), (process.returncode, err))
        self.assertEqual(
            sorted(["admin@localhost", *(f"{name}@localhost" for name in names)]), self.addresses()
        )

    def test_sameAddressAtOnce(self) -> None:
        """
        Of two commands that make the same account at the same time, one succeeds and the other is told so.
        """
        statuses = []
        for process in [self.popen("userbase", "create", "bob@localhost", "a fine secret") for _ in range(2)]:
            with process:
                process.communicate(timeout=SECONDS)
                statuses.append(process.returncode)
        self.assertEqual([0, 1], sorted(statuses))
        self.assertEqual(["admin@localhost", "bob@localhost"], self.addresses())

    def test_portsWhileRunning(self) -> None:
        """
        A server listens on a port as soon as it is created, and no longer when it is deleted.
        """
        self.start()
        second = self.directory / "second"
        identifier = self.done("port", "create", "--strport", f"unix:{second}").split()[1]
        self.eventually(lambda: self.connects(second))
        self.done("port", "delete", "--port-identifier", identifier)
        self.eventually(lambda: not self.connects(second))
        self.assertTrue(self.connects(self.socket))

    def connects(self, path: Path) -> bool:
        """
        Whether something listens there.
        """
        with socket.socket(socket.AF_UNIX) as client:
            try:
                client.connect(str(path))
            except OSError:
                return False
            return True

    def test_portInUse(self) -> None:
        """
        A port in use is one sentence on the terminal of C{start}, and no server runs.
        """
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            self.done("port", "create", "--strport", f"tcp:{port}")
            err = self.refused("start")
        self.assertIn(f"can't listen on tcp:{port}:interface=127.0.0.1: Address already in use", err)
        self.assertEqual(3, self.axiomatic("status")[0])

    def test_password(self) -> None:
        """
        A password is read from a pipe; without one, nothing happens.
        """
        self.done("userbase", "create", "bob@localhost", stdin="a fine secret\n")
        self.assertIn("password", self.refused("userbase", "create", "eve@localhost"))
        self.assertEqual(["admin@localhost", "bob@localhost"], self.addresses())

    def test_foreignStore(self) -> None:
        """
        A store that is not a site's is refused by name by commands on sites, and has no accounts.
        """
        self.path = self.directory / "other.axiom"
        Store(str(self.path)).close()
        for argv in (["port", "list"], ["offering", "list"], ["product", "list"]):
            self.assertIn(f"the store in {self.path} is not a site's", self.refused(*argv))
        self.assertEqual((0, "No accounts\n"), self.axiomatic("userbase", "list")[:2])

    def test_project(self) -> None:
        """
        A new project's own test passes, and a site installs its offering at once.
        """
        self.done("project", "-n", "recipes")
        here = os.pathsep.join([str(self.directory / "recipes"), *filter(None, sys.path)])
        environment = {**os.environ, "PYTHONPATH": here}
        tests = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
            cwd=self.directory / "recipes",
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(0, tests.returncode, tests.stdout)
        command = [sys.executable, "-m", "axiom.scripts.axiomatic", "-d", str(self.path)]
        for words in (["offering", "install", "recipes"], ["product", "grant", "recipes", "admin@localhost"]):
            subprocess.run([*command, *words], env=environment, check=True, capture_output=True)

    def test_moved(self) -> None:
        """
        An account that is taken out of one site and brought into another is whole there, and gone here.
        """
        self.done("userbase", "create", "bob@localhost", "a fine secret")
        self.done("extract-user", "-a", "bob@localhost", "-d", "bob.axiom")
        self.assertEqual(["admin@localhost"], self.addresses())
        self.path = self.directory / "y.axiom"
        self.done("mantissa", "-a", "root@localhost", "-p", "a fine secret", "--port", "tcp:0")
        self.done("insert-user", "-u", "bob.axiom")
        self.assertEqual(["bob@localhost", "root@localhost"], self.addresses())
        store = Store(str(self.path))
        self.addCleanup(store.close)
        subStore = findSubStore(store, "bob", "localhost")
        assert subStore is not None
        with subStore.opened() as userStore:
            self.assertEqual([("ok",)], userStore.querySQL("PRAGMA integrity_check"))
