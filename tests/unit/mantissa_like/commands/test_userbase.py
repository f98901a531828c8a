"""
Tests for the commands on accounts.
"""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

from twisted.cred.portal import IRealm

from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import LoginMethod, LoginSystem
from mantissa_like.accounts import Address
from mantissa_like.audit import AuditEntry
from mantissa_like.catalog import appointAdministrator
from mantissa_like.sharing import artificialUsersOf
from tests.unit.mantissa_like.commands import command_lines


class UserBaseTests(command_lines.CommandLineTestCase):
    """
    Tests for C{axiomatic userbase}.
    """

    def test_disable(self) -> None:
        """
        Accounts are disabled and enabled, with the domain as a word, after an at sign, or left out.
        """
        self.assertEqual("disabled alice@localhost\n", self.done("userbase", "disable", "alice", "localhost"))
        self.assertEqual("alice@localhost [DISABLED]\n", self.done("userbase", "list"))
        self.assertEqual("enabled alice@localhost\n", self.done("userbase", "enable", "alice@localhost"))
        self.assertEqual("disabled alice@localhost\n", self.done("userbase", "disable", "Alice"))
        self.assertEqual(
            [{"address": "alice@localhost", "disabled": True, "deleted": False, "artificial": False}],
            json.loads(self.done("userbase", "list", "--json")),
        )

    def test_disablingIsAudited(self) -> None:
        """
        What was disabled and enabled stands in the audit log, as if the console had done it.
        """
        self.done("userbase", "disable", "alice")
        self.done("userbase", "enable", "alice")
        with closing(Store(str(self.path))) as store:
            acts = list(store.query(AuditEntry, sort=AuditEntry.storeID.ascending).getColumn("action"))
        self.assertEqual(["account.suspended", "account.resumed"], acts)

    def test_deleteAndRestore(self) -> None:
        """
        An account is deleted, which the list says, and restored; both stand in the audit log.
        """
        out = self.done("userbase", "delete", "alice")
        self.assertRegex(out, r"deleted alice@localhost; it can be restored until \d{4}-\d\d-\d\d\n")
        self.assertEqual("alice@localhost [DELETED]\n", self.done("userbase", "list"))
        self.assertIn("deleted already", self.refused("userbase", "delete", "alice"))
        self.assertEqual("restored alice@localhost\n", self.done("userbase", "restore", "alice@localhost"))
        self.assertEqual("alice@localhost\n", self.done("userbase", "list"))
        self.assertIn("is not deleted", self.refused("userbase", "restore", "alice"))
        with closing(Store(str(self.path))) as store:
            acts = list(store.query(AuditEntry, sort=AuditEntry.storeID.ascending).getColumn("action"))
        self.assertEqual(["account.deleted", "account.restored"], acts)

    def test_artificial(self) -> None:
        """
        An artificial user is made without a password, and listed as one.
        """
        out = self.done("userbase", "create", "--artificial", "team")
        self.assertEqual("made team@localhost, to which nobody logs in\n", out)
        self.assertEqual("alice@localhost\nteam@localhost [ARTIFICIAL]\n", self.done("userbase", "list"))
        said = self.refused("userbase", "create", "--artificial", "crew@localhost", "a password")
        self.assertIn("an artificial user has no password", said)
        self.assertIn("nobody logs in", self.refused("userbase", "disable", "team"))
        with closing(Store(str(self.path))) as store:
            team = LoginMethod.localpart == "team"
            passwords = [method.account.passwordHash for method in store.query(LoginMethod, team)]
        self.assertEqual([None], passwords)

    def test_members(self) -> None:
        """
        Members of an artificial user are added, listed and removed, which is audited.
        """
        self.done("userbase", "create", "--artificial", "team")
        self.assertEqual("No members\n", self.done("userbase", "members", "team"))
        out = self.done("userbase", "add-member", "--manager", "team", "alice@localhost")
        self.assertEqual("alice@localhost manages team@localhost\n", out)
        self.assertEqual("alice@localhost [MANAGER]\n", self.done("userbase", "members", "team"))
        self.assertEqual(
            [{"address": "alice@localhost", "manager": True}],
            json.loads(self.done("userbase", "members", "--json", "team@localhost")),
        )
        self.done("userbase", "remove-member", "team", "alice")
        self.assertEqual("No members\n", self.done("userbase", "members", "team"))
        with closing(Store(str(self.path))) as store:
            acts = list(store.query(AuditEntry, sort=AuditEntry.storeID.ascending).getColumn("action"))
        self.assertEqual(["member.added", "member.removed"], acts)

    def test_noSuchMembers(self) -> None:
        """
        Nobody acts as a person, and what does not exist acts as nothing.
        """
        self.done("userbase", "create", "--artificial", "team")
        self.assertIn("no artificial user", self.refused("userbase", "add-member", "alice", "alice"))
        self.assertIn("no account bob@localhost", self.refused("userbase", "add-member", "team", "bob"))
        self.assertIn("no account crew@localhost", self.refused("userbase", "members", "crew"))

    def test_movedGroup(self) -> None:
        """
        The members of an artificial user go where its store goes.
        """
        self.done("userbase", "create", "--artificial", "team")
        self.done("userbase", "add-member", "team", "alice")
        place = str(self.path.with_name("team.axiom"))
        self.done("extract-user", "--address", "team@localhost", "--destination", place)
        self.done("insert-user", "--userstore", place)
        self.assertEqual("alice@localhost\n", self.done("userbase", "members", "team"))
        self.assertIn("team@localhost [ARTIFICIAL]\n", self.done("userbase", "list"))
        with closing(Store(str(self.path))) as store:
            groups = artificialUsersOf(store, Address("alice", "localhost"))
        self.assertEqual(["team@localhost"], groups)

    def test_importKeepsMembers(self) -> None:
        """
        Who acts as an artificial user is not decided by an archive, nor by going back to what was before.
        """
        for name in ("team", "crew"):
            self.done("userbase", "create", "--artificial", name)
        self.done("userbase", "add-member", "--manager", "crew", "alice")
        archive = str(self.path.with_name(f"{self.path.name}-crew.zip"))
        self.done("userbase", "export", "crew@localhost", archive)
        self.done("userbase", "import", "team@localhost", archive)
        self.assertEqual("No members\n", self.done("userbase", "members", "team"))
        self.done("userbase", "add-member", "team", "alice")
        self.done("userbase", "import", "--undo", "team@localhost")
        self.assertEqual("alice@localhost\n", self.done("userbase", "members", "team"))

    def test_lastAdministrator(self) -> None:
        """
        The only administrator is neither deleted nor disabled.
        """
        with closing(Store(str(self.path))) as store:
            appointAdministrator(store, Address("alice", "localhost"))
        for act in ("delete", "disable"):
            said = self.refused("userbase", act, "alice")
            self.assertIn("the last administrator of the site is alice@localhost", said)
        self.assertEqual("alice@localhost\n", self.done("userbase", "list"))

    def test_exportAndImport(self) -> None:
        """
        What one account has, another one gets from an archive, and can go back.
        """
        archive = str(self.path.with_name(f"{self.path.name}.zip"))
        self.assertIn("items of alice@localhost", self.done("userbase", "export", "alice", archive))
        self.assertIn("exists already", self.refused("userbase", "export", "alice", archive))
        with closing(Store(str(self.path))) as store:
            store.findUnique(LoginSystem).addAccount("bob", "localhost", None)
        out = self.done("userbase", "import", "bob", archive)
        self.assertIn("bob@localhost has all of alice@localhost now", out)
        self.assertIn("has its former store again", self.done("userbase", "import", "--undo", "bob"))
        self.assertIn("name an archive", self.refused("userbase", "import", "bob"))
        Path(archive).write_bytes(b"something else")
        self.assertIn("can't be imported", self.refused("userbase", "import", "bob", archive))
        self.assertIn("there is no account eve", self.refused("userbase", "export", "eve", "x"))

    def test_refused(self) -> None:
        """
        People who are not there, and what is no address, are refused.
        """
        self.assertIn("there is no account eve@localhost", self.refused("userbase", "disable", "eve"))
        self.assertIn(
            "is not an address", self.refused("userbase", "create", "../eve", "localhost", "a fine secret")
        )
        self.assertIn("already", self.refused("userbase", "create", "alice", "localhost", "a fine secret"))

    def test_weakPassword(self) -> None:
        """
        A password that somebody would guess makes no account, and the command says what does.
        """
        for password in ("secret", "password12"):
            self.assertIn("password", self.refused("userbase", "create", "bob@localhost", password))
        self.assertNotIn("bob", self.done("userbase", "list"))

    def test_noPassword(self) -> None:
        """
        Without a password there is no account.
        """
        self.assertIn(
            "the password of bob@localhost is missing", self.refused("userbase", "create", "bob@localhost")
        )
        self.assertEqual("alice@localhost\n", self.done("userbase", "list"))


