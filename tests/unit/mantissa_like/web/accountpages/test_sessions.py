"""
Tests for L{mantissa_like.web._accountpages.sessions}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.audit import AuditEntry
from mantissa_like.web._visitors.websession import WebSession
from tests.unit.mantissa_like.web.memory_site import MemorySite

JSON = {"Accept": "application/json"}
PAGE = "/account/sessions"


class SessionsPageTests(SynchronousTestCase):
    """
    Tests for L{SessionsPage}.
    """

    def setUp(self) -> None:
        """
        Alice is logged in with two browsers, Bob with one.
        """
        self.site = MemorySite()
        self.site.addUser("alice")
        self.site.addUser("bob")
        self.here, self.there, self.bob = (self.site.logIn(name) for name in ("alice", "alice", "bob"))

    def rows(self) -> dict[bool, int]:
        """
        The numbers of Alice's sessions: whether each is this one.
        """
        rows = self.here.get(PAGE, JSON).json()["rows"]
        return {row["isThisOne"]: row["number"] for row in rows}

    def isLoggedIn(self, client: object) -> bool:
        """
        Whether somebody's browser is.
        """
        return "Log out" in client.get("/").text  # type: ignore[attr-defined]

    def post(self, **fields: str) -> int:
        """
        Send a button of the page.
        """
        return self.here.post(PAGE, {**fields, "csrfToken": self.here.formToken(PAGE)}).status

    def test_listed(self) -> None:
        """
        People see their own sessions, and which is this one.
        """
        text = self.here.get(PAGE).text
        self.assertEqual((1, 2), (text.count("this one"), text.count("An unknown browser")))
        self.assertEqual({True, False}, set(self.rows()))

    def test_endOne(self) -> None:
        """
        One that is ended is logged out at once, and it is written down.
        """
        self.assertEqual(303, self.post(act="one", number=str(self.rows()[False])))
        self.assertEqual([True, False], [self.isLoggedIn(client) for client in (self.here, self.there)])
        self.assertEqual("account.sessions-ended", self.site.store.findUnique(AuditEntry).action)

    def test_endOthers(self) -> None:
        """
        All others are ended, and nobody else's.
        """
        self.assertEqual(303, self.post(act="others"))
        self.assertEqual(
            [True, False, True], [self.isLoggedIn(each) for each in (self.here, self.there, self.bob)]
        )

    def test_endAll(self) -> None:
        """
        Logging out everywhere means here, too.
        """
        self.assertEqual(303, self.post(act="all"))
        self.assertEqual([False, False], [self.isLoggedIn(each) for each in (self.here, self.there)])

    def test_othersSessions(self) -> None:
        """
        Nobody ends the session of somebody else.
        """
        number = self.site.store.findUnique(WebSession, WebSession.address == "bob@example.com").storeID
        self.assertEqual(404, self.post(act="one", number=str(number)))
        self.assertTrue(self.isLoggedIn(self.bob))

    def test_nothingToDo(self) -> None:
        """
        What the page does not do is refused.
        """
        self.assertEqual(400, self.post(act="none"))

    def test_confirmation(self) -> None:
        """
        Some time after the login the password is asked for again; then the page opens.
        """
        self.site.clock.advance(15 * 60)
        response = self.here.get(PAGE)
        self.assertEqual(
            (303, "/login/confirm?then=%2Faccount%2Fsessions"),
            (response.status, response.headers["location"]),
        )
        self.assertEqual(403, self.here.get(PAGE, JSON).status)
        confirm = {"then": PAGE, "csrfToken": self.here.formToken("/login/confirm")}
        self.assertEqual(400, self.here.post("/login/confirm", {**confirm, "password": "wrong"}).status)
        self.assertEqual(303, self.here.get(PAGE).status)
        response = self.here.post("/login/confirm", {**confirm, "password": "alice"})
        self.assertEqual((303, PAGE), (response.status, response.headers["location"]))
        self.assertEqual(200, self.here.get(PAGE).status)
        self.assertEqual(303, self.there.get(PAGE).status)

    def test_confirmationIsThrottled(self) -> None:
        """
        Who has taken somebody's browser does not guess the password there.
        """
        fields = {"password": "wrong", "csrfToken": self.here.formToken("/login/confirm")}
        statuses = [self.here.post("/login/confirm", fields).status for _ in range(6)]
        self.assertEqual([400] * 5 + [429], statuses)
