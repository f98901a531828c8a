"""
Tests for roles and their memberships.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.sharing import NoSuchShare, Role, RoleRelationship
from tests.unit.mantissa_like.sharing.notes import IReadable, Note


class RoleTests(SynchronousTestCase):
    """
    Tests for L{Role}.
    """

    def setUp(self) -> None:
        self.store = Store()
        self.addCleanup(self.store.close)

    def role(self, externalID: str, *groups: Role) -> Role:
        """
        A new role that is a member of C{groups}.
        """
        role = Role(store=self.store, externalID=externalID, name=externalID)
        for group in groups:
            role.becomeMemberOf(group)
        return role

    def names(self, role: Role) -> list[str]:
        """
        The external IDs of all roles of C{role}.
        """
        return [each.externalID for each in role.allRoles()]

    def test_alone(self) -> None:
        """
        A role without groups is all of its roles, also before there is any membership in the store.
        """
        self.assertEqual(["alone"], self.names(self.role("alone")))

    def test_nearestFirst(self) -> None:
        """
        Groups of groups come after groups, each once.
        """
        company = self.role("company")
        team, choir = self.role("team", company), self.role("choir", company)
        self.assertEqual(["bob", "team", "choir", "company"], self.names(self.role("bob", team, choir)))

    def test_notDownwards(self) -> None:
        """
        A group is no member of its members.
        """
        team = self.role("team")
        self.role("bob", team)
        self.assertEqual(["team"], self.names(team))

    def test_circle(self) -> None:
        """
        Groups that are members of each other have each other's roles, each once.
        """
        one = self.role("one")
        two = self.role("two", one)
        one.becomeMemberOf(two)
        one.becomeMemberOf(one)
        self.assertEqual((["one", "two"], ["two", "one"]), (self.names(one), self.names(two)))

    def test_leaving(self) -> None:
        """
        A role that leaves a group has neither it nor its groups; leaving twice changes nothing.
        """
        company = self.role("company")
        team = self.role("team", company)
        bob = self.role("bob", team)
        bob.noLongerMemberOf(team)
        bob.noLongerMemberOf(team)
        self.assertEqual(["bob"], self.names(bob))

    def test_joiningTwice(self) -> None:
        """
        A membership is stored once.
        """
        team = self.role("team")
        bob = self.role("bob", team)
        bob.becomeMemberOf(team)
        self.assertEqual(1, self.store.count(RoleRelationship))

    def test_deleted(self) -> None:
        """
        A deleted group leaves no membership and no share behind.
        """
        team = self.role("team", self.role("company"))
        bob = self.role("bob", team)
        team.shareItem(Note(store=self.store), "note")
        team.deleteFromStore()
        self.assertEqual((["bob"], 0), (self.names(bob), self.store.count(RoleRelationship)))
        self.assertRaises(NoSuchShare, bob.getShare, "note")

    def test_notStored(self) -> None:
        """
        A role that is in no store has no groups.
        """
        self.assertEqual(["x"], self.names(Role(externalID="x", name="x")))

    def test_sharesAndGets(self) -> None:
        """
        What was shared with a group is there for its members, and for nobody else.
        """
        team = self.role("team")
        note = Note(store=self.store, body="hello")
        team.shareItem(note, "note", [IReadable], createdBy="ann@example.org")
        self.assertEqual("hello", self.role("bob", team).getShare("note").read())
        self.assertRaises(NoSuchShare, self.role("eve").getShare, "note")