class StoreWithoutSiteTests(command_lines.CommandLineTestCase):
    """
    Tests for these commands on a store that is no site.
    """

    def setUp(self) -> None:
        """
        An empty store.
        """
        self.path = Path(self.mktemp())
        Store(str(self.path)).close()

    def open(self) -> Store:
        """
        The store, closed after the test.
        """
        store = Store(str(self.path))
        self.addCleanup(store.close)
        return store

    def test_install(self) -> None:
        """
        It can have accounts once the user base is installed, which it can be once.
        """
        self.assertEqual("No accounts\n", self.done("userbase", "list"))
        self.done("userbase", "install")
        self.assertIsNotNone(IRealm(self.open(), None))
        self.assertIn("already", self.refused("userbase", "install"))

    def test_disable(self) -> None:
        """
        Accounts are listed and disabled as in a site.
        """
        LoginSystem(store=self.open()).addAccount("bob", "localhost", None)
        self.assertEqual("disabled bob@localhost\n", self.done("userbase", "disable", "bob", "localhost"))
        self.assertEqual("bob@localhost [DISABLED]\n", self.done("userbase", "list"))

    def test_noDomain(self) -> None:
        """
        Nobody can leave out the domain where there is no site that has one.
        """
        self.assertIn("is not a site", self.refused("userbase", "create", "bob", stdin="x"))

    def test_application(self) -> None:
        """
        The account of an application is listed by its name.
        """
        store = self.open()
        substore = SubStore.createNew(store, ("app", "wiki"))
        LoginSystem(store=store).addAccount("wiki", None, None, avatars=substore)
        self.assertEqual("wiki\n", self.done("userbase", "list"))

    def test_moved(self) -> None:
        """
        An account is taken out of one such store and brought into another.
        """
        LoginSystem(store=self.open()).addAccount("bob", "localhost", None)
        place = f"{self.mktemp()}/bob.axiom"
        self.done("extract-user", "-a", "bob@localhost", "-d", place)
        self.path = Path(self.mktemp())
        Store(str(self.path)).close()
        self.done("userbase", "install")
        self.done("insert-user", "-u", place)
        self.assertEqual("bob@localhost\n", self.done("userbase", "list"))


