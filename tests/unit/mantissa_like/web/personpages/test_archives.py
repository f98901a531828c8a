"""
Tests for L{mantissa_like.web._personpages.archives} and L{mantissa_like.web._personpages.storage}.
"""

from __future__ import annotations

import io
import zipfile

from twisted.internet.defer import Deferred
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.accounts import archiving
from mantissa_like.audit import AuditEntry
from tests.unit.mantissa_like.web.memory_client import MemoryClient, Response
from tests.unit.mantissa_like.web.memory_site import MemorySite, Note

JSON = {"Accept": "application/json"}


class DiskSiteTestCase(SynchronousTestCase):
    """
    A site on disk with Alice, who has two notes, and Bob, who has one.
    """

    def setUp(self) -> None:
        """
        Make it.
        """
        self.site = MemorySite(directory=self.mktemp())
        self.addCleanup(self.site.store.close)
        self.addCleanup(self.site.pool.close)
        for name, bodies in (("alice", ("Tea", "Milk")), ("bob", ("Bread",))):
            store = self.site.addUser(name)
            for body in bodies:
                Note(store=store, body=body)
            self.site.account(name).avatars.close()
        self.alice, self.bob = self.site.logIn("alice"), self.site.logIn("bob")

    def notes(self, name: str) -> list[str]:
        """
        What somebody's notes say.
        """
        with self.site.account(name).avatars.opened() as store:
            return sorted(store.query(Note).getColumn("body"))

    def export(self) -> Response:
        """
        Alice's archive.
        """
        path = "/account/export"
        return self.alice.post(path, {"csrfToken": self.alice.formToken(path)})

    def bring(self, client: MemoryClient, content: bytes) -> Response:
        """
        Upload an archive.
        """
        path = "/account/import"
        parts = [
            f'--x\r\nContent-Disposition: form-data; name="csrfToken"\r\n\r\n{client.formToken(path)}\r\n',
            '--x\r\nContent-Disposition: form-data; name="archive"; filename="a.zip"\r\n\r\n',
        ]
        body = "".join(parts).encode() + content + b"\r\n--x--\r\n"
        client.send("POST", path, {"Content-Type": "multipart/form-data; boundary=x"}, body)
        return client.response()

    def acts(self) -> list[str]:
        """
        What the audit log has of accounts.
        """
        found = self.site.store.query(AuditEntry, sort=AuditEntry.storeID.ascending).getColumn("action")
        return [act for act in found if act.startswith("account.")]


class ArchivePagesTests(DiskSiteTestCase):
    """
    Tests for L{ExportPage} and L{ImportPage}.
    """

    def test_exported(self) -> None:
        """
        A person gets an archive as a file, and nothing is left of it on the site.
        """
        response = self.export()
        self.assertEqual(200, response.status)
        self.assertIn("alice%40example.com%202001-09-09.zip", response.headers["content-disposition"])
        with zipfile.ZipFile(io.BytesIO(response.body)) as archive:
            self.assertIn("items/test_web_note.json", archive.namelist())
            self.assertIn("from", archive.read("README.txt").decode() + "from")
        self.assertEqual(
            [], list(self.site.store.newTemporaryFilePath("x").parent().globChildren("export-*"))
        )
        self.assertEqual(["account.exported"], self.acts())

    def test_oneAtATime(self) -> None:
        """
        While one copy is made for a person, there is no second one; others are not kept waiting.
        """
        waiting: Deferred[None] = Deferred()
        runtime = self.site.store.runtime
        inThread = runtime.inThread
        self.patch(runtime, "inThread", lambda f, *args: waiting.addCallback(lambda _: inThread(f, *args)))
        path = "/account/export"
        first = self.site.logIn("alice")
        fields = {"csrfToken": self.alice.formToken(path)}
        first.send(
            "POST",
            path,
            {"Content-Type": "application/x-www-form-urlencoded"},
            f"csrfToken={first.formToken(path)}".encode(),
        )
        response = self.alice.post(path, fields)
        self.assertEqual(409, response.status)
        self.assertIn("Please wait for that.", self.bring(self.alice, b"anything").text)
        waiting.callback(None)
        self.assertEqual(200, first.response().status)
        self.assertEqual(200, self.export().status)

    def test_oneInAllProcesses(self) -> None:
        """
        Nor is one made while another process makes or imports one.
        """
        with archiving(self.site.account("alice")):
            self.assertEqual(409, self.export().status)
        self.assertEqual(200, self.export().status)

    def test_imported(self) -> None:
        """
        Somebody gets all that is in an archive, reads what came, and goes on with it while being logged in.
        """
        response = self.bring(self.bob, self.export().body)
        self.assertEqual(200, response.status)
        for part in ("alice@example.com", "test_web_note", "Everything is here"):
            self.assertIn(part, response.text)
        self.assertEqual(["Milk", "Tea"], self.notes("bob"))
        self.assertEqual(200, self.bob.get("/home").status)
        self.assertEqual(["account.exported", "account.imported"], self.acts())

    def test_undone(self) -> None:
        """
        Who goes back is asked once, and has again what there was.
        """
        self.bring(self.bob, self.export().body)
        self.assertIsNotNone(self.bob.get("/account/import", JSON).json()["undoUntil"])
        fields = {"csrfToken": self.bob.formToken("/account/import"), "undo": "yes"}
        self.assertIn("Go back to what you had", self.bob.post("/account/import", fields).text)
        self.assertEqual(["Milk", "Tea"], self.notes("bob"))
        response = self.bob.post("/account/import", {**fields, "confirmed": "yes"})
        self.assertEqual((303, "/home"), (response.status, response.headers["location"]))
        self.assertEqual(["Bread"], self.notes("bob"))
        self.assertEqual("account.import-undone", self.acts()[-1])

    def test_nothingToUndo(self) -> None:
        """
        Without an import there is no way back.
        """
        self.assertEqual({"undoUntil": None}, self.bob.get("/account/import", JSON).json())
        fields = {"csrfToken": self.bob.formToken("/account/import"), "undo": "yes", "confirmed": "yes"}
        self.assertIn("There is nothing to go back to.", self.bob.post("/account/import", fields).text)

    def test_refused(self) -> None:
        """
        What is no archive changes nothing, and the page says why.
        """
        response = self.bring(self.bob, b"no archive")
        self.assertEqual(400, response.status)
        self.assertIn("Nothing was changed.", response.text)
        self.assertEqual(["Bread"], self.notes("bob"))


class StoragePageTests(DiskSiteTestCase):
    """
    Tests for L{StoragePage}.
    """

    def test_used(self) -> None:
        """
        A person reads how many bytes their database and files have, and how many items are whose.
        """
        data = self.alice.get("/account/storage", JSON).json()
        self.assertGreater(data["databaseBytes"], 4096)
        self.assertEqual(0, data["fileBytes"])
        [row] = data["apps"]["rows"]
        self.assertEqual({"app": "The site itself", "items": data["items"]}, row)
        text = self.alice.get("/account/storage").text
        self.assertIn("KiB", text)

    def test_inMemory(self) -> None:
        """
        A site in memory takes no room on the disk.
        """
        site = MemorySite()
        site.addUser("alice")
        client = site.logIn("alice")
        self.assertIsNone(client.get("/account/storage", JSON).json()["databaseBytes"])
        self.assertIn("in memory", client.get("/account/storage").text)
