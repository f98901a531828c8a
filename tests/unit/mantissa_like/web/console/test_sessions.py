"""
Tests for L{mantissa_like.web._console.sessions}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.audit import AuditEntry
from tests.unit.mantissa_like.web.memory_site import MemorySite

JSON = {"Accept": "application/json"}
PAGE = "/console/sessions"


class AllSessionsPageTests(SynchronousTestCase):
    """
    Tests for L{AllSessionsPage}.
    """

    def setUp(self) -> None:
        """
        An administrator and a user, both logged in.
        """
        self.site = MemorySite()
        self.site.addAdministrator("ada")
        self.site.addUser("bob")
        self.bob, self.client = self.site.logIn("bob"), self.site.logIn("ada")

    def test_ended(self) -> None:
        """
        The administrator sees who is logged in, and logs somebody out, which is written down.
        """
        [row] = self.client.get(f"{PAGE}?find=bob", JSON).json()["rows"]
        self.assertEqual(("bob@example.com", "An unknown browser"), (row["address"], row["browser"]))
        fields = {"number": str(row["number"]), "csrfToken": self.client.formToken(PAGE)}
        self.assertEqual(303, self.client.post(PAGE, fields).status)
        self.assertNotIn("bob@example.com", self.bob.get("/").text)
        entry = self.site.store.findUnique(AuditEntry)
        self.assertEqual(("ada@example.com", "bob@example.com"), (entry.actor, entry.subject))

    def test_noSession(self) -> None:
        """
        What is no session is not there, be it something else of the store.
        """
        token = self.client.formToken(PAGE)
        for number in ("1", "x", "", "-1", "99999999999999999999"):
            self.assertEqual(
                404, self.client.post(PAGE, {"number": number, "csrfToken": token}).status, number
            )
