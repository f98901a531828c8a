"""
Tests for L{mantissa_like.web._accountpages.impersonation}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.accounts import Address
from mantissa_like.audit import AuditEntry
from mantissa_like.catalog import dismissAdministrator
from tests.unit.mantissa_like.web.memory_client import Response
from tests.unit.mantissa_like.web.memory_site import MemorySite

ADA, BOB = "ada@example.com", "bob@example.com"


class ImpersonationTests(SynchronousTestCase):
    """
    Tests for L{StartImpersonating} and L{StopImpersonating}.
    """

    def setUp(self) -> None:
        """
        An administrator and a user.
        """
        self.site = MemorySite()
        self.site.addAdministrator("ada")
        self.site.addUser("bob")
        self.client = self.site.logIn("ada")

    def begin(self, address: str = BOB) -> Response:
        """
        Act as somebody.
        """
        token = self.client.formToken("/")
        return self.client.post(f"/console/users/{address}/impersonate", {"csrfToken": token})

    def test_actsAsThem(self) -> None:
        """
        The administrator sees what the user sees, and on every page whose eyes these are.
        """
        self.assertEqual(303, self.begin().status)
        for path in ("/", "/users/bob"):
            text = self.client.get(path).text
            self.assertIn(f"You are {ADA}, acting as <strong>{BOB}</strong>", text)
            self.assertIn(f'<a href="/account">{BOB}</a>', text)
        self.assertEqual(404, self.client.get("/console/audit").status)

    def test_bannerIsForNobodyElse(self) -> None:
        """
        The user's own pages do not have it, though they are the same pages.
        """
        self.begin()
        self.client.get("/users/bob")
        self.assertNotIn("acting as", self.site.logIn("bob").get("/users/bob").text)

    def test_stopped(self) -> None:
        """
        The button on every page ends it, also twice.
        """
        self.begin()
        token = self.client.formToken("/")
        for expected in ("/console/users/bob@example.com", "/"):
            response = self.client.post("/account/impersonation", {"csrfToken": token})
            self.assertEqual((303, expected), (response.status, response.headers["location"]))
        self.assertNotIn("acting as", self.client.get("/console/audit").text)

    def test_endsByItself(self) -> None:
        """
        After an hour the administrator is themselves again.
        """
        self.begin()
        self.site.clock.advance(3_599)
        self.assertIn("acting as", self.client.get("/").text)
        self.site.clock.advance(1)
        self.assertEqual(200, self.client.get("/console/audit").status)

    def test_dismissed(self) -> None:
        """
        Who is no administrator any more acts as nobody else any more.
        """
        self.begin()
        dismissAdministrator(self.site.store, Address("ada", "example.com"))
        text = self.client.get("/").text
        self.assertNotIn("acting as", text)
        self.assertIn(ADA, text)

    def test_suspended(self) -> None:
        """
        When the user is suspended, nobody acts as them; and nobody begins to.
        """
        self.begin()
        self.site.account("bob").disabled = 1
        self.assertNotIn("acting as", self.client.get("/").text)
        self.assertEqual(400, self.begin().status)

    def test_audited(self) -> None:
        """
        Beginning and end are written down, with both names, and whatever is sent in between.
        """
        self.begin()
        self.client.get("/users/bob")
        self.client.post("/users/bob/x", {"csrfToken": self.client.formToken("/")})
        self.client.post("/account/impersonation", {"csrfToken": self.client.formToken("/")})
        self.assertEqual(
            [
                ("impersonation.began", ADA, "", {}),
                ("impersonation.acted", BOB, ADA, {"path": "/users/bob/x"}),
                ("impersonation.acted", BOB, ADA, {"path": "/account/impersonation"}),
                ("impersonation.ended", BOB, ADA, {}),
            ],
            [
                (entry.action, entry.actor, entry.impersonator, entry.details)
                for entry in self.site.store.query(AuditEntry, AuditEntry.subject == BOB)
            ],
        )

    def test_noSecuritySettings(self) -> None:
        """
        How somebody logs in is theirs alone, to see and to change.
        """
        self.begin()
        self.assertEqual(403, self.client.get("/account/sessions").status)
        fields = {"act": "all", "csrfToken": self.client.formToken("/")}
        self.assertEqual(403, self.client.post("/account/sessions", fields).status)
        self.assertEqual(403, self.client.post("/login/confirm", {**fields, "password": "ada"}).status)

    def test_refused(self) -> None:
        """
        Nobody impersonates themselves or who is not there, and only administrators anybody.
        """
        self.assertEqual([400, 404, 404], [self.begin(who).status for who in (ADA, "x@example.com", "x")])
        self.client = self.site.logIn("bob")
        self.assertEqual(404, self.begin(ADA).status)
