"""
Sites that releases of Axiom wrote, with the stores of their users: people log in, everything is there, and
what nobody knows any more is kept wherever the stores go.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import apsw
from argon2 import PasswordHasher
from epsilon.extime import Time
from twisted.application.service import IService
from twisted.cred.checkers import ICredentialsChecker
from twisted.cred.credentials import UsernamePassword
from twisted.cred.portal import IRealm, Portal
from twisted.internet.defer import maybeDeferred
from twisted.python.filepath import FilePath
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import Interface, implementer

from axiom import attributes
from axiom.attributes import boolean, ieee754_double, money, path, point2decimal, text, textlist, timestamp
from axiom.dependency import installedOn
from axiom.errors import BadCredentials, UnknownItemType
from axiom.item import Item
from axiom.listversions import listVersionHistory
from axiom.sequence import List
from axiom.store import Store
from axiom.substore import SubStoreStartupService
from axiom.tags import Catalog
from axiom.userbase import (
    IPasswordHashing,
    LoginAccount,
    LoginMethod,
    PasswordHashing,
    extractUserStore,
    getAccountNames,
    insertUserStore,
)

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class IGreeter(Interface):
    """
    What people log in for.
    """


@implementer(IGreeter)
class Greeter(Item):
    """
    What they log in to.
    """

    typeName = "upgrades_greeter"

    words = text()


class Parcel(Item):
    """
    An item with a column of each type.
    """

    typeName = "upgrades_parcel"

    content = attributes.bytes()
    fragile = boolean()
    label = text(caseSensitive=True, allowNone=False, indexed=True)
    picture = path()
    price = money()
    ratio = point2decimal()
    sent = timestamp()
    stamps = textlist()
    weight = ieee754_double()


def load(directory: Path, dump: str) -> None:
    """
    Make a store of a dump, with the directories that Axiom made.
    """
    for name in ("files", "temp", "run"):
        (directory / name).mkdir(parents=True)
    connection = apsw.Connection(str(directory / "db.sqlite"))
    connection.execute((Path(__file__).parent / dump).read_text())
    connection.close()


class AxiomSiteTests:
    """
    What holds for the site of each release.
    """

    release: str
    addresses = [("ann", "example.com"), ("ann", "example.net")]
    site: Store
    directory: Path

    def setUp(self: Any) -> None:
        """
        The site, opened.
        """
        self.directory = Path(self.mktemp())
        form = self.release.replace(".", "_")
        load(self.directory, f"site_{form}.sql")
        load(self.place("ann"), f"user_{form}.sql")
        load(self.place("bob"), "user_without_account.sql")
        self.open()

    def place(self, name: str) -> Path:
        """
        Where the store of a user is.
        """
        return self.directory / "files" / "account" / "example.com" / f"{name}.axiom"

    def open(self: Any) -> None:
        """
        Open the site, until the end of the test.
        """
        self.site = Store(str(self.directory))
        self.addCleanup(self.site.close)
        self.site.inMemoryPowerUp(PasswordHashing(CHEAP, maybeDeferred), IPasswordHashing)

    def realm(self: Any) -> Any:
        """
        The login system of the site.
        """
        return IRealm(self.site)

    def logIn(self: Any, address: str, password: str = "asdf") -> Any:
        """
        Ask for the greeter of an account.

        @return: a Deferred of it.
        """
        portal = Portal(IRealm(self.site), [ICredentialsChecker(self.site)])
        login = portal.login(UsernamePassword(address.encode(), password.encode()), None, IGreeter)
        return login.addCallback(lambda result: result[1])

    def greeter(self: Any, address: str) -> Any:
        """
        The greeter of an account, whose store is closed after the test.
        """
        greeter = self.successResultOf(self.logIn(address))
        self.addCleanup(greeter.store.close)
        return greeter

    def user(self: Any) -> Store:
        """
        The store of Ann.
        """
        store: Store = self.greeter("ann@example.com").store
        return store

    def test_login(self: Any) -> None:
        """
        People log in with the passwords that they had, and with no others.
        """
        self.failureResultOf(self.logIn("ann@example.com", "ghjk"), BadCredentials)
        self.assertEqual("Grüß Gott", self.greeter("Ann@Example.com").words)
        self.assertIs(self.greeter("ann@example.com"), self.greeter("ann@example.net"))

    def test_passwords(self: Any) -> None:
        """
        No password is stored as it is, neither in the site nor in the store of its user.
        """
        for store in (self.site, self.user()):
            for account in store.query(LoginAccount):
                self.assertEqual((None, True), (account.password, account.passwordHash.startswith("$argon2")))
            tables = [
                name for (name,) in store.querySQL("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            for old in {"item_login_v1", "item_login_v2"} & {*tables}:
                self.assertEqual([(0,)], store.querySQL(f"SELECT count(*) FROM {old}"))

    def test_accounts(self: Any) -> None:
        """
        Every account has its addresses, in the site and in the store of its user.
        """
        self.assertEqual(self.addresses, sorted(getAccountNames(self.site)))
        self.assertEqual(self.addresses[:2], sorted(getAccountNames(self.user())))
        realm = self.realm()
        for method in self.site.query(LoginMethod):
            self.assertIs(method.account, realm.accountByAddress(method.localpart, method.domain))

    def test_realm(self: Any) -> None:
        """
        The login system is installed, with its counts.
        """
        realm = self.realm()
        self.assertEqual((5, 2, self.site), (realm.loginCount, realm.failedLogins, installedOn(realm)))

    def test_services(self: Any) -> None:
        """
        What started substores in old sites is gone, and its powerup with it.
        """
        IService(self.site)
        self.assertEqual(0, self.site.count(SubStoreStartupService))
        self.assertEqual([], list(self.site.powerupsFor(IService)))

    def test_versions(self: Any) -> None:
        """
        The history of the software is there.
        """
        self.assertEqual(
            [f"2009-02-13T23:31:30.123456+00:00 axiom: {self.release}.0"], listVersionHistory(self.site)
        )

    def test_values(self: Any) -> None:
        """
        Values of all types are what they were.
        """
        user = self.user()
        full, empty = user.query(Parcel, sort=Parcel.storeID.ascending)
        picture = user.newFilePath("pictures", "parcel.png")
        sent = Time.fromPOSIXTimestamp(1234567890.123456)
        self.assertEqual(
            (
                b"\0\xff",
                True,
                "Bücher",
                picture,
                Decimal("12.3456"),
                Decimal("-1.5"),
                sent,
                ["red", "Grün"],
                2.5,
            ),
            tuple(full.persistentValues().values()),
        )
        self.assertEqual(
            (None, None, "Empty", None, None, None, None, [], None), tuple(empty.persistentValues().values())
        )

    def test_texts(self: Any) -> None:
        """
        Texts that were stored as bytes are found.
        """
        user = self.user()
        self.assertEqual(10, user.findUnique(Parcel, Parcel.label == "Bücher").storeID)
        self.assertEqual(10, user.findUnique(Parcel, Parcel.label.startswith("B")).storeID)
        self.assertEqual(5, user.findUnique(Greeter, Greeter.words == "grüß gott").storeID)

    def test_collections(self: Any) -> None:
        """
        Tags and lists have in them what they had.
        """
        user = self.user()
        full, empty = user.getItemByID(10), user.getItemByID(11)
        catalog = user.findUnique(Catalog)
        self.assertEqual({"heavy", "late"}, set(catalog.tagNames()))
        self.assertEqual(["heavy", "late"], list(catalog.tagsOf(full)))
        self.assertEqual([full, empty], list(catalog.objectsIn("late")))
        self.assertEqual([full, empty, full], user.findUnique(List))

    def assertGadget(self: Any, user: Store) -> None:
        """
        The item of a class that is gone is as it was.
        """
        error = self.assertRaises(UnknownItemType, user.getItemByID, 40)
        self.assertEqual(("gone_gadget", 3), (error.typeName, error.version))
        self.assertEqual(
            [(40, 10, 1.5, "gone.gadgets")],
            user.querySQL(
                "SELECT item.oid, owner, size, module FROM item_gone_gadget_v3 item"
                " JOIN axiom_objects object ON object.oid = item.oid"
                " JOIN axiom_types type ON type.oid = type_id AND typename = 'gone_gadget' AND version = 3"
            ),
        )
        self.assertEqual(
            [("gone.gadgets.IGadget",)],
            user.querySQL("SELECT interface FROM item_axiom_powerup_connector_v1 WHERE powerup = 40"),
        )

    def test_unknown(self: Any) -> None:
        """
        An item of a class that is gone is kept by upgrades and by VACUUM.
        """
        self.user().upgrades.upgradeEverything()
        self.site.close()
        for place in (self.place("ann"), self.directory):
            connection = apsw.Connection(str(place / "db.sqlite"))
            connection.execute("VACUUM")
            dangling = "SELECT rowid FROM pragma_foreign_key_check"
            deleted = "SELECT oid FROM axiom_objects WHERE type_id = -1"
            self.assertEqual(*(connection.execute(sql).fetchall() for sql in (deleted, dangling)))
            self.assertEqual("ok", connection.pragma("integrity_check"))
            connection.close()
        self.open()
        self.assertGadget(self.user())
        self.test_values()
        self.test_accounts()

    def test_moved(self: Any) -> None:
        """
        The store of a user can be taken out of the site and brought back, with all that is in it.
        """
        account = self.realm().accountByAddress("ann", "example.com")
        elsewhere = FilePath(self.mktemp())
        extractUserStore(account, elsewhere)
        self.assertIsNone(self.realm().accountByAddress("ann", "example.com"))
        insertUserStore(self.site, elsewhere)
        self.assertGadget(self.user())
        self.test_values()
        self.test_collections()
        self.assertEqual(self.addresses, sorted(getAccountNames(self.site)))


class Axiom07SiteTests(AxiomSiteTests, SynchronousTestCase):
    """
    Axiom 0.7, with items of still older versions that nobody has loaded since.
    """

    release = "0.7"
    addresses = [*AxiomSiteTests.addresses, ("bob", "example.com")]

    def test_firstAccounts(self) -> None:
        """
        An account from when it had its one address in itself gets that as a login method, and a copy in its
        store.
        """
        greeter = self.greeter("bob@example.com")
        self.assertEqual("Hello", greeter.words)
        self.assertEqual([("bob", "example.com")], list(getAccountNames(greeter.store)))
        self.assertIs(greeter.store, greeter.store.findUnique(LoginAccount).avatars)


class Axiom08SiteTests(AxiomSiteTests, SynchronousTestCase):
    """
    Axiom 0.8.
    """

    release = "0.8"


class Axiom09SiteTests(AxiomSiteTests, SynchronousTestCase):
    """
    Axiom 0.9, which hashes passwords with passlib.
    """

    release = "0.9"
