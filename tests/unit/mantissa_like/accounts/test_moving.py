"""
Tests for moving accounts between sites.
"""

from __future__ import annotations

from pathlib import Path

from twisted.cred.credentials import UsernamePassword
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import text
from axiom.errors import DatabaseDirectoryConflict
from axiom.item import Item
from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import LoginAccount, LoginSystem
from mantissa_like.accounts import (
    AccountExists,
    NoSuchAccount,
    NotAnAccount,
    accountAddresses,
    createAccount,
    extractAccount,
    findAccount,
    findSubStore,
    insertAccount,
)
from mantissa_like.agenda import openAgenda
from tests.unit.mantissa_like.accounts.site_stores import makeSiteStore


class Luggage(Item):
    """
    Something that moves with its owner.
    """

    typeName = "testing_luggage"

    content = text()


class MovingTests(SynchronousTestCase):
    """
    Tests for L{extractAccount} and L{insertAccount}.
    """

    def setUp(self) -> None:
        """
        A site with Alice, an empty one, and a place to put things.
        """
        self.site = Path(self.mktemp())
        self.first, self.second = makeSiteStore(str(self.site)), makeSiteStore(self.mktemp())
        self.addCleanup(self.first.close)
        self.addCleanup(self.second.close)
        account = self.successResultOf(createAccount(self.first, "alice", "localhost", "a fine secret"))
        with account.avatars.opened() as userStore:
            Luggage(store=userStore, content="a book")
        self.outside = Path(self.mktemp()) / "alice.axiom"

    def extract(self) -> None:
        """
        Take Alice out of her site.
        """
        extractAccount(self.first, "alice", "localhost", self.outside)

    def test_moved(self) -> None:
        """
        An account with its data moves from a site to another one, where its password is what it was.
        """
        self.extract()
        self.assertEqual({"alice@localhost"}, insertAccount(self.second, self.outside))
        subStore = findSubStore(self.second, "alice", "localhost")
        assert subStore is not None
        with subStore.opened() as userStore:
            self.assertEqual("a book", userStore.findUnique(Luggage).content)
        credentials = UsernamePassword(b"alice@localhost", b"a fine secret")
        self.successResultOf(self.second.findUnique(LoginSystem).requestAvatarId(credentials))
        self.assertFalse(self.outside.exists())

    def test_extracted(self) -> None:
        """
        Nothing of an account is left in its site, and another one can have its address.
        """
        self.extract()
        self.assertIsNone(findAccount(self.first, "alice", "localhost"))
        self.assertEqual(0, self.first.query(SubStore).count())
        self.successResultOf(createAccount(self.first, "alice", "localhost", "another fine secret"))

    def test_leavesTheAgenda(self) -> None:
        """
        Nobody works for the store any more.
        """
        entries = openAgenda(self.first).entries
        number = self.first.findUnique(LoginAccount).avatars.storeID
        entries.hasten(number, 1.0)
        self.extract()
        self.assertIsNone(entries.find(number))

    def test_extractNobody(self) -> None:
        """
        Who is not there can't be taken out.
        """
        self.assertRaises(NoSuchAccount, extractAccount, self.first, "eve", "localhost", self.outside)
        self.assertFalse(self.outside.exists())

    def test_extractOverSomething(self) -> None:
        """
        What is in the way stays, and so does the account.
        """
        self.outside.mkdir(parents=True)
        self.assertRaises(DatabaseDirectoryConflict, self.extract)
        self.assertEqual(["alice@localhost"], accountAddresses(self.first))
        self.assertEqual([], list(self.outside.iterdir()))

    def test_conflict(self) -> None:
        """
        Where somebody has the address, the conflict is named and nothing moves.
        """
        self.extract()
        self.successResultOf(createAccount(self.second, "alice", "localhost", "another fine secret"))
        error = self.assertRaises(AccountExists, insertAccount, self.second, self.outside)
        self.assertEqual(["alice@localhost"], error.addresses)
        self.assertTrue((self.outside / "db.sqlite").exists())

    def test_partialConflict(self) -> None:
        """
        One address that is taken is enough to refuse the account.
        """
        account = findAccount(self.first, "alice", "localhost")
        assert account is not None
        account.addLoginMethod("alice", "example.com")
        self.extract()
        self.successResultOf(createAccount(self.second, "alice", "localhost", "another fine secret"))
        error = self.assertRaises(AccountExists, insertAccount, self.second, self.outside)
        self.assertEqual(["alice@localhost"], error.addresses)
        self.assertEqual(["alice@localhost"], accountAddresses(self.second))

    def test_noStore(self) -> None:
        """
        A directory without a store, or none at all, is not an account; nothing is made of it.
        """
        directory = Path(self.mktemp())
        self.assertRaises(NotAnAccount, insertAccount, self.second, directory)
        directory.mkdir()
        self.assertRaises(NotAnAccount, insertAccount, self.second, directory)
        self.assertEqual([], list(directory.iterdir()))

    def test_foreignDatabase(self) -> None:
        """
        A file that is no database is not an account, and stays as it is.
        """
        directory = Path(self.mktemp())
        directory.mkdir()
        (directory / "db.sqlite").write_bytes(b"no database" * 1000)
        self.assertRaises(NotAnAccount, insertAccount, self.second, directory)
        self.assertEqual(b"no database" * 1000, (directory / "db.sqlite").read_bytes())

    def test_otherStore(self) -> None:
        """
        A store of something else, and that of a whole site, are not an account.
        """
        directory = Path(self.mktemp())
        Store(str(directory)).close()
        for source in (directory, self.site):
            error = self.assertRaises(NotAnAccount, insertAccount, self.second, source)
            self.assertIn("no account is in it", str(error))
        self.assertEqual([], accountAddresses(self.second))

    def test_damaged(self) -> None:
        """
        A damaged database is refused.
        """
        self.extract()
        database = self.outside / "db.sqlite"
        content = bytearray(database.read_bytes())
        for page in range(4096, len(content), 4096):
            content[page : page + 64] = b"\xff" * 64
        database.write_bytes(content)
        self.assertRaises(NotAnAccount, insertAccount, self.second, self.outside)
        self.assertEqual(bytes(content), database.read_bytes())
