"""
Tests for what is shared with somebody.
"""

from __future__ import annotations

from mantissa_like.sharing import Share, getSelfRole, unShare
from tests.unit.mantissa_like.web.memory_client import MemoryClient
from tests.unit.mantissa_like.web.sharing_site import JSON, READ, SharingTestCase

PATH = "/shares/received"


class ReceivedTests(SharingTestCase):
    """
    Tests for C{/shares/received}.
    """

    def setUp(self) -> None:
        """
        Alice shares a note with Bob, who was told.
        """
        super().setUp()
        self.share(**{"with": "person", "person": "bob"})
        self.carry()
        self.guest = self.site.logIn("bob")

    def titles(self, client: MemoryClient, path: str = PATH) -> list[str]:
        """
        What somebody is shown.
        """
        return [row["title"] for row in client.get(path, JSON).json()["rows"]]

    def number(self) -> str:
        """
        The number of the entry.
        """
        text = self.guest.get(PATH).text + self.guest.get(f"{PATH}?hidden=1").text
        return text.partition('name="number" value="')[2].partition('"')[0]

    def test_listed(self) -> None:
        """
        It is listed with who shares it and a link that leads there; nobody else has it.
        """
        (row,) = self.guest.get(PATH, JSON).json()["rows"]
        self.assertEqual(
            ("note", "alice@example.com", "/users/alice/note"), (row["title"], row["by"], row["url"])
        )
        self.assertEqual(200, self.guest.get(row["url"]).status)
        self.assertIn('href="/users/alice/note"', self.guest.get(PATH).text)
        self.assertEqual([], self.titles(self.site.logIn("carol")))

    def test_ended(self) -> None:
        """
        What is ended, expired or deleted vanishes at once, and is back when it is shared again.
        """
        unShare(self.note)
        self.assertEqual([], self.titles(self.guest))

    def test_expired(self) -> None:
        """
        What has expired vanishes.
        """
        (share,) = self.alice.query(Share, Share.sharedTo != getSelfRole(self.alice))
        self.send(self.owner, f"/shares/{share.storeID}", may=READ, until="2001-09-09")
        self.assertEqual(["note"], self.titles(self.guest))
        self.site.clock.advance(86_400)
        self.assertEqual([], self.titles(self.guest))

    def test_hidden(self) -> None:
        """
        An entry that is hidden can be shown again.
        """
        number = self.number()
        self.send(self.guest, PATH, act="hide", number=number)
        self.assertEqual(
            ([], ["note"]), (self.titles(self.guest), self.titles(self.guest, f"{PATH}?hidden=1"))
        )
        self.send(self.guest, PATH, act="show", number=number)
        self.assertEqual(["note"], self.titles(self.guest))

    def test_blocked(self) -> None:
        """
        After a question, nothing of somebody is listed any more, until they are unblocked and share anew.
        """
        response = self.send(self.guest, PATH, act="block", sharer="alice@example.com")
        self.assertIn("Block alice@example.com?", response.text)
        self.assertEqual(["note"], self.titles(self.guest))
        self.send(self.guest, PATH, act="block", sharer="alice@example.com", confirmed="yes")
        self.share(**{"with": "person", "person": "bob"})
        self.carry()
        self.assertEqual([], self.titles(self.guest))
        self.assertIn("Unblock", self.guest.get(PATH).text)
        self.send(self.guest, PATH, act="unblock", sharer="alice@example.com")
        self.share(**{"with": "person", "person": "bob"})
        self.carry()
        self.assertEqual(["note"], self.titles(self.guest))

    def test_refused(self) -> None:
        """
        What is not there can't be hidden or blocked, nor can what is another person's.
        """
        carol = self.site.logIn("carol")
        for client, fields in (
            (self.guest, {"act": "hide", "number": "x"}),
            (self.guest, {"act": "hide", "number": "9999"}),
            (self.guest, {"act": "block", "sharer": "zoe@example.com"}),
            (carol, {"act": "hide", "number": self.number()}),
        ):
            self.assertEqual(404, self.send(client, PATH, **fields).status, fields)
        self.assertEqual(400, self.send(self.guest, PATH, act="x").status)
        self.assertEqual(["note"], self.titles(self.guest))
