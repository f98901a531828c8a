"""
Tests for the pages of stores: L{mantissa_like.web._console.stores} and L{mantissa_like.web._console.store}.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from epsilon.extime import Time

from axiom.errors import StoreBusy
from axiom.substore import SubStore
from mantissa_like.config import BackupSettings
from mantissa_like.web._console.jobs import Job
from tests.unit.mantissa_like.web.console_site import ConsoleSite, ConsoleTestCase


class StoresTests(ConsoleTestCase):
    """
    Tests for the list of stores and the page of one.
    """

    def identifierOf(self, part: str) -> str:
        """
        What the store is called whose directory has C{part} in its name.
        """
        for subStore in self.site.store.query(SubStore):
            if part in str(subStore.storepath):
                return str(subStore.storeID)
        raise AssertionError(part)

    def jobAt(self, path: str) -> dict[str, object]:
        """
        What became of the job that a page started.
        """
        job: dict[str, object] = self.get(path)
        return job

    def test_rows(self) -> None:
        """
        Every store is listed, with what is in it; none is opened for it but that of the administrators.
        """
        rows = {row["name"]: row for row in self.get("/console/stores")["rows"]}
        self.assertEqual(
            {
                "Site store",
                "account/example.com/admin.axiom",
                "app/base.axiom",
                "app/timeline.axiom",
            },
            set(rows),
        )
        row = rows["account/example.com/admin.axiom"]
        self.assertEqual((2, {}, None), (row["items"], row["pending"], row["backedUp"]))
        self.assertTrue(row["revision"] > 0 and row["bytes"] > 4096)
        self.assertIn("app/base.axiom", self.page("/console/stores?sort=-bytes&find=app"))
        self.assertEqual("<StorePool 1 open, 0 leased, limit 10>", repr(self.site.pool))

    def test_one(self) -> None:
        """
        A store's page tells whose it is and what is in it.
        """
        path = f"/console/stores/{self.identifierOf('admin')}"
        facts = self.get(path)
        self.assertEqual("admin@example.com", facts["owner"])
        self.assertEqual(
            [("login", 1), ("login_method", 1)],
            [(each["typeName"], each["items"]) for each in facts["types"]],
        )
        self.assertIn(f'href="{path}/types/login/3"', self.page(path))

    def test_none(self) -> None:
        """
        There is nothing where no store is.
        """
        for identifier in ("999999", "x", "-1", "..", "1" * 40, "%C2%B2"):
            for rest in ("", "/sql", "/types/login/3", "/items/1"):
                path = f"/console/stores/{identifier}{rest}"
                self.assertEqual(404, self.client.get(path).status, path)

    def test_damaged(self) -> None:
        """
        A store that can't be read, or is gone, is told as such, and so are the others.
        """
        self.site.addUser("alice")
        self.site.addUser("bob")
        for name, content in (("alice", b"x" * 5000), ("bob", None)):
            directory = Path(self.site.storeOf(name).dbdir.path)  # type: ignore[union-attr]
            self.site.storeOf(name).close()
            if content is None:
                directory.rename(directory.with_name("elsewhere"))
            else:
                (directory / "db.sqlite").write_bytes(content)
        shown = self.page("/console/stores")
        self.assertIn("unreadable", shown)
        self.assertIn("gone", shown)
        self.assertIn("is not an SQLite database", self.page(f"/console/stores/{self.identifierOf('alice')}"))
        self.assertIn("gone", self.page(f"/console/stores/{self.identifierOf('bob')}"))

    def test_checked(self) -> None:
        """
        A check says what is wrong, or that nothing is.
        """
        path = f"/console/stores/{self.identifierOf('admin')}"
        started = self.command(path, act="check").json()
        self.assertEqual(
            ("done", ["Nothing is wrong with it."]),
            tuple(self.jobAt(started["url"])[name] for name in ("state", "outcome")),
        )
        self.assertIn("Nothing is wrong with it.", self.page(started["url"]))
        self.assertIn(("store.checked", "account/example.com/admin.axiom"), self.audited())

    def test_notBackedUp(self) -> None:
        """
        Without a directory for backups there is no button, and none is made.
        """
        self.assertNotIn("Back up", self.page("/console/stores/site"))
        response = self.command("/console/stores/site", act="back-up")
        self.assertEqual(400, response.status)
        self.assertIn("Name a directory", response.json()["detail"])


class BackupTests(ConsoleTestCase):
    """
    Tests for backups at the push of a button.
    """

    def makeSite(self) -> ConsoleSite:
        """
        A site with a directory for backups.
        """
        self.backups = self.mktemp()
        return ConsoleSite(self.mktemp(), backups=BackupSettings(directory=self.backups))

    def test_backedUp(self) -> None:
        """
        The button makes a backup of the whole site, after which each store tells when.
        """
        self.assertIn("Back up the site now", self.page("/console/stores/site"))
        url = self.command("/console/stores/site", act="back-up").json()["url"]
        job = self.get(url)
        self.assertEqual(("done", 5, 5), (job["state"], job["finished"], job["steps"]))
        self.assertIn("has 5 stores, of which 5 had changed", job["outcome"][0])
        self.assertEqual(1, len([path for path in Path(self.backups).iterdir() if path.name[0] != "."]))
        self.assertNotIn(None, [row["backedUp"] for row in self.get("/console/stores")["rows"]])

    def test_failed(self) -> None:
        """
        A backup that can't be made says why.
        """
        Path(self.backups).write_text("in the way")
        url = self.command("/console/stores/site", act="back-up").json()["url"]
        self.assertEqual("failed", self.get(url)["state"])
        self.assertIn('role="alert"', self.page(url))
        self.flushLoggedErrors(FileExistsError)


class JobTests(ConsoleTestCase):
    """
    Tests for L{mantissa_like.web._console.jobs}.
    """

    def test_stopped(self) -> None:
        """
        A job of which nothing is heard any more was interrupted, and leads to where it is started again;
        if there is word of it after all, it runs.
        """
        url = self.command("/console/stores/site", act="check").json()["url"]
        job = self.site.store.findUnique(Job)
        job.state, job.outcome, job.finished, job.steps = "running", [], 3, 10
        self.site.clock.advance(15)
        self.assertEqual(("running", 3), (self.get(url)["state"], self.get(url)["finished"]))
        self.assertIn('max="10"', self.page(url))
        self.site.clock.advance(15)
        self.assertEqual("interrupted", self.get(url)["state"])
        self.assertIn('<a href="/console/stores/site">Start it again</a>', self.page(url))
        job.told = Time.fromPOSIXTimestamp(self.site.clock.seconds())
        self.assertEqual("running", self.get(url)["state"])

    def test_busy(self) -> None:
        """
        While somebody else writes to the site store, what came of a job is told later.
        """
        transact, refused = self.site.store.transact, [StoreBusy("busy")]

        def sometimes(f: Any, *args: Any) -> Any:
            if f.__name__ == "write" and refused:
                raise refused.pop()
            return transact(f, *args)

        self.patch(self.site.store, "transact", sometimes)
        url = self.command("/console/stores/site", act="check").json()["url"]
        self.assertEqual([], refused)
        self.assertEqual("done", self.get(url)["state"])

    def test_nothing(self) -> None:
        """
        There is nothing where no job is.
        """
        for number in ("1", "x", "-1", "9" * 30):
            self.assertEqual(404, self.client.get(f"/console/jobs/{number}").status)
