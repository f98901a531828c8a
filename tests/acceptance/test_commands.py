"""
Commands on a real site: several at once, cut off half-way, and while the server runs.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing

from axiom.substore import SubStore
from mantissa_like.catalog import Product, installedOfferings
from tests.acceptance.running import SiteTestCase, axiomatic, begin, eventually, freePort


class CommandTests(SiteTestCase):
    """
    A new site, whose server sees what commands do.
    """

    furnished = False

    def killed(self, *words: str, when: Callable[[], bool]) -> None:
        """
        Run a command, which is killed as soon as C{when} holds.
        """
        with begin(self.site.path, *words) as process:
            eventually(lambda: process.poll() is not None or when())
            process.kill()
            process.communicate()

    def together(self, *commands: tuple[str, ...]) -> list[int]:
        """
        The exit statuses of commands that run at the same time, sorted.
        """
        processes = [begin(self.site.path, *words) for words in commands]
        for process in processes:
            with process:
                process.communicate()
        return sorted(process.returncode for process in processes)

    def answers(self, port: int) -> bool:
        """
        Whether something listens there.
        """
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return False
        return True

    def test_usersAtOnce(self) -> None:
        """
        Accounts that are made at the same time can all log in to the server that runs.
        """
        names = ["carol", "dave", "erin"]
        commands = [("userbase", "create", f"{name}@localhost", "a fine secret") for name in names]
        self.assertEqual([0, 0, 0], self.together(*commands))
        for name in names:
            self.assertEqual(303, self.site.client().logIn(name, "a fine secret").status)

    def test_userCutOff(self) -> None:
        """
        Of an account whose making was killed, all is there or nothing; in the end the same command makes it.
        """
        place = self.site.path / "files" / "account" / "localhost" / "frank.axiom"
        words = ("userbase", "create", "frank@localhost", "a fine secret")
        for moment in (place, place / "db.sqlite", place / "db.sqlite-wal"):
            self.killed(*words, when=moment.exists)
        there = self.site.client().logIn("frank", "a fine secret").status == 303
        self.assertEqual(there, "frank@localhost" in axiomatic(self.site.path, "userbase", "list"))
        axiomatic(self.site.path, *words, status=1 if there else 0)
        self.assertEqual(303, self.site.client().logIn("frank", "a fine secret").status)
        with closing(self.site.openSiteStore()) as store:
            path = store.newFilePath("account", "localhost", "frank.axiom")
            self.assertEqual(1, store.count(SubStore, SubStore.storepath == path))

    def test_offering(self) -> None:
        """
        An offering whose installation was killed is installed by the next commands, by one of two at once;
        the server that runs serves it, and what it grants.
        """
        client = self.site.client()
        self.assertEqual(404, client.get("/timeline/").status)
        place = self.site.path / "files" / "app" / "timeline.axiom"
        words = ("offering", "install", "timeline")
        for moment in (place, place / "db.sqlite"):
            self.killed(*words, when=moment.exists)
        there = client.get("/timeline/").status == 200
        self.assertEqual([1, 1] if there else [0, 1], self.together(words, words))
        self.assertEqual(200, client.get("/timeline/").status)
        self.assertIn('href="/timeline/"', client.get("/").text)
        with closing(self.site.openSiteStore()) as store:
            self.assertEqual(["timeline"], list(store.query(Product).getColumn("name")))
            self.assertEqual(["base", "timeline"], [each.offeringName for each in installedOfferings(store)])
        axiomatic(self.site.path, "product", "grant", "timeline", "admin@localhost")
        self.assertEqual(200, client.get("/users/admin/").status)

    def test_ports(self) -> None:
        """
        A port that is made is answered within a second; once it is deleted nobody answers.
        """
        port = freePort()
        made = axiomatic(self.site.path, "port", "create", f"tcp:{port}")
        eventually(lambda: self.answers(port), seconds=1)
        axiomatic(self.site.path, "port", "delete", made.split()[1])
        eventually(lambda: not self.answers(port), seconds=1)
        self.assertTrue(self.answers(self.site.port))

    def test_serverCutOff(self) -> None:
        """
        After a server was killed, none is said to run, and the next one starts.
        """
        self.site.kill()
        axiomatic(self.site.path, "status", status=3)
        self.site.start()
        axiomatic(self.site.path, "status")
        self.assertEqual(200, self.site.client().get("/").status)
