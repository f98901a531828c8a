"""
Tests for L{mantissa_like.web._accountpages.passkeys}.
"""

from __future__ import annotations

from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.accounts import Passkey
from mantissa_like.audit import AuditEntry
from tests.unit.mantissa_like.accounts.authenticators import Authenticator
from tests.unit.mantissa_like.web.memory_client import Response
from tests.unit.mantissa_like.web.memory_site import MemorySite

JSON = {"Accept": "application/json"}
PAGE, LOGIN = "/account/passkeys", "/login/passkey"
SITE = "https://example.com"


class PasskeysPageTests(SynchronousTestCase):
    """
    Tests for L{PasskeysPage} and L{PasskeyLogin}.
    """

    def setUp(self) -> None:
        """
        Alice is logged in and has a device.
        """
        self.site = MemorySite(publicURL=SITE)
        self.site.addUser("alice")
        self.client = self.site.logIn("alice")
        self.device = Authenticator(SITE, "example.com")

    def post(self, path: str = PAGE, **fields: str) -> Response:
        """
        Send something as the script does.
        """
        token = self.client.formToken(PAGE if path == PAGE else "/login")
        return self.client.post(path, {"csrfToken": token, **fields}, JSON)

    def add(self, name: str = "my key") -> Response:
        """
        Add the device's key.
        """
        options = self.post(act="begin").json()
        self.assertEqual("alice@example.com", options["user"]["name"])
        return self.post(act="add", name=name, credential=self.device.create(options))

    def logIn(self, **fields: str) -> Response:
        """
        Log in with the device's key in a browser that nobody has used.
        """
        self.client = self.site.client()
        self.site.clock.advance(1)
        options = self.post(LOGIN, act="begin").json()
        return self.post(LOGIN, act="finish", credential=self.device.get(options), **fields)

    def rows(self) -> Any:
        """
        What the page lists.
        """
        return self.client.get(PAGE, JSON).json()["rows"]

    def test_logsIn(self) -> None:
        """
        With a passkey that was added its owner logs in, without a name, a password or a code, and goes where
        the form was asked for, on this site alone.
        """
        self.assertEqual(200, self.add().status)
        answer = self.logIn(then="/users/alice/x").json()
        self.assertEqual(("/users/alice/x", "alice@example.com"), (answer["url"], answer["viewer"]))
        self.assertIn("Log out", self.client.get("/").text)
        self.assertEqual("2001-09-09T01:46:41Z", self.rows()[0]["lastUsed"])
        self.assertEqual("/", self.logIn(then="//evil.example").json()["url"])

    def test_secondUseOfAnAnswer(self) -> None:
        """
        An answer logs in once, even if its challenge's cookie comes back with it.
        """
        self.add()
        self.client = self.site.client()
        self.site.clock.advance(1)
        credential = self.device.get(self.post(LOGIN, act="begin").json())
        cookies = dict(self.client.cookies)
        self.assertEqual(200, self.post(LOGIN, act="finish", credential=credential).status)
        self.client.cookies = cookies
        self.assertEqual(403, self.post(LOGIN, act="finish", credential=credential).status)

    def confirm(self, **fields: str) -> Response:
        """
        Show again who one is, with the device's key.
        """
        path = "/login/confirm/passkey"
        token = self.client.formToken("/login/confirm")
        options = self.client.post(path, {"csrfToken": token, "act": "begin"}, JSON).json()
        credential = self.device.get(options)
        return self.client.post(path, {"csrfToken": token, "credential": credential, **fields}, JSON)

    def test_confirms(self) -> None:
        """
        Who has a passkey confirms with it, in place of the password, before changing how they log in.
        """
        self.assertNotIn("data-passkeys", self.client.get("/login/confirm").text)
        self.add()
        self.assertIn('data-url="/login/confirm/passkey"', self.client.get("/login/confirm").text)
        self.site.clock.advance(3600)
        self.assertEqual(303, self.client.get(PAGE).status)
        answer = self.confirm(then=PAGE)
        self.assertEqual((200, PAGE), (answer.status, answer.json()["url"]))
        self.assertEqual(200, self.client.get(PAGE).status)

    def test_confirmsOneself(self) -> None:
        """
        The passkey of somebody else confirms nothing.
        """
        self.add()
        self.site.addUser("bob")
        self.client = self.site.logIn("bob")
        self.site.clock.advance(3600)
        self.assertEqual(403, self.confirm().status)
        self.assertEqual(303, self.client.get(PAGE).status)

    def test_suspended(self) -> None:
        """
        Nobody logs in to a suspended account.
        """
        self.add()
        self.site.account("alice").disabled = 1
        self.assertEqual(403, self.logIn().status)
        self.assertNotIn("__Host-session", self.client.cookies)

    def test_withoutChallenge(self) -> None:
        """
        Without a challenge, or after five minutes, nothing comes of an answer.
        """
        options = self.post(act="begin").json()
        self.site.clock.advance(300)
        added = self.post(act="add", name="x", credential=self.device.create(options))
        self.assertEqual(400, added.status)
        self.client = self.site.client()
        self.assertEqual(400, self.post(LOGIN, act="finish", credential="{}").status)

    def test_renamed(self) -> None:
        """
        The owner gives a passkey another name.
        """
        self.add()
        number = str(self.rows()[0]["number"])
        fields = {"act": "rename", "number": number, "csrfToken": self.client.formToken(PAGE)}
        self.assertIn('value="my key"', self.client.post(PAGE, fields).text)
        self.assertEqual(400, self.client.post(PAGE, {**fields, "renamed": "yes", "name": ""}).status)
        self.assertEqual(303, self.client.post(PAGE, {**fields, "renamed": "yes", "name": "<b>"}).status)
        self.assertEqual("<b>", self.rows()[0]["name"])
        self.assertIn("&lt;b&gt;", self.client.get(PAGE).text)

    def test_removed(self) -> None:
        """
        After one question a passkey is removed; what was done is written down.
        """
        self.add()
        fields = {"act": "remove", "number": str(self.rows()[0]["number"])}
        form = {**fields, "csrfToken": self.client.formToken(PAGE)}
        self.assertIn("Remove the passkey", self.client.post(PAGE, form).text)
        self.assertEqual(1, self.site.store.count(Passkey))
        self.assertEqual(200, self.post(**fields, confirmed="yes").status)
        self.assertEqual(403, self.logIn().status)
        self.assertEqual(
            ["account.passkey-added", "account.passkey-removed"],
            [entry.action for entry in self.site.store.query(AuditEntry)],
        )

    def test_othersPasskeys(self) -> None:
        """
        Nobody touches the passkeys of somebody else.
        """
        self.add()
        number = str(self.rows()[0]["number"])
        self.site.addUser("bob")
        self.client = self.site.logIn("bob")
        for act in ("rename", "remove"):
            self.assertEqual(404, self.post(act=act, number=number, name="x", confirmed="yes").status)
        self.assertEqual([], self.rows())
