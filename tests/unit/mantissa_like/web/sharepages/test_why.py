"""
Tests for why somebody can see something.
"""

from __future__ import annotations

from mantissa_like.sharing import getAccountRole, makeGroup
from tests.unit.mantissa_like.web.sharing_site import JSON, SharingTestCase

PATH = "/shares/why?item=note"


class WhyTests(SharingTestCase):
    """
    Tests for C{/shares/why}.
    """

    def answer(self, who: str) -> str:
        """
        The page about somebody, from the answer on.
        """
        return self.owner.get(f"{PATH}&who={who}").text.partition('id="answer">')[2]

    def test_yes(self) -> None:
        """
        Who can see it, by a group of a group, reads by which way.
        """
        choir, altos = makeGroup(self.alice, "Choir"), makeGroup(self.alice, "Altos")
        altos.becomeMemberOf(choir)
        getAccountRole(self.alice, "bob", "example.com").becomeMemberOf(altos)
        self.share(**{"with": "group", "group": choir.externalID})
        answer = self.answer("bob")
        self.assertIn("bob@example.com can see it", answer)
        self.assertIn(
            "Yes: it is shared with Group “Choir”. They belong to Group “Altos”, and so to Group “Choir”.",
            answer,
        )

    def test_no(self) -> None:
        """
        Who can't see it reads with whom it is shared instead.
        """
        self.share(**{"with": "person", "person": "bob"})
        self.assertIn("carol@example.com can not see it", self.answer("carol"))
        self.assertIn(
            "No: it is shared with bob@example.com, and they are not among these.", self.answer("carol")
        )
        self.assertIn("Somebody who is not logged in can not see it", self.answer(""))

    def test_over(self) -> None:
        """
        What has expired is told so.
        """
        self.share(**{"with": "person", "person": "bob", "until": "2001-09-09"})
        self.site.clock.advance(86_400)
        self.assertIn("but the time is over", self.answer("bob"))

    def test_json(self) -> None:
        """
        A program gets the reasons.
        """
        self.share(**{"with": "person", "person": "bob"})
        data = self.owner.get(f"{PATH}&who=bob", JSON).json()
        self.assertEqual(("bob@example.com", True), (data["who"], data["isVisible"]))
        told = "Yes: it is shared with bob@example.com."
        self.assertEqual({"isGrant": True, "with": "bob@example.com", "told": told}, data["reasons"][0])
        self.assertEqual(400, self.owner.get(PATH, JSON).status)

    def test_refused(self) -> None:
        """
        Only the owner is told, and only of what is there; an address is one.
        """
        self.assertEqual(404, self.site.logIn("bob").get(f"{PATH}&who=bob").status)
        self.assertEqual(404, self.owner.get("/shares/why?item=none&who=bob").status)
        self.assertEqual(400, self.owner.get(f"{PATH}&who=a%20b", JSON).status)
