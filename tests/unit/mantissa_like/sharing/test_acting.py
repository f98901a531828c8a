"""
Tests for L{mantissa_like.sharing._acting}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.userbase import LoginAccount
from mantissa_like.accounts import (
    Address,
    NobodyLogsIn,
    NoSuchAccount,
    NotArtificial,
    createAccount,
    createArtificialUser,
    deleteAccount,
    findAccount,
)
from mantissa_like.sharing import (
    Member,
    MembershipEntry,
    NoSuchShare,
    actsAsOwner,
    addMember,
    artificialUsersOf,
    explain,
    getAccountRole,
    getSelfRole,
    getShareFor,
    isManager,
    makeGroup,
    membersActingIn,
    removeMember,
    renewMemberships,
    replaceMembers,
    roleOf,
    shareItem,
)
from tests.unit.mantissa_like.accounts.site_stores import makeSiteStore
from tests.unit.mantissa_like.sharing.notes import IReadable, Note

ALICE, BOB, TEAM = (Address(name, "example.com") for name in ("alice", "bob", "team"))


class ActingTests(SynchronousTestCase):
    """
    Tests for the members of artificial users.
    """

    def setUp(self) -> None:
        """
        A group with a note that is shared with itself alone, and two people.
        """
        self.site = makeSiteStore()
        self.addCleanup(self.site.close)
        for name in ("alice", "bob"):
            self.successResultOf(createAccount(self.site, name, "example.com", "a long password 1"))
        self.account: LoginAccount = createArtificialUser(self.site, "team", "example.com")
        self.store = self.account.avatars.open()
        note = Note(store=self.store, title="Plan")
        shareItem(note, toRole=getSelfRole(self.store), shareID="plan", interfaces=[IReadable])

    def accountOf(self, address: Address) -> LoginAccount:
        """
        The account of a person.
        """
        account = findAccount(self.site, address.localpart, address.domain)
        assert account is not None
        return account

    def test_sees(self) -> None:
        """
        A member sees what the group itself sees, nobody else does, and a former member at once no more.
        """
        self.assertRaises(NoSuchShare, getShareFor, self.store, ALICE, "plan")
        addMember(self.store, ALICE)
        self.assertEqual("Plan", getShareFor(self.store, ALICE, "plan").title)
        self.assertRaises(NoSuchShare, getShareFor, self.store, BOB, "plan")
        removeMember(self.store, ALICE)
        self.assertRaises(NoSuchShare, getShareFor, self.store, ALICE, "plan")

    def test_explained(self) -> None:
        """
        The explanation names the way by which a member or a manager comes to be Self.
        """
        addMember(self.store, ALICE)
        addMember(self.store, BOB, isManager=True)
        ways = [explain(roleOf(self.store, each), "plan").reasons[0].path for each in (ALICE, BOB)]
        self.assertEqual(
            [("alice@example.com", "Self"), ("bob@example.com", "acting:managers", "Self")], ways
        )

    def test_listed(self) -> None:
        """
        The store lists its members, and the site whom each acts as; only a manager is one.
        """
        addMember(self.store, BOB)
        addMember(self.store, ALICE)
        addMember(self.store, ALICE, isManager=True)
        expected = [Member("alice@example.com", True), Member("bob@example.com")]
        self.assertEqual(expected, membersActingIn(self.store))
        self.assertEqual(["team@example.com"], artificialUsersOf(self.site, ALICE))
        self.assertEqual([True, False], [isManager(self.store, str(each)) for each in (ALICE, BOB)])
        addMember(self.store, ALICE)
        self.assertFalse(isManager(self.store, str(ALICE)))
        removeMember(self.store, ALICE)
        removeMember(self.store, ALICE)
        self.assertEqual([], artificialUsersOf(self.site, ALICE))

    def test_actsAsOwner(self) -> None:
        """
        The owner and members act as the owner does; visitors and others do not.
        """
        addMember(self.store, ALICE)
        found = [actsAsOwner(self.store, each) for each in (str(TEAM), str(ALICE), str(BOB), None)]
        self.assertEqual([True, True, False, False], found)

    def test_refused(self) -> None:
        """
        Nobody acts as a person; nobody who does not exist, and no artificial user, is a member.
        """
        alices = self.accountOf(ALICE).avatars.open()
        self.assertRaises(NotArtificial, addMember, alices, BOB)
        self.assertRaises(NoSuchAccount, addMember, self.store, Address("carol", "example.com"))
        self.assertRaises(NobodyLogsIn, addMember, self.store, TEAM)

    def test_deleted(self) -> None:
        """
        A group that is deleted is nobody's any more.
        """
        addMember(self.store, ALICE)
        deleteAccount(self.site, "team", "example.com", lambda account: None)
        self.assertEqual([], artificialUsersOf(self.site, ALICE))

    def test_broughtFromElsewhere(self) -> None:
        """
        Where a store was brought to a person, nobody else acts there; where to a group, its members do.
        """
        addMember(self.store, ALICE)
        self.site.query(MembershipEntry).deleteFromStore()
        renewMemberships(self.account)
        self.assertEqual(["team@example.com"], artificialUsersOf(self.site, ALICE))
        account = self.accountOf(ALICE)
        alices = account.avatars.open()
        getAccountRole(alices, "bob", "example.com").becomeMemberOf(getSelfRole(alices))
        self.assertTrue(actsAsOwner(alices, str(BOB)))
        carol = getAccountRole(alices, "carol", "example.com")
        group = makeGroup(alices, "friends")
        carol.becomeMemberOf(group)
        group.becomeMemberOf(getSelfRole(alices))
        renewMemberships(account)
        self.assertFalse(actsAsOwner(alices, str(BOB)))
        self.assertFalse(actsAsOwner(alices, "carol@example.com"))

    def test_replaced(self) -> None:
        """
        Those who act as a group are replaced by others, with their managers.
        """
        addMember(self.store, ALICE, isManager=True)
        expected = [Member("bob@example.com", True), Member("carol@example.com")]
        replaceMembers(self.account, expected)
        self.assertEqual(expected, membersActingIn(self.store))
        self.assertFalse(actsAsOwner(self.store, str(ALICE)))
        self.assertEqual(["team@example.com"], artificialUsersOf(self.site, BOB))