class MovingTests(command_lines.CommandLineTestCase):
    """
    Tests for C{axiomatic extract-user} and C{insert-user}.
    """

    def test_moved(self) -> None:
        """
        An account is taken out and brought back.
        """
        place = f"{self.mktemp()}/alice.axiom"
        self.assertEqual(
            f"alice@localhost is in {place} now\n", self.done("extract-user", "-a", "alice", "-d", place)
        )
        self.assertEqual("No accounts\n", self.done("userbase", "list"))
        self.assertEqual("alice@localhost is here now\n", self.done("insert-user", "-u", place))
        self.assertEqual("alice@localhost\n", self.done("userbase", "list"))

    def test_intoDirectory(self) -> None:
        """
        Into a directory that exists, it is put under its address.
        """
        directory = Path(self.mktemp())
        directory.mkdir()
        self.done("extract-user", "--address=alice@localhost", f"--destination={directory}")
        self.assertTrue((directory / "alice@localhost.axiom" / "db.sqlite").exists())

    def test_refused(self) -> None:
        """
        What is missing is named.
        """
        self.assertIn("--destination", self.refused("extract-user", "-a", "alice"))
        self.assertIn("there is no account", self.refused("extract-user", "-a", "eve", "-d", self.mktemp()))
        self.assertIn("--userstore", self.refused("insert-user"))
        self.assertIn("there is no store in it", self.refused("insert-user", "-u", self.mktemp()))
