"""
Tests for L{mantissa_like.web._accountpages.deleting}.
"""

from __future__ import annotations

import os

from twisted.trial.unittest import SynchronousTestCase

from axiom.userbase import IPasswordHashing
from mantissa_like.accounts import (
    TOKEN_SCOPES,
    Address,
    deleteAccount,
    deletedAccounts,
    makeCodeGenerator,
    makeRecoveryCodes,
    makeToken,
)
from mantissa_like.audit import AuditEntry
from mantissa_like.sharing import getEveryoneRole, shareItem
from mantissa_like.web._visitors.ending import endSessions
from tests.unit.axiom.accounts.hashings import PlainHashing
from tests.unit.mantissa_like.web.memory_client import MemoryClient, Response
from tests.unit.mantissa_like.web.memory_site import IReadableNote, MemorySite, Note

JSON = {"Accept": "application/json"}


class DeletingTests(SynchronousTestCase):
    """
    Tests for L{DeletePage}, L{RestorePage}, and how one comes from the login to them.
    """

    def setUp(self) -> None:
        """
        A site with Alice, who shares a note, and an administrator.
        """
        self.site = MemorySite()
        self.site.store.inMemoryPowerUp(PlainHashing(), IPasswordHashing)
        store = self.site.addUser("alice")
        note = Note(store=store, body="Tea")
        shareItem(note, toRole=getEveryoneRole(store), shareID="note", interfaces=[IReadableNote])
        self.site.addAdministrator("ada")
        self.client = self.site.logIn("alice")

    def send(self, client: MemoryClient, path: str, **fields: str) -> Response:
        """
        Send a form of a page.
        """
        token = client.get(path).text.rpartition('name="csrfToken" value="')[2].partition('"')[0]
        return client.post(path, {**fields, "csrfToken": token})

    def delete(self) -> Response:
        """
        Delete who is logged in.
        """
        return self.send(self.client, "/account/delete")

    def shared(self) -> int:
        """
        The status of what Alice shares, for a visitor.
        """
        return self.site.client().get("/users/alice/note").status

    def test_deleted(self) -> None:
        """
        The account is deleted: all its sessions end, and nobody sees what it shared,
        also who saw it before.
        """
        other = self.site.logIn("alice")
        self.assertEqual(200, self.shared())
        response = self.delete()
        self.assertEqual((303, "/"), (response.status, response.headers["location"]))
        for client in (self.client, other):
            self.assertEqual(303, client.get("/home").status)
        self.assertEqual(404, self.shared())
        [deletion] = deletedAccounts(self.site.store)
        self.assertEqual(["alice@example.com"], deletion.addresses)

    def test_notLately(self) -> None:
        """
        Nothing happens where somebody left a browser that is logged in, nor by an API token.
        """
        token = self.client.formToken("/account/delete")
        self.site.clock.advance(3600)
        response = self.client.post("/account/delete", {"csrfToken": token})
        self.assertEqual("/login/confirm?then=%2Faccount%2Fdelete", response.headers["location"])
        account, address = self.site.account("alice"), Address("alice", "example.com")
        secret = makeToken(account, address, "all", TOKEN_SCOPES, self.site.clock.seconds(), 60, os.urandom)
        program = self.site.client()
        response = program.post("/account/delete", {}, {"Authorization": f"Bearer {secret}"})
        self.assertEqual(403, response.status)
        self.assertEqual((200, []), (self.shared(), deletedAccounts(self.site.store)))

    def test_lastAdministrator(self) -> None:
        """
        The only administrator stays.
        """
        self.client = self.site.logIn("ada")
        response = self.delete()
        self.assertIn("Appoint another one first.", response.text)
        self.assertEqual([], deletedAccounts(self.site.store))

    def test_restored(self) -> None:
        """
        Who logs in to a deleted account is led to where it is restored, and has everything again; but the
        sessions from before are over.
        """
        before = self.site.logIn("alice")
        self.delete()
        client = self.site.client()
        response = self.send(client, "/login", username="alice", password="alice")
        place = response.headers["location"]
        self.assertEqual("/account/restore?user=alice%40example.com", place)
        self.assertIn('value="alice@example.com"', client.get(place).text)
        response = self.send(client, "/account/restore", username="alice", password="alice")
        self.assertEqual((303, "/login"), (response.status, response.headers["location"]))
        self.assertEqual(200, self.shared())
        self.assertEqual(200, self.site.logIn("alice").get("/home").status)
        self.assertEqual(303, before.get("/home").status)
        acts = list(self.site.store.query(AuditEntry).getColumn("action"))
        self.assertEqual(["account.deleted", "account.restored"], [act for act in acts if "log" not in act])

    def test_restoredWithCode(self) -> None:
        """
        Where logging in takes a code, so does bringing the account back.
        """
        account = self.site.account("alice")
        generator = makeCodeGenerator(account, os.urandom)
        generator.isOn = True
        [recoveryCode, *_] = makeRecoveryCodes(account, os.urandom)
        self.delete()
        fields = {"username": "alice", "password": "alice"}
        for code in ("", "000000", recoveryCode[:-1]):
            response = self.send(self.site.client(), "/account/restore", **fields, code=code)
            self.assertEqual(400, response.status)
            self.assertIn("This is not a code for it now.", response.text)
        self.assertEqual(404, self.shared())
        response = self.send(self.site.client(), "/account/restore", **fields, code=recoveryCode)
        self.assertEqual((303, 200), (response.status, self.shared()))

    def test_notRestored(self) -> None:
        """
        A wrong password, an account that is not deleted, and one that is not there, all get the same answer.
        """
        self.delete()
        for username, password in (("alice", "x"), ("ada", "ada"), ("eve", "eve"), ("/", "x")):
            response = self.send(self.site.client(), "/account/restore", username=username, password=password)
            self.assertIn("No deleted account has this user name and this password.", response.text)
        response = self.send(self.site.client(), "/login", username="alice", password="x")
        self.assertEqual(403, response.status)
        self.assertEqual(404, self.shared())

    def test_deletedByOthers(self) -> None:
        """
        An account that its owner did not delete is not theirs to restore.
        """
        deleteAccount(self.site.store, "alice", "example.com", endSessions)
        for path, status in (("/login", 403), ("/account/restore", 400)):
            response = self.send(self.site.client(), path, username="alice", password="alice")
            self.assertEqual(status, response.status)
        self.assertEqual(404, self.shared())
