"""
Tests for L{mantissa_like.web._personpages.groups}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from axiom.userbase import NO_PROTOCOL, LoginMethod
from mantissa_like.accounts import Address
from mantissa_like.audit import AuditEntry
from mantissa_like.sharing import addMember, getSelfRole, membersActingIn, removeMember, shareItem
from tests.unit.mantissa_like.web.memory_client import Response
from tests.unit.mantissa_like.web.memory_site import IReadableNote, IWritableNote, MemorySite, Note
from tests.unit.mantissa_like.web.shelves import furnish

JSON = {"Accept": "application/json"}
ALICE, BOB = (Address(name, "example.com") for name in ("alice", "bob"))
PAGE = "/groups/team@example.com"


class GroupPageTests(SynchronousTestCase):
    """
    Tests for L{GroupPage}, and for what members see elsewhere.
    """

    def setUp(self) -> None:
        """
        A group with an application and a note, of which Alice is a manager, and Bob nothing.
        """
        self.site = MemorySite()
        for name in ("alice", "bob"):
            self.site.addUser(name)
        self.store = self.addGroup("team")
        addMember(self.store, ALICE, isManager=True)
        furnish(self.store, "Shelf")
        self.note = Note(store=self.store, body="the plan")
        interfaces = [IReadableNote, IWritableNote]
        shareItem(self.note, toRole=getSelfRole(self.store), shareID="plan", interfaces=interfaces)
        shareItem(self.note, toName="carol@example.com", shareID="plan", interfaces=[IReadableNote])
        self.client = self.site.logIn("alice")

    def addGroup(self, name: str) -> Store:
        """
        Make an artificial user.
        """
        store = self.site.addUser(name)
        for each in (self.site.store, store):
            each.findUnique(LoginMethod, LoginMethod.localpart == name).protocol = NO_PROTOCOL
        return store

    def send(self, name: str, path: str = PAGE, **fields: str) -> Response:
        """
        Send a form as somebody.
        """
        client = self.client if name == "alice" else self.site.logIn(name)
        return client.post(path, {**fields, "csrfToken": client.formToken("/home")})

    def test_home(self) -> None:
        """
        A member finds the group at home, nobody else does.
        """
        expected = [{"address": "team@example.com", "url": PAGE}]
        self.assertEqual(expected, self.client.get("/home", JSON).json()["groups"])
        self.assertIn(f'<a href="{PAGE}">team@example.com</a>', self.client.get("/home").text)
        self.assertEqual([], self.site.logIn("bob").get("/home", JSON).json()["groups"])

    def test_shown(self) -> None:
        """
        The page has the group's applications, what it shares, and its members.
        """
        found = self.client.get(PAGE, JSON).json()
        self.assertEqual(["Rules", "Shelf"], [app["name"] for app in found["apps"]])
        self.assertEqual([{"title": "plan", "url": "/users/team/plan"}], found["shares"])
        self.assertEqual([{"address": "alice@example.com", "isManager": True}], found["members"])
        text = self.client.get(PAGE).text
        for part in ('href="/users/team/shelf"', 'href="/users/team/plan"', "alice@example.com", "Take out"):
            self.assertIn(part, text)

    def test_nobodyElse(self) -> None:
        """
        Who is no member finds nothing, neither at a group nor at a person.
        """
        for path in (PAGE, "/groups/alice@example.com", "/groups/nobody@example.com", "/groups/@"):
            self.assertEqual(404, self.site.logIn("bob").get(path).status, path)
        self.assertEqual(404, self.client.get("/groups/alice@example.com").status)

    def test_visits(self) -> None:
        """
        A member visits and changes what the group has, as the group could; who is one no more, does not,
        although the page was kept.
        """
        self.assertEqual(200, self.client.get("/users/team/").status)
        self.assertIn("the plan", self.client.get("/users/team/plan").text)
        self.assertEqual(303, self.send("alice", "/users/team/plan", text="another plan").status)
        self.assertEqual("another plan", self.note.body)
        self.assertIn("another plan", self.client.get("/users/team/plan").text)
        removeMember(self.store, ALICE)
        for path in ("/users/team/", "/users/team/plan", PAGE):
            self.assertEqual(404, self.client.get(path).status, path)

    def test_membersChanged(self) -> None:
        """
        A manager adds and takes out members, which is written down.
        """
        act = "add-member"
        self.assertEqual(303, self.send("alice", act=act, member="bob").status)
        self.assertEqual(200, self.site.logIn("bob").get(PAGE).status)
        self.send("alice", act="remove-member", member="bob@example.com")
        self.assertEqual(404, self.site.logIn("bob").get(PAGE).status)
        entries = self.site.store.query(AuditEntry, sort=AuditEntry.storeID.ascending)
        found = [(each.action, each.actor, each.subject) for each in entries]
        team = "team@example.com"
        expected = [("member.added", str(ALICE), team), ("member.removed", str(ALICE), team)]
        self.assertEqual(expected, [each for each in found if each[0].startswith("member")])

    def test_unfitMembers(self) -> None:
        """
        What is no user, nobody or a group is told beside the field.
        """
        for name, told in (("..", "can't be"), ("nobody", "Nobody here"), ("team", "no person")):
            response = self.send("alice", act="add-member", member=name)
            self.assertIn(told, response.text.replace("&#39;", "'"), name)

    def test_notManaged(self) -> None:
        """
        A member who is no manager sees the members, and changes nothing about them.
        """
        addMember(self.store, BOB)
        text = self.site.logIn("bob").get(PAGE).text
        self.assertIn("alice@example.com", text)
        self.assertNotIn("Take out", text)
        self.assertEqual(400, self.send("bob", act="remove-member", member=str(ALICE)).status)
        self.assertEqual(2, len(membersActingIn(self.store)))

    def test_left(self) -> None:
        """
        A member leaves after being asked once.
        """
        self.assertIn("Leave team@example.com?", self.send("alice", act="leave").text)
        self.assertEqual(1, len(membersActingIn(self.store)))
        self.assertEqual("/home", self.send("alice", act="leave", confirmed="yes").headers["location"])
        self.assertEqual([], membersActingIn(self.store))

    def test_actsAsGroup(self) -> None:
        """
        Acting as the group, a member has its home, until they are themselves again or are no member.
        """
        self.assertEqual("/home", self.send("alice", act="act").headers["location"])
        home = self.client.get("/home", JSON).json()
        self.assertEqual("team@example.com", home["address"])
        self.assertEqual(["Rules", "Shelf"], [app["name"] for app in home["apps"]])
        text = self.client.get(PAGE).text
        self.assertIn("acting as <strong>team@example.com</strong>", text)
        self.assertNotIn("Leave the group", text)
        self.assertEqual(PAGE, self.send("alice", "/account/impersonation").headers["location"])
        self.assertEqual("alice@example.com", self.client.get("/home", JSON).json()["address"])
        self.send("alice", act="act")
        removeMember(self.store, ALICE)
        self.assertEqual("alice@example.com", self.client.get("/home", JSON).json()["address"])

    def test_actsWithinBounds(self) -> None:
        """
        How the group logs in, which it does not, is no page for who acts as it.
        """
        self.send("alice", act="act")
        for path in ("/account/password", "/account/tokens", "/account/passkeys", "/account/address"):
            self.assertEqual(403, self.client.get(path).status, path)
        self.assertEqual(400, self.send("alice", act="act").status)
        self.assertEqual(400, self.send("alice", act="leave").status)

    def test_noLogin(self) -> None:
        """
        Nobody logs in as a group, not even with what would be its password.
        """
        client = self.site.client()
        token = client.get("/login", JSON).json()["csrfToken"]
        response = client.post("/login", {"username": "team", "password": "team", "csrfToken": token})
        self.assertEqual(403, response.status)
        self.assertEqual(303, client.get("/home").status)
