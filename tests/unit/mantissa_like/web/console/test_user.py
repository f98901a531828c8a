"""
Tests for L{mantissa_like.web._console.user} and L{mantissa_like.web._console.endowments}.
"""

from __future__ import annotations

from mantissa_like.accounts import Address, codeGeneratorOf, findAccount, makeCodeGenerator
from mantissa_like.catalog import administrators, appointAdministrator
from mantissa_like.mail import QueuedMail
from offerings.timeline import Timeline
from tests.unit.mantissa_like.web.console_site import ConsoleTestCase, passwordOf

ALICE = "/console/users/alice@example.com"
ADMIN = "/console/users/admin@example.com"


class UserTests(ConsoleTestCase):
    """
    Tests for the page of one user.
    """

    def setUp(self) -> None:
        """
        A site with Alice.
        """
        super().setUp()
        self.site.addUser("alice")

    def test_facts(self) -> None:
        """
        The page tells what there is to know.
        """
        facts = self.get(ALICE)
        self.assertTrue(facts.pop("bytes") > 4096)
        self.assertEqual(
            {
                "address": "alice@example.com",
                "kind": "person",
                "members": [],
                "addresses": ["alice@example.com"],
                "state": "active",
                "isAdministrator": False,
                "lastSeen": None,
                "sessions": 0,
                "products": [],
            },
            facts,
        )
        self.assertIn("account/example.com/alice.axiom", self.page(ALICE))

    def test_nobody(self) -> None:
        """
        Nobody's page is not there, nor is that of an application.
        """
        for path in ("bob@example.com", "timeline", "timeline@None", "a b@example.com", "@"):
            self.assertEqual(404, self.client.get(f"/console/users/{path.replace(' ', '%20')}").status, path)

    def test_suspendedAndResumed(self) -> None:
        """
        Who is suspended is logged out and can't log in until resumed; it is asked once, and written down.
        """
        theirs = self.site.logIn("alice")
        assert theirs is not None
        asked = self.post(ALICE, act="suspend")
        self.assertIn("Suspend alice@example.com?", asked.text)
        self.assertEqual("active", self.get(ALICE)["state"])
        self.assertEqual(303, self.post(ALICE, act="suspend", confirmed="yes").status)
        self.assertEqual("suspended", self.get(ALICE)["state"])
        self.assertIn("Log in", theirs.get("/").text)
        self.assertIsNone(self.site.logIn("alice"))
        self.post(ALICE, act="resume")
        self.assertIsNotNone(self.site.logIn("alice"))
        self.assertEqual(
            ["account.suspended", "account.resumed"],
            [action for action, subject in self.audited() if "sus" in action or "res" in action],
        )

    def test_newPassword(self) -> None:
        """
        After a new password the old one is none, sessions have ended, and the new one logs in.
        """
        theirs = self.site.logIn("alice")
        assert theirs is not None
        made = self.command(ALICE, act="new-password", confirmed="yes").json()
        self.assertIn("Log in", theirs.get("/").text)
        self.assertIsNone(self.site.logIn("alice"))
        self.assertIsNotNone(self.site.logIn("alice", made["password"]))
        self.assertNotIn(passwordOf("alice"), self.page(ALICE))

    def test_sessionsEnded(self) -> None:
        """
        Who is logged out everywhere is, and can log in again.
        """
        theirs = self.site.logIn("alice")
        assert theirs is not None
        self.assertEqual(1, self.get(ALICE)["sessions"])
        self.assertIn("API tokens are taken back", self.post(ALICE, act="end-sessions").text)
        self.assertEqual(1, self.get(ALICE)["sessions"])
        self.post(ALICE, act="end-sessions", confirmed="yes")
        self.assertEqual(0, self.get(ALICE)["sessions"])
        self.assertIn("Log in", theirs.get("/").text)
        self.assertIsNotNone(self.site.logIn("alice"))

    def test_appointedAndDismissed(self) -> None:
        """
        Who is appointed sees the console until dismissed, for whom it then is not there.
        """
        theirs = self.site.logIn("alice")
        assert theirs is not None
        self.assertEqual(404, theirs.get("/console/users").status)
        self.post(ALICE, act="appoint", confirmed="yes")
        self.assertEqual(200, theirs.get("/console/users").status)
        self.post(ALICE, act="dismiss", confirmed="yes")
        self.assertEqual(404, theirs.get("/console/users").status)

    def test_lastAdministrator(self) -> None:
        """
        The last administrator who can log in is neither dismissed nor suspended.
        """
        appointAdministrator(self.site.store, Address("alice", "example.com"))
        self.post(ALICE, act="suspend", confirmed="yes")
        for act in ("suspend", "dismiss", "delete"):
            response = self.post(ADMIN, act=act, confirmed="yes")
            self.assertEqual(400, response.status)
            self.assertIn("The last administrator of the site is admin@example.com. Appoint", response.text)
        self.assertEqual(["admin@example.com"], administrators(self.site.store, self.site.pool))
        self.assertNotIn(("account.suspended", "admin@example.com"), self.audited())

    def test_deletedAndRestored(self) -> None:
        """
        Who is deleted can't log in, nor be let in, until the account is restored; it is asked once.
        """
        asked = self.post(ALICE, act="delete")
        self.assertIn("within 30 days", asked.text)
        self.assertEqual("active", self.get(ALICE)["state"])
        self.post(ALICE, act="delete", confirmed="yes")
        self.assertEqual("deleted", self.get(ALICE)["state"])
        self.assertIn("Can be restored until", self.page(ALICE))
        self.assertEqual("deleted", self.get("/console/users?find=alice")["rows"][0]["state"])
        self.assertEqual(400, self.post(ALICE, act="resume").status)
        self.assertEqual(400, self.post(ALICE, act="delete", confirmed="yes").status)
        self.post(ALICE, act="restore")
        self.assertIsNotNone(self.site.logIn("alice"))
        self.assertEqual(400, self.post(ALICE, act="restore").status)
        actions = [action for action, _ in self.audited()]
        self.assertEqual((1, 1), (actions.count("account.deleted"), actions.count("account.restored")))

    def test_resetMailed(self) -> None:
        """
        Who has a confirmed address of mail is sent a link for a new password; for others that is refused.
        """
        self.assertNotIn("Mail a link", self.page(ALICE))
        self.assertEqual(400, self.post(ALICE, act="mail-reset").status)
        self.assertEqual(0, self.site.store.count(QueuedMail))
        account = findAccount(self.site.store, "alice", "example.com")
        assert account is not None
        account.addLoginMethod("alice", "mail.example", verified=True)
        self.assertIn("Mail a link", self.page(ALICE))
        self.assertEqual(303, self.post(ALICE, act="mail-reset").status)
        self.assertEqual("alice@mail.example", self.site.store.findUnique(QueuedMail).recipient)
        self.assertIn(("account.reset-mailed", "alice@example.com"), self.audited())

    def test_secondFactorsRemoved(self) -> None:
        """
        Who lost the device with the codes is asked for none any more, after a question.
        """
        account = findAccount(self.site.store, "alice", "example.com")
        assert account is not None
        self.assertNotIn("no codes", self.page(ALICE))
        makeCodeGenerator(account, bytes).isOn = True
        self.assertIn("Ask for no codes", self.page(ALICE))
        self.post(ALICE, act="remove-second-factors")
        self.assertIsNotNone(codeGeneratorOf(account))
        self.post(ALICE, act="remove-second-factors", confirmed="yes")
        self.assertIsNone(codeGeneratorOf(account))
        self.assertIn(("account.second-factors-removed", "alice@example.com"), self.audited())

    def test_unknownAct(self) -> None:
        """
        What the page can't do is refused with what it can.
        """
        response = self.command(ALICE, act="explode")
        self.assertEqual(400, response.status)
        self.assertIn("suspend, resume, end-sessions", response.json()["detail"])

    def test_escaped(self) -> None:
        """
        An address is text, whatever is in it.
        """
        self.site.addUser("<b>'&quot;")
        row = next(r for r in self.get("/console/users")["rows"] if r["address"].startswith("<"))
        self.assertNotIn("<b>", self.page("/console/users"))
        self.assertNotIn("<b>", self.page("/console/users/%3Cb%3E%27%26quot%3B@example.com"))
        self.assertEqual("<b>'&quot;@example.com", row["address"])


