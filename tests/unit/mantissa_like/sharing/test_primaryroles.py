"""
Tests for the roles that every store knows.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import LoginAccount, LoginMethod
from mantissa_like.accounts import Address
from mantissa_like.accounts.errors import InvalidAddress
from mantissa_like.sharing import (
    Role,
    getAccountRole,
    getApplicationRole,
    getAuthenticatedRole,
    getEveryoneRole,
    getPrimaryRole,
    getSelfRole,
    roleOf,
)
from tests.unit.mantissa_like.sharing.notes import setOwner


class PrimaryRolesTests(SynchronousTestCase):
    """
    Tests for the C{get...} functions and L{roleOf}.
    """

    def setUp(self) -> None:
        self.store = Store()
        self.addCleanup(self.store.close)
        setOwner(self.store, "alice", "example.org")

    def names(self, role: Role) -> list[str]:
        """
        The external IDs of all roles of C{role}.
        """
        return [each.externalID for each in role.allRoles()]

    def test_memberships(self) -> None:
        """
        Self and accounts are members of Authenticated, and that is a member of Everybody.
        """
        self.assertEqual(["Self", "Authenticated", "Everybody"], self.names(getSelfRole(self.store)))
        self.assertEqual(
            ["bob@example.org", "Authenticated", "Everybody"],
            self.names(getAccountRole(self.store, "Bob", "Example.ORG")),
        )
        self.assertEqual(["Everybody"], self.names(getEveryoneRole(self.store)))

    def test_made_once(self) -> None:
        """
        Asking again gives the same role, also after people gave it another name.
        """
        first = getAuthenticatedRole(self.store)
        first.name = "Members"
        self.assertIs(first, getAuthenticatedRole(self.store))

    def test_ownAccount(self) -> None:
        """
        The role of the owner's address is Self, however it is asked for.
        """
        role = getSelfRole(self.store)
        self.assertIs(role, getAccountRole(self.store, "alice", "example.org"))
        self.assertIs(role, getPrimaryRole(self.store, "alice@example.org", createIfNotFound=True))
        self.assertIs(role, roleOf(self.store, "alice@example.org"))

    def test_application(self) -> None:
        """
        An application of the site has a role of its own, a member of Authenticated.
        """
        role = getApplicationRole(self.store, "timeline")
        self.assertEqual(["application:timeline", "Authenticated", "Everybody"], self.names(role))
        self.assertIs(role, roleOf(self.store, "application:timeline"))
        self.assertIs(role, getPrimaryRole(self.store, "application:timeline"))
        self.assertIs(getAuthenticatedRole(self.store), roleOf(self.store, "application:notes"))

    def test_ownApplication(self) -> None:
        """
        The role of the application whose store it is, is Self; one of its accounts is another.
        """
        subStore = SubStore.createNew(self.store, ["timeline"])
        account = LoginAccount(store=self.store, avatars=subStore, disabled=1)
        LoginMethod(
            store=self.store,
            localpart="timeline",
            domain=None,
            protocol="*",
            verified=True,
            internal=True,
            account=account,
        )
        with subStore.opened() as store:
            self.assertIs(getSelfRole(store), getApplicationRole(store, "timeline"))
            self.assertIs(getSelfRole(store), roleOf(store, "application:timeline"))
            self.assertIsNot(getSelfRole(store), getApplicationRole(store, "notes"))
            self.assertIsNot(getSelfRole(store), getAccountRole(store, "timeline", "example.org"))

    def test_impossibleAccount(self) -> None:
        """
        There is no role for what is no address.
        """
        self.assertRaises(InvalidAddress, getAccountRole, self.store, "a/b", "example.org")
        self.assertEqual(0, self.store.count(Role))

    def test_primary(self) -> None:
        """
        The role for no name is Everybody, for an unknown one Authenticated unless it is to be made.
        """
        self.assertIs(getEveryoneRole(self.store), getPrimaryRole(self.store, ""))
        self.assertIs(getAuthenticatedRole(self.store), getPrimaryRole(self.store, "choir"))
        choir = getPrimaryRole(self.store, "choir", createIfNotFound=True)
        self.assertEqual(["choir", "Authenticated", "Everybody"], self.names(choir))
        self.assertIs(choir, getPrimaryRole(self.store, "choir"))

    def test_viewers(self) -> None:
        """
        A viewer acts as the owner, as an account with a role, as somebody who is logged in, or as anybody.
        """
        getSelfRole(self.store)
        getAccountRole(self.store, "bob", "example.org")
        viewers: list[Address | str | None] = [
            "alice@example.org",
            "bob@example.org",
            Address("carol", "example.org"),
            None,
        ]
        self.assertEqual(
            ["Self", "bob@example.org", "Authenticated", "Everybody"],
            [roleOf(self.store, viewer).externalID for viewer in viewers],
        )

    def test_viewersOnlyRead(self) -> None:
        """
        Looking up the role of a viewer writes nothing; a role that is missing is one of no store.
        """
        revision = self.store.revision
        for viewer in ("alice@example.org", "bob@example.org", None):
            with self.store.snapshot():
                role = roleOf(self.store, viewer)
            self.assertIs(None, role.store)
        self.assertEqual(revision, self.store.revision)

    def test_fallback(self) -> None:
        """
        Where only Everybody was ever made, the owner acts as that.
        """
        everyone = getEveryoneRole(self.store)
        self.assertIs(everyone, roleOf(self.store, "alice@example.org"))

    def test_viewerIsNoGroup(self) -> None:
        """
        A viewer who is called like a group or a built-in role does not get it.
        """
        getSelfRole(self.store)
        self.assertRaises(InvalidAddress, roleOf, self.store, "Self")

    def test_applicationStore(self) -> None:
        """
        In a store that is nobody's, an account acts for itself.
        """
        store = Store()
        self.addCleanup(store.close)
        getSelfRole(store)
        self.assertEqual("Authenticated", roleOf(store, "alice@example.org").externalID)
