"""
Tests for L{mantissa_like.web._console.mail} and L{mantissa_like.web._console.invitations}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.accounts import AccountTicket
from mantissa_like.config import AccountSettings
from mantissa_like.mail import FAILED, WAITING, Mail, QueuedMail, queueMail
from tests.unit.mantissa_like.web.console_site import ConsoleSite
from tests.unit.mantissa_like.web.memory_client import Response

JSON = {"Accept": "application/json"}


class MailConsoleTestCase(SynchronousTestCase):
    """
    A site, and its administrator.
    """

    def setUp(self) -> None:
        """
        Log in.
        """
        self.site = ConsoleSite(self.mktemp(), accounts=AccountSettings(signUp="invitation"))
        self.addCleanup(self.site.close)
        client = self.site.logIn("admin")
        assert client is not None
        self.client = client

    def post(self, path: str, **fields: str) -> Response:
        """
        Send a form of a page.
        """
        return self.client.post(path, {"csrfToken": self.client.formToken(path), **fields})


class MailPageTests(MailConsoleTestCase):
    """
    Tests for the queue.
    """

    def setUp(self) -> None:
        """
        A mail that was given up.
        """
        super().setUp()
        self.mail = queueMail(self.site.store, Mail("alice@mail.example", "Hello", "The secret is 4711.\n"))
        self.mail.givenUp(self.mail.queued, "550 no such user")

    def test_shown(self) -> None:
        """
        People and programs see what became of each mail, not what it says.
        """
        text = self.client.get("/console/mail").text
        for expected in ("alice@mail.example", "failed", "550 no such user"):
            self.assertIn(expected, text)
        self.assertNotIn("4711", text)
        (row,) = self.client.get("/console/mail", JSON).json()["rows"]
        self.assertEqual(("failed", "550 no such user"), (row["state"], row["lastError"]))

    def test_retried(self) -> None:
        """
        One can be tried again.
        """
        self.post("/console/mail", act="retry", number=self.mail.messageID)
        self.assertEqual(WAITING, self.mail.state)
        self.assertIn("mail.retried", self.site.actions())

    def test_dropped(self) -> None:
        """
        One can be dropped, after a question.
        """
        self.assertIn(
            "can’t be undone", self.post("/console/mail", act="drop", number=self.mail.messageID).text
        )
        self.assertEqual(FAILED, self.mail.state)
        self.post("/console/mail", act="drop", number=self.mail.messageID, confirmed="yes")
        self.assertEqual(0, self.site.store.count(QueuedMail))

    def test_tested(self) -> None:
        """
        A test is written to whom it is to go.
        """
        self.post("/console/mail", act="test", to="bob@mail.example")
        self.assertEqual(1, self.site.store.count(QueuedMail, QueuedMail.recipient == "bob@mail.example"))

    def test_unknown(self) -> None:
        """
        What is not there can't be changed, and what makes no sense isn't done.
        """
        self.assertEqual(404, self.post("/console/mail", act="retry", number="x").status)
        self.assertEqual(400, self.post("/console/mail", act="x").status)
        self.assertEqual(400, self.post("/console/mail", act="test", to="a@b, c@d").status)


class InvitationsPageTests(MailConsoleTestCase):
    """
    Tests for inviting people.
    """

    def test_invited(self) -> None:
        """
        Who is invited gets a letter, and is in the list until they come or the invitation is taken back.
        """
        path = "/console/invitations"
        self.assertEqual(303, self.post(path, act="invite", mailbox="alice@mail.example", days="7").status)
        ticket = self.site.store.findUnique(AccountTicket)
        self.assertEqual("admin@example.com", ticket.inviter)
        self.assertEqual(1, self.site.store.count(QueuedMail))
        (row,) = self.client.get(path, JSON).json()["rows"]
        self.assertEqual("alice@mail.example", row["mailbox"])
        number = str(ticket.storeID)
        self.assertIn("Take back the invitation", self.post(path, act="withdraw", number=number).text)
        self.post(path, act="withdraw", number=number, confirmed="yes")
        self.assertEqual([], self.client.get(path, JSON).json()["rows"])
