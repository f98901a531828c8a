"""
Tests for what the console does with groups: L{mantissa_like.web._console.newuser} and
L{mantissa_like.web._console.user}.
"""

from __future__ import annotations

from mantissa_like.accounts import findAccount, isArtificial
from mantissa_like.sharing import Member, membersActingIn
from tests.unit.mantissa_like.web.console_site import ConsoleTestCase

TEAM = "/console/users/team@example.com"


class GroupTests(ConsoleTestCase):
    """
    Tests for making an artificial user, and for its page.
    """

    def setUp(self) -> None:
        """
        A site with Alice and a group.
        """
        super().setUp()
        self.site.addUser("alice")
        response = self.post("/console/users/new", address="team", artificial="yes", products="timeline")
        self.assertEqual((303, TEAM), (response.status, response.headers["location"]))

    def test_made(self) -> None:
        """
        Nobody logs in to it, it has its products, and the list tells it from people.
        """
        account = findAccount(self.site.store, "team", "example.com")
        assert account is not None
        self.assertTrue(isArtificial(account))
        self.assertIsNone(account.passwordHash)
        found = self.get(TEAM)
        self.assertEqual(("group", []), (found["kind"], found["members"]))
        self.assertEqual([{"name": "timeline", "state": "active"}], found["products"])
        kinds = {row["address"]: row["kind"] for row in self.get("/console/users")["rows"]}
        self.assertEqual(("group", "person"), (kinds["team@example.com"], kinds["alice@example.com"]))

    def test_noPassword(self) -> None:
        """
        A group with a password is refused, beside the field.
        """
        fields = {"address": "crew", "artificial": "yes", "password": "correct horse battery"}
        response = self.post("/console/users/new", **fields)
        self.assertEqual(400, response.status)
        self.assertIn("A group has no password.", response.text)
        self.assertIsNone(findAccount(self.site.store, "crew", "example.com"))

    def test_members(self) -> None:
        """
        An administrator, who need not be a member, adds members and takes them out.
        """
        self.assertEqual(303, self.post(TEAM, act="add-member", member="alice", manager="yes").status)
        store = self.site.storeOf("team")
        self.assertEqual([Member("alice@example.com", True)], membersActingIn(store))
        self.assertIn("Manager no more", self.page(TEAM))
        self.assertEqual([{"address": "alice@example.com", "isManager": True}], self.get(TEAM)["members"])
        self.assertEqual(303, self.post(TEAM, act="remove-member", member="alice@example.com").status)
        self.assertEqual([], membersActingIn(store))
        self.assertIn(("member.removed", "team@example.com"), self.audited())

    def test_noWayIn(self) -> None:
        """
        What helps a person to log in is neither offered nor done; nor is a person given members.
        """
        text = self.page(TEAM)
        for label in ("Make a new password", "Appoint as administrator", "Suspend</button>", "Log out"):
            self.assertNotIn(label, text.partition("<main")[2].partition("Products")[0])
        for act in ("new-password", "appoint", "mail-reset"):
            self.assertEqual(400, self.post(TEAM, act=act, confirmed="yes").status, act)
        alice = "/console/users/alice@example.com"
        self.assertEqual(400, self.post(alice, act="add-member", member="admin").status)
