"""
Tests for the pages that mail leads to: signing up, confirming addresses, choosing a new password.
"""

from __future__ import annotations

import re
from typing import Literal

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.accounts import AccountTicket, findAccount, mailboxesOf
from mantissa_like.config import AccountSettings, MailSettings
from tests.unit.mantissa_like.web.console_site import ConsoleSite, passwordOf
from tests.unit.mantissa_like.web.memory_client import MemoryClient, Response

JSON = {"Accept": "application/json"}
NEW = "eleven blue windmills turn"
ALICE = "alice@mail.example"


class MailedPagesTestCase(SynchronousTestCase):
    """
    A site whose mail can be read, and a browser.
    """

    signUp: Literal["open", "invitation", "closed"] = "open"
    terms = ""
    mailbox = True

    def setUp(self) -> None:
        """
        Make the site.
        """
        accounts = AccountSettings(signUp=self.signUp, terms=self.terms)
        self.site = ConsoleSite(self.mktemp(), accounts=accounts, mail=MailSettings(mailbox=self.mailbox))
        self.addCleanup(self.site.close)
        self.client = self.site.client()

    def post(self, path: str, client: MemoryClient | None = None, **fields: str) -> Response:
        """
        Send a page's form.
        """
        client = client or self.client
        return client.post(path, {"csrfToken": client.formToken(path), **fields})

    def letters(self) -> list[tuple[str, str]]:
        """
        Whom mail was sent, with the path of the page that it leads to; the latest first.
        """
        found = self.site.client().get("/mailbox", JSON).json()
        return [(each["to"], re.findall(r"https?://[^/]+(/\S+)", each["text"])[0]) for each in found]

    def join(self, mailbox: str = ALICE, **fields: str) -> Response:
        """
        Sign up.
        """
        self.assertEqual(200, self.post("/join", mailbox=mailbox).status)
        path = self.letters()[0][1]
        return self.post(path, self.client, **{"name": "alice", "password": NEW, **fields})


class JoinTests(MailedPagesTestCase):
    """
    Where whoever has an address may sign up.
    """

    def test_joined(self) -> None:
        """
        From asking over the letter to being logged in.
        """
        response = self.join()
        self.assertEqual((303, "/home"), (response.status, response.headers["location"]))
        self.assertIn("alice@example.com", self.client.get("/account").text)
        self.assertIn("alice@mail.example", self.client.get("/account").text)
        self.assertIn("account.joined", self.site.actions())

    def test_logInByMailbox(self) -> None:
        """
        Afterwards both addresses log in to the same account, which others know by one.
        """
        self.join()
        client = self.site.client()
        self.post("/login", client, username=ALICE, password=NEW)
        self.assertEqual("alice@example.com", client.get("/account", JSON).json()["address"])

    def test_lookingUsesNothingUp(self) -> None:
        """
        A link may be looked at many times; a program is told whom it was sent to.
        """
        self.post("/join", mailbox=ALICE)
        path = self.letters()[0][1]
        for _ in range(3):
            self.assertIn('name="password"', self.client.get(path).text)
        self.assertEqual(ALICE, self.client.get(path, JSON).json()["mailbox"])
        self.assertEqual(1, self.site.store.count(AccountTicket))

    def test_usedUp(self) -> None:
        """
        A link that was used says so, and does nothing.
        """
        self.join()
        path = self.letters()[0][1]
        self.assertIn("This link is of no use", self.site.client().get(path).text)
        self.assertEqual(404, self.site.client().get(path, JSON).status)

    def test_sameAnswer(self) -> None:
        """
        Who asks does not learn whether somebody has an account; its owner does.
        """
        self.join()
        again = self.site.client()
        other = "other@mail.example"
        taken, free = (self.post("/join", again, mailbox=each) for each in (ALICE, other))
        self.assertEqual((200, taken.text.replace(ALICE, "x")), (free.status, free.text.replace(other, "x")))
        (first, link), (second, hint), *_ = self.letters()
        self.assertEqual(([other, ALICE], "/reset"), ([first, second], hint))
        self.assertTrue(link.startswith("/join/"), link)

    def test_refused(self) -> None:
        """
        A name that is taken, a weak password and an odd name are asked for again, and the link stays of use.
        """
        self.post("/join", mailbox=ALICE)
        path = self.letters()[0][1]
        for name, password, problem in (
            ("admin", NEW, "Somebody has this name."),
            ("alice", "alice", "not good enough"),
            ("a/b", NEW, "user name"),
        ):
            response = self.post(path, name=name, password=password)
            self.assertEqual(400, response.status)
            self.assertIn(problem, response.text)
        self.assertEqual(303, self.post(path, name="alice", password=NEW).status)

    def test_oddAddresses(self) -> None:
        """
        No mail is sent to what is no address, or is more than one.
        """
        for mailbox in ("x", "a@b, c@d", "a@b\r\nBcc: c@d", "<a@b>", "é@mail.example"):
            self.assertEqual(400, self.post("/join", mailbox=mailbox).status, mailbox)
        self.assertEqual([], self.letters())

    def test_foreignForm(self) -> None:
        """
        Another site can't have mail sent.
        """
        self.assertEqual(403, self.client.post("/join", {"mailbox": ALICE}).status)


class TermsTests(MailedPagesTestCase):
    """
    Where there are terms.
    """

    terms = "/static/terms.html"

    def test_agreed(self) -> None:
        """
        An account needs the agreement.
        """
        self.assertEqual(400, self.join().status)
        self.assertEqual(303, self.post(self.letters()[0][1], name="alice", password=NEW, terms="yes").status)


