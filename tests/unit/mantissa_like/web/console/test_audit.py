"""
Tests for L{mantissa_like.web._console.audit}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.audit import recordAct
from tests.unit.mantissa_like.web.memory_site import MemorySite

JSON = {"Accept": "application/json"}


class AuditPageTests(SynchronousTestCase):
    """
    Tests for L{AuditPage}.
    """

    def setUp(self) -> None:
        """
        A site with an administrator, where something was done.
        """
        self.site = MemorySite()
        self.site.addAdministrator("ada")
        recordAct(
            self.site.store, "account.suspended", "bob@example.com", peer="192.0.2.1", details={"days": 3}
        )
        recordAct(self.site.store, "account.made", "carol@example.com")
        self.client = self.site.logIn("ada")

    def test_shown(self) -> None:
        """
        People read who did what, and from where.
        """
        text = self.client.get("/console/audit").text
        for part in (
            "bob@example.com",
            "2001-09-09T01:46:40Z",
            "days: 3",
            "192.0.2.1",
            "the command line",
            "somebody unknown",
        ):
            self.assertIn(part, text)

    def test_found(self) -> None:
        """
        A program asks for what concerns somebody.
        """
        answer = self.client.get("/console/audit?find=bob@", JSON).json()
        [row] = answer["rows"]
        self.assertEqual(("account.suspended", {"days": 3}), (row["action"], row["details"]))

    def test_forAdministrators(self) -> None:
        """
        For others there is no such page.
        """
        self.site.addUser("bob")
        self.assertEqual(404, self.site.logIn("bob").get("/console/audit").status)
