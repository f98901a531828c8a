"""
Tests for L{mantissa_like.web._console.overview} and L{mantissa_like.web._console.attention}.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.accounts import setDisabled
from mantissa_like.config import BackupSettings
from mantissa_like.mail import FAILED, Mail, QueuedMail, queueMail
from mantissa_like.observing import CollectedFailure, Observatory, operationsStore
from mantissa_like.web import PortState, ServiceState, SiteContext
from mantissa_like.web._console.attention import failingPorts, failingServices, lostMail, recentErrors
from tests.unit.mantissa_like.web.console_site import ConsoleSite, ConsoleTestCase
from tests.unit.mantissa_like.web.memory_site import MemorySite

_DAY = 86_400


class OverviewTests(ConsoleTestCase):
    """
    Tests for the page.
    """

    def makeSite(self) -> ConsoleSite:
        """
        A site with a directory for backups.
        """
        return ConsoleSite(self.mktemp(), backups=BackupSettings(directory=self.mktemp()))

    def attention(self) -> list[str]:
        """
        What the page says.
        """
        return [each["what"] for each in self.get("/console")["attention"]]

    def test_numbers(self) -> None:
        """
        There is as much of everything as there is.
        """
        self.site.addUser("alice")
        setDisabled(self.site.store, "alice", "example.com", True)
        told = self.get("/console")
        expected = {"users": 2, "suspended": 1, "sessions": 1, "applications": 2, "stores": 5}
        self.assertEqual(expected, {name: told[name] for name in expected})
        self.assertTrue(told["bytes"] > 100_000)
        self.assertIn("Databases", self.page("/console"))

    def test_backups(self) -> None:
        """
        That there is no backup, or an old one, needs attention; a recent one does not.
        """
        self.assertEqual(["There is no backup of this site yet."], self.attention())
        self.command("/console/stores/site", act="back-up")
        self.assertEqual([], self.attention())
        self.assertIn("Everything is as it should be.", self.page("/console"))
        taken = Time.fromISO8601TimeAndDate(self.get("/console")["lastBackup"]).asPOSIXTimestamp()
        self.site.clock.advance(taken - self.site.clock.seconds() + 8 * _DAY + 1)
        client = self.site.logIn("admin")
        assert client is not None
        self.client = client
        self.assertEqual(["The last backup was made 8 days ago."], self.attention())

    def test_missingStores(self) -> None:
        """
        Stores that are gone are named, up to a few.
        """
        for number in range(7):
            self.site.addUser(f"user{number}")
            store = self.site.storeOf(f"user{number}")
            assert store.dbdir is not None
            store.close()
            shutil.rmtree(store.dbdir.path)
        self.assertEqual(
            [
                *(f"The database of account/example.com/user{n}.axiom is gone." for n in range(5)),
                "So are those of 2 more stores.",
                "There is no backup of this site yet.",
            ],
            self.attention(),
        )

    def test_troubledStores(self) -> None:
        """
        A store that could not be read, or in which a check found something, needs attention from then on,
        until somebody who looks finds it well.
        """
        self.site.addUser("alice")
        store = self.site.storeOf("alice")
        assert store.dbdir is not None and store.idInParent is not None
        store.close()
        page, database = f"/console/stores/{store.idInParent}", Path(store.dbdir.path) / "db.sqlite"
        content = database.read_bytes()
        database.write_bytes(b"x" * 5000)
        self.assertEqual(1, len(self.attention()))
        self.get("/console/stores")
        self.assertIn("account/example.com/alice.axiom: ", self.attention()[0])
        self.assertEqual(page, self.get("/console")["attention"][0]["url"])
        self.command(page, act="check")
        self.assertEqual(2, len(self.attention()))

        database.write_bytes(content)
        self.get(page)
        self.assertEqual(2, len(self.attention()))
        self.command(page, act="check")
        self.assertEqual(["There is no backup of this site yet."], self.attention())


class Control:
    """
    A server of which one port and one service have failed.
    """

    def ports(self) -> list[PortState]:
        """
        Two ports.
        """
        return [PortState(1, "tcp:80", "web"), PortState(2, "tcp:81", "web", "It is in use.")]

    def services(self) -> list[ServiceState]:
        """
        Two services.
        """
        return [ServiceState("mail", True), ServiceState("news", False, None, "It raised an error.")]


class AttentionTests(SynchronousTestCase):
    """
    Tests for what is noticed of the running server.
    """

    def setUp(self) -> None:
        """
        A site in memory.
        """
        self.site = MemorySite()
        self.addCleanup(self.site.store.close)

    def context(self, **values: Any) -> SiteContext:
        """
        What the site's pages work with.
        """
        return replace(self.site.context, **values)

    def test_control(self) -> None:
        """
        Ports and services that failed are noticed, with why; nothing is where nothing is controlled.
        """
        context = self.context(control=Control())
        self.assertEqual(
            [
                "Nothing listens on tcp:81: It is in use.",
                "news does not run: It raised an error.",
            ],
            [each.what for check in (failingPorts, failingServices) for each in check(context)],
        )
        self.assertEqual([], list(failingPorts(self.context(control=None))))

    def test_errors(self) -> None:
        """
        Errors of the last day are noticed until somebody calls them done.
        """
        context = self.context(observatory=Observatory(self.site.store, self.site.clock, 7))
        self.assertEqual([], list(recentErrors(context)))
        now = Time.fromPOSIXTimestamp(self.site.clock.seconds() - 100)
        failure = CollectedFailure(
            store=operationsStore(self.site.store),
            fingerprint="x",
            kind="ValueError",
            summary="",
            place="",
            count=1,
            firstSeen=now,
            lastSeen=now,
            traceback="",
            request="",
        )
        self.assertEqual(
            ["There was 1 kind of error in the last day."], [each.what for each in recentErrors(context)]
        )
        failure.isResolved = True
        self.assertEqual([], list(recentErrors(context)))
        failure.isResolved = False
        self.site.clock.advance(2 * _DAY)
        self.assertEqual([], list(recentErrors(context)))

    def test_mail(self) -> None:
        """
        Mail that was given up in the last day is noticed.
        """
        context = self.context()
        self.assertEqual([], list(lostMail(context)))
        queueMail(self.site.store, Mail("bob@example.com", "Hello", "Hello, Bob."))
        mail = self.site.store.findUnique(QueuedMail)
        self.assertEqual([], list(lostMail(context)))
        mail.state, mail.ended = FAILED, Time.fromPOSIXTimestamp(self.site.clock.seconds())
        self.assertEqual(
            ["1 mail could not be sent in the last day."], [each.what for each in lostMail(context)]
        )
        self.site.clock.advance(2 * _DAY)
        self.assertEqual([], list(lostMail(context)))
