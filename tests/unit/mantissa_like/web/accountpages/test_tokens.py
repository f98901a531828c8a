"""
Tests for L{mantissa_like.web._accountpages.tokens}, and for what tokens can do.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.accounts import APIToken
from mantissa_like.audit import AuditEntry
from mantissa_like.sharing import getSelfRole, shareItem
from mantissa_like.web._visitors.ending import endSessions
from tests.unit.mantissa_like.web.memory_client import Response
from tests.unit.mantissa_like.web.memory_site import IReadableNote, IWritableNote, MemorySite, Note

JSON = {"Accept": "application/json"}
PAGE = "/account/tokens"
NOTE = "/users/alice/note"


class TokensTests(SynchronousTestCase):
    """
    Tests for L{TokensPage} and L{Tokens}.
    """

    def setUp(self) -> None:
        """
        Alice has a note and is logged in.
        """
        self.site = MemorySite()
        self.alice = self.site.addUser("alice")
        note = Note(store=self.alice, body="hello")
        shareItem(note, getSelfRole(self.alice), shareID="note", interfaces=[IReadableNote, IWritableNote])
        self.client = self.site.logIn("alice")

    def post(self, **fields: str) -> Response:
        """
        Send a form of the page.
        """
        return self.client.post(PAGE, {"csrfToken": self.client.formToken(PAGE), **fields}, JSON)

    def make(self, scope: str = "read", days: str = "7") -> str:
        """
        A new token.
        """
        made: str = self.post(act="make", name="a program", scopes=scope, days=days).json()["token"]
        return made

    def get(self, token: str, path: str = NOTE) -> Response:
        """
        What a program with a token gets, which has no cookies.
        """
        return self.site.client().get(path, {**JSON, "Authorization": f"Bearer {token}"})

    def write(self, token: str) -> Response:
        """
        What comes of it when a program writes.
        """
        headers = {**JSON, "Authorization": f"Bearer {token}"}
        return self.site.client().post(NOTE, {"text": "by a program"}, headers)

    def test_shownOnce(self) -> None:
        """
        A token is shown when it is made, and never again; the store has its hash alone.
        """
        form = {"act": "make", "name": "backup", "scopes": "read", "days": "7"}
        response = self.client.post(PAGE, {"csrfToken": self.client.formToken(PAGE), **form})
        token = response.text.partition("<code>")[2].partition("</code>")[0]
        self.assertRegex(token, r"^mlt_[\w-]{43}$")
        self.assertEqual("no-store", response.headers["cache-control"])
        page = self.client.get(PAGE).text
        self.assertIn("backup", page)
        self.assertNotIn(token, page)
        self.assertNotIn(token, str(self.site.store.findUnique(APIToken).persistentValues()))

    def test_reads(self) -> None:
        """
        A program with a token for reading reads what its owner does, and writes nothing.
        """
        token = self.make("read")
        self.assertEqual({"text": "hello", "viewer": "alice@example.com"}, self.get(token).json())
        self.assertEqual(403, self.write(token).status)

    def test_writes(self) -> None:
        """
        One for writing writes, without a cookie or a form's token; but it does not read.
        """
        token = self.make("write")
        self.assertEqual(200, self.write(token).status)
        self.assertEqual("by a program", self.alice.findUnique(Note).body)
        self.assertEqual(403, self.get(token).status)

    def test_pagesForEverybody(self) -> None:
        """
        What its owner would see on a page for everybody is not for a program that may not read.
        """
        self.assertEqual("alice@example.com", self.get(self.make("read"), "/").json()["viewer"])
        self.assertEqual(403, self.get(self.make("write"), "/").status)

    def test_unknown(self) -> None:
        """
        What is no token is told so, also where everybody may look; the cookie does not help.
        """
        for token in ("x", "", "mlt_" + "A" * 43, "é", "x" * 5_000):
            for path in (NOTE, "/", "/nothing"):
                response = self.client.get(path, {**JSON, "Authorization": f"Bearer {token}"})
                self.assertEqual(
                    (401, "Bearer"), (response.status, response.headers["www-authenticate"]), path
                )

    def test_expired(self) -> None:
        """
        A token ends at its time.
        """
        token = self.make(days="7")
        self.site.clock.advance(7 * 86_400 - 1)
        self.assertEqual(200, self.get(token).status)
        self.site.clock.advance(1)
        self.assertEqual(401, self.get(token).status)

    def test_takenBack(self) -> None:
        """
        After one question the owner takes a token back, which ends it at once.
        """
        token = self.make()
        self.get(token)
        [row] = self.client.get(PAGE, JSON).json()["rows"]
        fields = {"act": "revoke", "number": str(row["number"])}
        form = {"csrfToken": self.client.formToken(PAGE), **fields}
        self.assertIn("Take back the token", self.client.post(PAGE, form).text)
        self.assertEqual(200, self.get(token).status)
        self.post(**fields, confirmed="yes")
        self.assertEqual(401, self.get(token).status)
        self.assertEqual(
            ["account.token-made", "account.token-revoked"],
            [entry.action for entry in self.site.store.query(AuditEntry)],
        )

    def test_suspended(self) -> None:
        """
        While its owner is suspended, a token does nothing; afterwards it does.
        """
        token = self.make()
        self.site.account("alice").disabled = 1
        self.assertEqual(401, self.get(token).status)
        self.site.account("alice").disabled = 0
        self.assertEqual(200, self.get(token).status)

    def test_otherPassword(self) -> None:
        """
        A new password leaves tokens; ending all logins takes them.
        """
        token = self.make()
        self.site.account("alice").passwordHash = "another"
        self.assertEqual(200, self.get(token).status)
        endSessions(self.site.account("alice"))
        self.assertEqual(401, self.get(token).status)

    def test_notForLogins(self) -> None:
        """
        No token sees or changes how somebody logs in, above all no other tokens.
        """
        token = self.make("account")
        for path in (PAGE, "/account/sessions", "/account/totp"):
            self.assertEqual(403, self.get(token, path).status, path)
        headers = {**JSON, "Authorization": f"Bearer {token}"}
        fields = {"act": "make", "name": "x", "scopes": "read", "days": "7"}
        self.assertEqual(403, self.site.client().post(PAGE, fields, headers).status)

    def test_administers(self) -> None:
        """
        Only administrators' tokens administer, and only those that are for it.
        """
        form = {"act": "make", "name": "x", "scopes": "administer", "days": "7"}
        self.assertEqual(400, self.post(**form).status)
        self.site.addAdministrator("ada")
        self.client = self.site.logIn("ada")
        self.assertEqual(200, self.get(self.make("administer"), "/console/audit").status)
        self.assertEqual(403, self.get(self.make("read"), "/console/audit").status)

    def test_lastUsed(self) -> None:
        """
        The owner sees when a token was used, to the hour.
        """
        token = self.make()
        self.assertIs(None, self.client.get(PAGE, JSON).json()["rows"][0]["lastUsed"])
        self.get(token)
        revision = self.site.store.revision
        self.get(token)
        self.assertEqual(revision, self.site.store.revision)
        self.assertEqual("2001-09-09T01:46:40Z", self.client.get(PAGE, JSON).json()["rows"][0]["lastUsed"])

    def test_badForms(self) -> None:
        """
        A token needs a name and something to do, and an end.
        """
        good = {"act": "make", "name": "x", "scopes": "read", "days": "7"}
        for wrong in ({"name": ""}, {"scopes": "everything"}, {"days": "9999"}, {"act": "x"}):
            self.assertEqual(400, self.post(**{**good, **wrong}).status, wrong)
        del good["scopes"]
        self.assertEqual(400, self.post(**good).status)
        self.assertEqual(404, self.post(act="revoke", number="1").status)

    def test_bounded(self) -> None:
        """
        Nobody has more than a hundred tokens.
        """
        form = {"act": "make", "name": "x", "scopes": "read", "days": "7"}
        fields = {"csrfToken": self.client.formToken(PAGE), **form}
        statuses = [self.client.post(PAGE, fields, JSON).status for _ in range(101)]
        self.assertEqual([200] * 100 + [400], statuses)