class ClosedTests(MailedPagesTestCase):
    """
    Where administrators make all accounts, and mail goes nowhere.
    """

    signUp: Literal["open", "invitation", "closed"] = "closed"
    mailbox = False

    def test_closed(self) -> None:
        """
        There is no page to sign up, and none that shows mail.
        """
        for path in ("/join", "/mailbox"):
            self.assertEqual(404, self.client.get(path).status, path)
        self.assertNotIn("/join", self.client.get("/login").text)

    def test_noMail(self) -> None:
        """
        Who asks for a link is told that none can be sent.
        """
        self.assertIn("can’t send mail", self.post("/reset", username="admin").text)


class ResetTests(MailedPagesTestCase):
    """
    Choosing a new password.
    """

    def setUp(self) -> None:
        """
        Somebody who has signed up, and is logged in.
        """
        super().setUp()
        self.join()
        self.other = self.site.client()

    def ask(self, username: str = "alice") -> str:
        """
        The path of the link that is sent.
        """
        self.post("/reset", self.other, username=username)
        return self.letters()[0][1]

    def test_reset(self) -> None:
        """
        The new password logs in, and sessions until then have ended.
        """
        path = self.ask()
        response = self.post(path, self.other, password="nine red lanterns hang")
        self.assertEqual((303, "/login"), (response.status, response.headers["location"]))
        self.assertEqual(303, self.client.get("/account").status)
        self.assertEqual(
            303, self.post("/login", self.other, username=ALICE, password="nine red lanterns hang").status
        )
        self.assertIn("of no use", self.other.get(path).text)
        self.assertIn("account.password-reset", self.site.actions())

    def test_sameAnswer(self) -> None:
        """
        Whoever is asked for, the answer is the same.
        """
        before = len(self.letters())
        answers = {
            self.post("/reset", self.other, username=name).text
            for name in ("alice", "nobody", "admin", ALICE)
        }
        self.assertEqual((1, before + 2), (len(answers), len(self.letters())))

    def test_fewLetters(self) -> None:
        """
        However somebody spells the name, and with whatever browsers, an account gets no more than a few
        letters at a time.
        """
        before = len(self.letters())
        names = ("alice", "ALICE", " alice ", "alice@example.com", "Alice@Example.COM")
        statuses = [self.post("/reset", self.site.client(), username=names[n % 5]).status for n in range(8)]
        self.assertEqual(([200] * 5 + [429] * 3, before + 5), (statuses, len(self.letters())))

    def test_weak(self) -> None:
        """
        A weak password is refused.
        """
        self.assertEqual(400, self.post(self.ask(), self.other, password="password12").status)

    def test_nonsense(self) -> None:
        """
        A link that nobody sent is of no use.
        """
        self.assertIn("of no use", self.other.get("/reset/x").text)
        self.assertEqual(404, self.other.get("/reset/x", JSON).status)


class AccountTests(MailedPagesTestCase):
    """
    What somebody changes about their account.
    """

    def setUp(self) -> None:
        """
        An administrator, who is logged in.
        """
        super().setUp()
        client = self.site.logIn("admin")
        assert client is not None
        self.client = client

    def mailboxes(self) -> list[str]:
        """
        Those that are confirmed.
        """
        account = findAccount(self.site.store, "admin", "example.com")
        assert account is not None
        return mailboxesOf(account)

    def test_address(self) -> None:
        """
        An address is added by a letter, and removed after a question.
        """
        self.assertEqual(303, self.post("/account/address", act="add", mailbox=ALICE).status)
        self.assertEqual([], self.mailboxes())
        self.assertIn("not confirmed yet", self.client.get("/account").text)
        path = self.letters()[0][1]
        self.assertIn("Yes, it is mine", self.client.get(path).text)
        self.assertEqual([], self.mailboxes())
        self.assertEqual(303, self.post(path).status)
        self.assertEqual([ALICE], self.mailboxes())
        self.assertIn("Remove alice", self.post("/account/address", act="remove", mailbox=ALICE).text)
        self.post("/account/address", act="remove", mailbox=ALICE, confirmed="yes")
        self.assertEqual([], self.mailboxes())

    def test_fewLetters(self) -> None:
        """
        Nobody is sent more than a few letters at a time because somebody claims their address, on whatever
        page and however it is spelled.
        """
        stranger = self.site.client()
        asked = [
            self.post("/account/address", act="add", mailbox=ALICE),
            self.post("/account/address", act="add", mailbox=ALICE.upper()),
            *(self.post("/join", stranger, mailbox=spelled) for spelled in (ALICE, ALICE.title(), ALICE)),
            self.post("/join", stranger, mailbox=ALICE.upper()),
            self.post("/account/address", act="add", mailbox=ALICE),
        ]
        self.assertEqual([303, 303, 200, 200, 200, 429, 429], [response.status for response in asked])
        self.assertEqual(5, len(self.letters()))

    def test_password(self) -> None:
        """
        The password is changed with the one until now; this browser stays logged in, others don't.
        """
        elsewhere = self.site.logIn("admin")
        assert elsewhere is not None
        self.assertEqual(400, self.post("/account/password", old="wrong", new=NEW).status)
        self.assertEqual(400, self.post("/account/password", old=passwordOf("admin"), new="short").status)
        self.assertEqual(303, self.post("/account/password", old=passwordOf("admin"), new=NEW).status)
        self.assertEqual((200, 303), (self.client.get("/account").status, elsewhere.get("/account").status))

    def test_links(self) -> None:
        """
        All that the overview leads to is there.
        """
        for path in re.findall(r'href="(/account/[a-z]+)"', self.client.get("/account").text):
            self.assertIn(self.client.get(path).status, (200, 303), path)
