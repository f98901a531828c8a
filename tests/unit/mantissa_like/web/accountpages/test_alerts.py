"""
Tests for the letters by which people notice what somebody else did to their account.
"""

from __future__ import annotations

from mantissa_like.accounts import findAccount, makeCodeGenerator
from mantissa_like.mail import QueuedMail
from tests.unit.mantissa_like.web.accountpages.test_join import ALICE, NEW, MailedPagesTestCase
from tests.unit.mantissa_like.web.memory_client import MemoryClient

ANOTHER = "twelve red kites rise"
PHONE = {"User-Agent": "Firefox/140.0 (Android 15; Mobile)"}


class AlertTests(MailedPagesTestCase):
    """
    Alice has joined, and is logged in.
    """

    def setUp(self) -> None:
        """
        Join.
        """
        super().setUp()
        self.join()
        self.site.store.query(QueuedMail).deleteFromStore()

    def told(self) -> list[tuple[str, str]]:
        """
        Who was written to since the last time, and the subject; the latest last.
        """
        mails = self.site.store.query(QueuedMail, sort=QueuedMail.storeID.ascending)
        told = [(mail.recipient, mail.subject) for mail in mails]
        mails.deleteFromStore()
        return told

    def logIn(self, client: MemoryClient, password: str = NEW, **headers: str) -> None:
        """
        Log in from a browser.
        """
        fields = {"username": "alice", "password": password, "csrfToken": client.formToken("/login")}
        self.assertEqual(303, client.post("/login", fields, headers).status)

    def test_passwordChanged(self) -> None:
        """
        A new password is told, in the transaction that changes it; a wrong one before changes nothing.
        """
        self.assertEqual(400, self.post("/account/password", old="x", new=ANOTHER).status)
        self.assertEqual([], self.told())
        self.assertEqual(303, self.post("/account/password", old=NEW, new=ANOTHER).status)
        self.assertEqual([(ALICE, "Your password at Example was changed")], self.told())
        self.logIn(self.client, ANOTHER)

    def test_passwordReset(self) -> None:
        """
        So is one that was chosen by a mailed link.
        """
        client = self.site.client()
        self.post("/reset", client, username="alice")
        path = self.letters()[0][1]
        self.told()
        self.assertEqual(303, self.post(path, client, password=ANOTHER).status)
        self.assertEqual([(ALICE, "Your password at Example was changed")], self.told())

    def test_addresses(self) -> None:
        """
        An address that was added or removed is told to all, the removed one among them; what was only to be
        confirmed is not.
        """
        other = "alice@other.example"
        for _ in range(2):
            self.post("/account/address", act="add", mailbox=other)
            path = self.letters()[0][1]
            self.told()
            self.post("/account/address", act="remove", mailbox=other, confirmed="yes")
            self.assertEqual([], self.told())
        self.post("/account/address", act="add", mailbox=other)
        path = self.letters()[0][1]
        self.told()
        self.assertEqual(303, self.post(path).status)
        subject = "A new address for your account at Example"
        self.assertEqual([(ALICE, subject), (other, subject)], self.told())
        self.post("/account/address", act="remove", mailbox=other, confirmed="yes")
        subject = "An address was taken from your account at Example"
        self.assertEqual([(ALICE, subject), (other, subject)], self.told())

    def test_secondStep(self) -> None:
        """
        That no codes are asked for any more is told.
        """
        account = findAccount(self.site.store, "alice", "example.com")
        assert account is not None
        makeCodeGenerator(account, self.site.context.randomBytes).isOn = True
        self.post("/account/totp", act="turn-off")
        self.assertEqual([], self.told())
        self.post("/account/totp", act="turn-off", confirmed="yes")
        self.assertEqual([(ALICE, "Your second step at Example was turned off")], self.told())

    def test_newBrowser(self) -> None:
        """
        A login from a browser that the account does not know is told, once; a program that keeps no cookies
        is known by its kind and network.
        """
        self.logIn(self.client)
        self.assertEqual([], self.told())
        self.logIn(self.site.client(), **PHONE)
        self.assertEqual([(ALICE, "Somebody logged in to your account at Example")], self.told())
        self.logIn(self.site.client(), **PHONE)
        self.assertEqual([], self.told())

    def test_deletedAndRestored(self) -> None:
        """
        That the account is deleted is told with the way back, and that it is back.
        """
        self.assertEqual(303, self.post("/account/delete").status)
        self.assertEqual("/account/restore", self.letters()[0][1])
        self.assertEqual([(ALICE, "Your account at Example was deleted")], self.told())
        client = self.site.client()
        self.post("/account/restore", client, username="alice", password=NEW)
        self.assertEqual([(ALICE, "Your account at Example is back")], self.told())


class NoMailTests(MailedPagesTestCase):
    """
    A site that sends no mail.
    """

    mailbox = False

    def test_nobodyTold(self) -> None:
        """
        Everything goes on as it would, and no letter is left behind.
        """
        self.site.addUser("carol")
        account, client = findAccount(self.site.store, "carol", "example.com"), self.site.logIn("carol")
        assert account is not None and client is not None
        account.addLoginMethod("carol", "mail.example", verified=True, internal=False)
        self.assertEqual(303, self.post("/account/delete", client).status)
        self.assertEqual(0, self.site.store.count(QueuedMail))
