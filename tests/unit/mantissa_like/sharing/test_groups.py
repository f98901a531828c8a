"""
Tests for the groups that people make.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.sharing import (
    accountsIn,
    findGroup,
    getAccountRole,
    getAuthenticatedRole,
    getEveryoneRole,
    getPrimaryRole,
    getShare,
    groupsOf,
    makeGroup,
    membersOf,
    shareItem,
)
from tests.unit.mantissa_like.sharing.notes import Note


class GroupTests(SynchronousTestCase):
    """
    Tests for groups.
    """

    def setUp(self) -> None:
        self.store = Store()
        self.addCleanup(self.store.close)
        self.bob = getAccountRole(self.store, "bob", "example.org")
        self.eve = getAccountRole(self.store, "eve", "example.org")

    def test_found(self) -> None:
        """
        What people made is listed by name, two of one name apart; no other role is.
        """
        getPrimaryRole(self.store, "administrators", createIfNotFound=True)
        choir, other, band = (makeGroup(self.store, name) for name in ("choir", "choir", "Band"))
        self.assertEqual([band, choir, other], groupsOf(self.store))
        self.assertIs(other, findGroup(self.store, other.externalID))
        for name in ("administrators", "Everybody", "bob@example.org", "group:none", ""):
            self.assertIs(None, findGroup(self.store, name))

    def test_members(self) -> None:
        """
        A group tells its members, and the accounts in it by whatever way, each once, also in a circle.
        """
        choir, altos = makeGroup(self.store, "choir"), makeGroup(self.store, "altos")
        for member, group in ((self.eve, altos), (altos, choir), (choir, altos), (self.bob, choir)):
            member.becomeMemberOf(group)
        self.assertEqual([altos, self.bob], membersOf(choir))
        self.assertEqual(["bob@example.org", "eve@example.org"], accountsIn(choir))
        self.assertEqual(["bob@example.org"], accountsIn(self.bob))

    def test_everybody(self) -> None:
        """
        Everybody is nobody in particular, though every account's role is a member.
        """
        self.assertEqual([], accountsIn(getEveryoneRole(self.store)))
        self.assertEqual([], accountsIn(getAuthenticatedRole(self.store)))

    def test_grant(self) -> None:
        """
        A member of a group of a group sees what is shared with that.
        """
        choir, altos = makeGroup(self.store, "choir"), makeGroup(self.store, "altos")
        self.eve.becomeMemberOf(altos)
        altos.becomeMemberOf(choir)
        shareItem(Note(store=self.store, title="Milk"), choir, shareID="milk")
        self.assertEqual("Milk", getShare(self.store, self.eve, "milk").title)
