"""
Tests for what somebody shares, for changing it and for ending it.
"""

from __future__ import annotations

from mantissa_like.sharing import RevokedShare, Share, revokedShares
from tests.unit.mantissa_like.web.sharing_site import JSON, READ, WRITE, SharingTestCase

NOTE = "/users/alice/note"


class GivenTests(SharingTestCase):
    """
    Tests for C{/shares}.
    """

    def setUp(self) -> None:
        """
        The note is shared with Bob.
        """
        super().setUp()
        self.share(**{"with": "person", "person": "bob"})
        self.guest = self.site.logIn("bob")

    def test_listed(self) -> None:
        """
        What is shared with others is listed in plain words; what is one's own is not.
        """
        self.addNote(self.alice, "own", "Mine")
        text = self.owner.get("/shares").text
        self.assertIn("bob@example.com", text)
        self.assertIn("read the note", text)
        self.assertNotIn("item=own", text)
        (share,) = self.owner.get("/shares", JSON).json()["shares"]
        self.assertEqual(
            ("note", "bob@example.com", [READ], False, NOTE),
            (share["item"], share["with"], share["may"], share["link"], share["url"]),
        )

    def test_pages(self) -> None:
        """
        People and programs get a page of the list at a time, sorted and filtered as they ask.
        """
        found = self.owner.get("/shares?page=1&find=bob", JSON).json()
        self.assertEqual((1, 1, 1), (found["page"], found["pages"], found["total"]))
        found = self.owner.get("/shares?find=nobody", JSON).json()
        self.assertEqual(([], 0), (found["shares"], found["total"]))
        self.assertEqual(400, self.owner.get("/shares?page=x", JSON).status)

    def test_ended(self) -> None:
        """
        What is ended is seen no longer, from the next request on; sharing it again is one click.
        """
        self.assertEqual(200, self.guest.get(NOTE).status)
        response = self.send(self.owner, "/shares", act="revoke", share=self.number())
        self.assertEqual((303, "/shares"), (response.status, response.headers["location"]))
        self.assertEqual(404, self.guest.get(NOTE).status)
        self.assertIn("Ended lately", self.owner.get("/shares").text)
        (ended,) = revokedShares(self.alice)
        self.send(self.owner, "/shares", act="restore", share=str(ended.storeID))
        self.assertEqual(200, self.guest.get(NOTE).status)

    def test_all(self) -> None:
        """
        All that is shared with somebody ends together, after a question.
        """
        role = str(self.alice.getItemByID(int(self.number())).sharedTo.storeID)
        response = self.send(self.owner, "/shares", act="revokeAll", role=role)
        self.assertIn("End everything shared with: bob@example.com?", response.text)
        self.assertEqual(200, self.guest.get(NOTE).status)
        self.send(self.owner, "/shares", act="revokeAll", role=role, confirmed="yes")
        self.assertEqual((404, 1), (self.guest.get(NOTE).status, self.alice.count(RevokedShare)))

    def test_refused(self) -> None:
        """
        What is not there, one's own access, and what is no share, can't be ended.
        """
        own, _ = self.alice.query(Share, sort=Share.storeID.ascending)
        for share in ("", "x", "0", "9" * 30, str(own.storeID), str(self.note.storeID)):
            response = self.send(self.owner, "/shares", act="revoke", share=share)
            self.assertEqual(404, response.status, share)
        self.assertEqual(404, self.send(self.owner, "/shares", act="restore", share="1").status)
        self.assertEqual(400, self.send(self.owner, "/shares", act="other").status)
        self.assertEqual(400, self.send(self.owner, "/shares", act="revokeAll", role="999").status)
        self.assertEqual((2, 200), (self.alice.count(Share), self.owner.get(NOTE).status))

    def test_othersShares(self) -> None:
        """
        Nobody ends or changes what another person shares.
        """
        number = self.number()
        self.assertEqual(404, self.send(self.guest, "/shares", act="revoke", share=number).status)
        self.assertEqual(404, self.guest.get(f"/shares/{number}").status)
        self.assertEqual(200, self.guest.get(NOTE).status)

    def test_backHere(self) -> None:
        """
        One comes back only to pages of the site.
        """
        response = self.send(self.owner, "/shares", act="revoke", share=self.number(), then="//evil.example/")
        self.assertEqual("/", response.headers["location"])

    def test_changed(self) -> None:
        """
        What somebody may do, and until when, is changed in place.
        """
        path = f"/shares/{self.number()}"
        self.assertIn("read the note", self.owner.get(path).text)
        self.send(self.owner, path, may=WRITE, until="2001-09-09")
        posted = {"text": "Bread", "csrfToken": self.token(self.guest)}
        self.assertEqual(303, self.guest.post(NOTE, posted).status)
        data = self.owner.get(path, JSON).json()
        self.assertEqual(([READ, WRITE], "2001-09-10T00:00:00Z"), (data["may"], data["until"]))
        self.assertIn('value="2001-09-09"', self.owner.get(path).text)

    def test_notChanged(self) -> None:
        """
        A change that makes no sense changes nothing.
        """
        path = f"/shares/{self.number()}"
        for fields in ({"may": ""}, {"may": "*"}, {"may": WRITE, "until": "1999-01-01"}):
            self.assertEqual(400, self.send(self.owner, path, **{"until": "", **fields}).status)
        self.assertEqual([READ], self.owner.get(path, JSON).json()["may"])

    def test_visitor(self) -> None:
        """
        Who is not logged in is sent to log in.
        """
        for path in ("/shares", "/shares/new?item=note", "/shares/received", "/shares/why?item=note"):
            self.assertIn("/login?", self.stranger.get(path).headers["location"])
