"""
Tests for L{mantissa_like.accounts._deleting}, L{mantissa_like.accounts._deletedaccount} and
L{mantissa_like.accounts._removals}.
"""

from __future__ import annotations

import os
from pathlib import Path

from twisted.cred.credentials import UsernamePassword
from twisted.cred.error import UnauthorizedLogin
from twisted.internet.defer import maybeDeferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.dependency import installOn
from axiom.iaxiom import IScheduler
from axiom.runtime import Runtime
from axiom.scheduler import TimedEvent
from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import LoginAccount, LoginMethod, LoginSystem
from mantissa_like.accounts import (
    KEPT_DAYS,
    AccountDeleted,
    AccountExists,
    AddressReserved,
    NoSuchAccount,
    NotDeleted,
    createAccount,
    deleteAccount,
    deletedAccounts,
    deletionOf,
    extractAccount,
    findAccount,
    findSubStore,
    insertAccount,
    restoreAccount,
    setDisabled,
)
from mantissa_like.accounts._removals import Removal
from mantissa_like.accounts._reservations import ReservedAddress, reserveAddress
from mantissa_like.agenda import figuresOf, openAgenda
from mantissa_like.audit import AuditEntry
from tests.unit.mantissa_like.accounts.site_stores import hashQuickly

DAY = 86400


def forgetNothing(account: LoginAccount) -> None:
    """
    There is nothing to forget.
    """