class EndowmentTests(ConsoleTestCase):
    """
    Tests for granting products to a user.
    """

    def setUp(self) -> None:
        """
        A site with Alice.
        """
        super().setUp()
        self.site.addUser("alice")

    def products(self) -> list[dict[str, str]]:
        """
        What Alice has.
        """
        found: list[dict[str, str]] = self.get(ALICE)["products"]
        return found

    def test_grantedSuspendedResumedRemoved(self) -> None:
        """
        A product is granted, put out of use, put into use, and taken away after a question; all of it is
        written down.
        """
        self.post(ALICE, act="grant", product="timeline")
        self.assertEqual([{"name": "timeline", "state": "active"}], self.products())
        self.post(ALICE, act="suspend-product", product="timeline")
        self.assertEqual([{"name": "timeline", "state": "suspended"}], self.products())
        self.post(ALICE, act="resume-product", product="timeline")
        self.assertEqual([{"name": "timeline", "state": "active"}], self.products())
        asked = self.post(ALICE, act="remove-product", product="timeline")
        self.assertIn("be undone", asked.text)
        self.assertEqual(1, len(self.products()))
        self.post(ALICE, act="remove-product", product="timeline", confirmed="yes")
        self.assertEqual([], self.products())
        self.assertEqual(0, self.site.storeOf("alice").count(Timeline))
        actions = [action for action, _ in self.audited() if action.startswith("product.")]
        self.assertEqual(
            ["product.granted", "product.suspended", "product.resumed", "product.removed"], actions
        )

    def test_refused(self) -> None:
        """
        A product that there is not, that the user has, or has not, changes nothing and is not written down.
        """
        before = self.audited()
        for act, product in (("grant", "nothing"), ("suspend-product", "timeline"), ("grant", "")):
            self.assertEqual(400, self.command(ALICE, act=act, product=product).status)
        self.assertEqual(before, self.audited())
        self.post(ALICE, act="grant", product="timeline")
        self.assertEqual(400, self.command(ALICE, act="grant", product="timeline").status)
