"""
Notes in the browser, and for programs.
"""

from __future__ import annotations

import json
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom.dependency import installOn
from mantissa_like.sharing import getPrimaryRole, shareItem
from offerings.notes import IReadableNote, IWritableNote, Notebook
from tests.unit.mantissa_like.web.memory_client import MemoryClient, Response
from tests.unit.mantissa_like.web.memory_site import MemorySite

JSON = {"Accept": "application/json"}


class NoteViewTests(SynchronousTestCase):
    """
    Alice's notes, one of which Bob may write in and Cleo may read.
    """

    def setUp(self) -> None:
        """
        Make a note.
        """
        self.site = MemorySite()
        self.store = self.site.addUser("alice")
        self.notebook = Notebook(store=self.store)
        installOn(self.notebook, self.store)
        self.alice = self.site.logIn("alice")
        number = self._post(self.alice, "/users/alice/notes", JSON, act="create", title="Food & <b>drink</b>")
        self.path = number.json()["url"]
        (self.note,) = self.notebook.notes()
        for name, interfaces in (("bob", [IReadableNote, IWritableNote]), ("cleo", [IReadableNote])):
            self.site.addUser(name)
            role = getPrimaryRole(self.store, f"{name}@example.com", createIfNotFound=True)
            shareItem(self.note, toRole=role, shareID=self.note.shareID, interfaces=interfaces)
        self.bob, self.cleo = self.site.logIn("bob"), self.site.logIn("cleo")

    def _post(
        self, client: MemoryClient, path: str, headers: dict[str, str] | None = None, **fields: str
    ) -> Response:
        token = client.get("/login", JSON).json()["csrfToken"]
        return client.post(path, {**fields, "csrfToken": token}, headers)

    def _save(self, client: MemoryClient, base: str, text: str, title: str = "Food") -> Response:
        return self._post(client, self.path, act="save", base=base, text=text, title=title)

    def _data(self, path: str = "") -> Any:
        return self.bob.get(self.path + path, JSON).json()

    def test_shown(self) -> None:
        """
        The owner and who may write get a form, who may read the text; others nothing.
        """
        self._save(self.alice, "", "milk & <i>honey</i>", "Food & <b>drink</b>")
        for client, hasForm in ((self.alice, True), (self.bob, True), (self.cleo, False)):
            page = client.get(self.path).text
            self.assertIn("Food &amp; &lt;b&gt;drink&lt;/b&gt;", page)
            self.assertIn("milk &amp; &lt;i&gt;honey&lt;/i&gt;", page)
            self.assertEqual(hasForm, "<textarea" in page)
            self.assertEqual(client is self.alice, 'value="delete"' in page)
        self.site.addUser("dora")
        for client in (self.site.client(), self.site.logIn("dora")):
            self.assertEqual(404, client.get(self.path).status)
        self.assertEqual(404, self.bob.get("/users/alice/notes").status)

    def test_mayNot(self) -> None:
        """
        Who may read can't write, and who may write can't delete.
        """
        self.assertEqual(405, self._save(self.cleo, "", "mine").status)
        self.assertEqual(404, self._post(self.bob, self.path, act="delete").status)
        self.assertEqual(("", False), (self.note.body, self.note.isDeleted))

    def test_savedMeanwhile(self) -> None:
        """
        By form, changes of different lines are brought together. Where both have changed the same, the form
        is shown again with both texts; saved once more, it is kept.
        """
        self._save(self.alice, "", "milk\r\nbread\r\n")
        self.assertEqual(303, self._save(self.alice, "milk\r\nbread\r\n", "2 milk\r\nbread\r\n").status)
        self.assertEqual(303, self._save(self.bob, "milk\r\nbread\r\n", "milk\r\nbread\r\ntea").status)
        self.assertEqual("2 milk\nbread\ntea", self.note.body)
        again = self._save(self.bob, "milk\r\nbread\r\n", "3 milk\r\nbread\r\n")
        self.assertEqual(400, again.status)
        self.assertIn("3 milk", again.text)
        self.assertIn('<div class="note">2 milk', again.text)
        self.assertEqual("2 milk\nbread\ntea", self.note.body)
        self.assertEqual(303, self._save(self.bob, "2 milk\r\nbread\r\ntea", "3 milk\r\nbread\r\n").status)
        self.assertEqual("3 milk\nbread\n", self.note.body)

    def test_edited(self) -> None:
        """
        A program sends an edit of a version and hears what others did since; it asks what was done, too.
        """

        def edit(client: MemoryClient, version: int, *steps: object, key: str) -> Any:
            fields = {"act": "edit", "version": str(version), "edit": json.dumps(steps), "key": key}
            return self._post(client, self.path, JSON, **fields).json()

        edit(self.alice, 0, "🐍 ham", key="a")
        told = edit(self.bob, 0, "eggs ", key="b")
        self.assertEqual((2, [["🐍 ham"], [5, "eggs "]]), (told["version"], told["edits"]))
        self.assertEqual("🐍 hameggs ", self._data()["text"])
        self.assertEqual([[5, "eggs "]], self._data("?since=1")["edits"])
        self.assertEqual("🐍 hameggs ", self._data("?since=7")["text"])
        for steps in ([99], ["\r"], [None]):
            self.assertEqual(400, edit(self.bob, 2, *steps, key="c")["status"])
        self.assertEqual(400, self.bob.get(f"{self.path}?since=x", JSON).status)

    def test_deletedAndRestored(self) -> None:
        """
        A deleted note is there for nobody, until it is restored; deleting it for good asks once.
        """
        self._post(self.alice, self.path, act="delete")
        for client in (self.alice, self.bob, self.cleo):
            self.assertEqual(404, client.get(self.path).status)
        self.assertIn("Food", self.alice.get("/users/alice/notes?deleted").text)
        number = str(self.note.storeID)
        self._post(self.alice, "/users/alice/notes", act="restore", number=number)
        self.assertEqual(200, self.cleo.get(self.path).status)
        self._post(self.alice, self.path, act="delete")
        asked = self._post(self.alice, "/users/alice/notes", act="destroy", number=number)
        self.assertIn("can’t be undone", asked.text)
        self.assertEqual(1, self.notebook.deletedNotes().count())
        self._post(self.alice, "/users/alice/notes", act="destroy", number=number, confirmed="yes")
        self.assertEqual(0, self.notebook.deletedNotes().count())

    def test_found(self) -> None:
        """
        What is sought is found by its words, and marked.
        """
        self._save(self.alice, "", "milk <and> honey", "Food")
        page = self.alice.get("/users/alice/notes?find=honey").text
        self.assertIn("milk &lt;and&gt; <mark>honey</mark>", page)
        found = self.alice.get("/users/alice/notes?find=hon", JSON).json()["notes"]
        self.assertEqual([self.path], [each["url"] for each in found])
        self.assertIn("No note has these words", self.alice.get("/users/alice/notes?find=(%22*").text)

    def test_senseless(self) -> None:
        """
        What can't be done is told, and changes nothing.
        """
        for path, fields in (
            (self.path, {"act": "burn"}),
            (self.path, {"act": "edit", "version": "-1"}),
            (self.path, {"act": "edit", "version": "0", "edit": "["}),
            (self.path, {"act": "rename", "title": ""}),
            ("/users/alice/notes", {"act": "burn"}),
            ("/users/alice/notes", {"act": "create", "title": "\x07"}),
            ("/users/alice/notes", {"act": "restore", "number": "x"}),
        ):
            self.assertEqual(400, self._post(self.alice, path, JSON, **fields).status, fields)
        self.assertEqual(404, self._post(self.alice, "/users/alice/notes", act="restore", number="1").status)
        self.assertEqual(1, self.notebook.notes().count())