class DeletingTests(SynchronousTestCase):
    """
    Tests for L{deleteAccount}, L{restoreAccount} and what comes after them.
    """

    def setUp(self) -> None:
        """
        A site on disk with Alice.
        """
        self.clock = Clock()
        self.clock.advance(1_000_000_000)
        self.directory = Path(self.mktemp())
        self.site = self.open()
        installOn(LoginSystem(store=self.site), self.site)
        self.successResultOf(createAccount(self.site, "alice", "localhost", "red kettle 7"))
        self.place = self.directory / "files" / "account" / "localhost" / "alice.axiom"

    def open(self) -> Store:
        """
        The site store, in which directories are removed at once.
        """
        store = Store(str(self.directory), runtime=Runtime(self.clock, maybeDeferred))
        self.addCleanup(store.close)
        return hashQuickly(store)

    def delete(self) -> None:
        """
        Delete Alice.
        """
        deleteAccount(self.site, "alice", "localhost", forgetNothing)

    def tick(self, days: float) -> None:
        """
        Let time pass, then run what is due.
        """
        self.clock.advance(days * DAY)
        for _ in range(3):
            IScheduler(self.site).tick()
            self.clock.advance(60)

    def mayLogIn(self) -> bool:
        """
        Whether Alice's password opens anything.
        """
        credentials = UsernamePassword(b"alice@localhost", b"red kettle 7")
        outcome = self.site.findUnique(LoginSystem).requestAvatarId(credentials)
        if isinstance(getattr(outcome, "result", None), int):
            return True
        self.failureResultOf(outcome, UnauthorizedLogin)
        return False

    def test_deleted(self) -> None:
        """
        Nobody can log in, the store is not found, and what must not come back is forgotten at once.
        """
        forgotten: list[LoginAccount] = []
        deletion = deleteAccount(self.site, "alice", "localhost", forgotten.append)
        self.assertFalse(self.mayLogIn())
        self.assertIsNone(findSubStore(self.site, "alice", "localhost"))
        self.assertEqual([findAccount(self.site, "alice", "localhost")], forgotten)
        self.assertEqual([deletion], deletedAccounts(self.site))
        self.assertEqual(["alice@localhost"], deletion.addresses)
        self.assertEqual(KEPT_DAYS, (deletion.ends.asDatetime() - deletion.since.asDatetime()).days)
        self.assertTrue(self.place.exists())

    def test_forgettingFails(self) -> None:
        """
        What can't be forgotten keeps the account.
        """

        def fail(account: LoginAccount) -> None:
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, deleteAccount, self.site, "alice", "localhost", fail)
        self.assertTrue(self.mayLogIn())
        self.assertEqual([], deletedAccounts(self.site))

    def test_addressStaysTaken(self) -> None:
        """
        Nobody else gets the address meanwhile.
        """
        self.delete()
        self.failureResultOf(createAccount(self.site, "alice", "localhost", "blue kettle 8"), AccountExists)

    def test_restored(self) -> None:
        """
        On the last day all of it comes back, and stays.
        """
        self.delete()
        self.tick(KEPT_DAYS - 1)
        restoreAccount(self.site, "alice", "localhost")
        self.assertTrue(self.mayLogIn())
        self.assertIsNotNone(findSubStore(self.site, "alice", "localhost"))
        self.tick(KEPT_DAYS)
        self.assertTrue(self.mayLogIn())
        self.assertEqual([], deletedAccounts(self.site))

    def test_restoredAsItWas(self) -> None:
        """
        Who could not log in before can't afterwards.
        """
        setDisabled(self.site, "alice", "localhost", True)
        self.delete()
        restoreAccount(self.site, "alice", "localhost")
        self.assertFalse(self.mayLogIn())
        self.assertIsNotNone(findSubStore(self.site, "alice", "localhost"))

    def test_enabled(self) -> None:
        """
        Who is let log in again is restored by that, and not removed; and can be deleted once more.
        """
        self.delete()
        setDisabled(self.site, "alice", "localhost", False)
        self.assertIsNotNone(findSubStore(self.site, "alice", "localhost"))
        self.tick(KEPT_DAYS - 1)
        self.delete()
        self.tick(2)
        self.assertTrue(self.place.exists())
        self.tick(KEPT_DAYS)
        self.assertFalse(self.place.exists())

    def test_enabledAndDisabled(self) -> None:
        """
        Who is let log in again, and then is kept from it, is not removed.
        """
        self.delete()
        for disabled in (False, True):
            setDisabled(self.site, "alice", "localhost", disabled)
        self.assertEqual([], deletedAccounts(self.site))
        self.tick(KEPT_DAYS + 1)
        self.assertTrue(self.place.exists())

    def test_removed(self) -> None:
        """
        After the time nothing is left of the account but a line in the audit log.
        """
        self.delete()
        self.tick(KEPT_DAYS)
        self.assertFalse(self.place.exists())
        for itemClass in (LoginAccount, LoginMethod, SubStore, TimedEvent, Removal):
            self.assertEqual(0, self.site.count(itemClass), itemClass)
        self.assertEqual([], os.listdir(self.directory / "files" / "removed"))
        entry = self.site.findUnique(AuditEntry)
        self.assertEqual(("account.removed", "alice@localhost"), (entry.action, entry.subject))
        self.successResultOf(createAccount(self.site, "alice", "localhost", "blue kettle 8", reuse=True))
        self.assertRaises(NotDeleted, restoreAccount, self.site, "alice", "localhost")

    def test_leavesTheAgenda(self) -> None:
        """
        Nobody works for the store of a removed account, and nothing is known of what it had.
        """
        entries = openAgenda(self.site).entries
        number = self.site.findUnique(LoginAccount).avatars.storeID
        entries.hasten(number, 1.0)
        entries.settle(number, 2.0, 1, {("messages", "dead"): 1})
        self.delete()
        self.assertEqual({"dead": 1}, figuresOf(self.site, "messages"))
        self.tick(KEPT_DAYS)
        self.assertEqual((None, {}), (entries.find(number), figuresOf(self.site, "messages")))

    def test_addressReserved(self) -> None:
        """
        Nobody gets the address of a removed account, with which others may share something still, unless it
        is given on purpose; removed once more, it is reserved again. Only a hash of it is kept.
        """
        for _ in range(2):
            self.delete()
            self.tick(KEPT_DAYS)
            created = createAccount(self.site, "Alice", "localhost", "blue kettle 8")
            self.failureResultOf(created, AddressReserved)
            self.assertNotIn("alice", repr(self.site.findUnique(ReservedAddress)))
            self.successResultOf(createAccount(self.site, "alice", "localhost", "blue kettle 8", reuse=True))
            self.assertEqual(0, self.site.count(ReservedAddress))

    def test_broughtBack(self) -> None:
        """
        A store that is brought into the site has the address again.
        """
        reserveAddress(self.site, "alice@localhost")
        place = Path(self.mktemp())
        extractAccount(self.site, "alice", "localhost", place)
        insertAccount(self.site, place)
        self.assertEqual(0, self.site.count(ReservedAddress))

    def test_cutOff(self) -> None:
        """
        Where a crash left the directory moved and the account undeleted, the next attempt removes both.
        """
        self.delete()
        [deletion] = deletedAccounts(self.site)
        (self.directory / "files" / "removed").mkdir()
        self.place.rename(self.directory / "files" / "removed" / str(deletion.account.avatars.storeID))
        self.site.close()
        self.site = self.open()
        self.tick(KEPT_DAYS)
        self.assertEqual([], os.listdir(self.directory / "files" / "removed"))
        self.assertEqual(0, self.site.count(LoginAccount))

    def test_removalFails(self) -> None:
        """
        An account that can't be removed is tried again in an hour.
        """
        self.delete()
        [deletion] = deletedAccounts(self.site)
        obstacle = self.directory / "files" / "removed" / str(deletion.account.avatars.storeID)
        obstacle.mkdir(parents=True)
        self.clock.advance(KEPT_DAYS * DAY)
        IScheduler(self.site).tick()
        self.assertTrue(self.flushLoggedErrors())
        self.assertTrue(self.place.exists())
        obstacle.rmdir()
        self.tick(1 / 24)
        self.assertFalse(self.place.exists())

    def test_refused(self) -> None:
        """
        Nobody is deleted twice, restored without being deleted, or deleted without being there.
        """
        self.assertRaises(NotDeleted, restoreAccount, self.site, "alice", "localhost")
        self.assertRaises(NoSuchAccount, deleteAccount, self.site, "bob", "localhost", forgetNothing)
        self.delete()
        self.assertRaises(AccountDeleted, self.delete)
        account = findAccount(self.site, "alice", "localhost")
        assert account is not None
        self.assertIsNotNone(deletionOf(account))
