"""
Tests for L{mantissa_like.web._websharing.websharing}: requests that come again, byte for byte.
"""

from __future__ import annotations

import os

from twisted.web.server import Request

from mantissa_like.accounts import Address, APIToken, makeToken
from mantissa_like.sharing import Share
from mantissa_like.web._visitors.websession import WebSession
from mantissa_like.web._websharing.websharing import Websharing
from tests.unit.mantissa_like.web.memory_client import MemoryClient
from tests.unit.mantissa_like.web.memory_site import NoteView
from tests.unit.mantissa_like.web.shared_notes import JSON, SharedNotesTestCase


class RepeatedRequestTests(SharedNotesTestCase):
    """
    Tests for L{Websharing}: requests that come again, byte for byte.
    """

    def setUp(self) -> None:
        """
        Count the requests that are taken apart.
        """
        super().setUp()
        self.understood = 0
        render = Websharing.render_GET

        def counting(websharing: Websharing, request: Request) -> bytes | int:
            self.understood += 1
            return render(websharing, request)

        self.patch(Websharing, "render_GET", counting)

    def askTwice(self, client: MemoryClient, path: str = "/users/alice/open") -> None:
        """
        Ask until the answer is known.
        """
        for _ in range(2):
            self.assertEqual(200, client.get(path).status)
        self.understood = 0

    def assertUnderstood(self, times: int, client: MemoryClient, path: str = "/users/alice/open") -> str:
        """
        The request is taken apart so often when it is sent once more.

        @return: the page.
        """
        self.understood = 0
        text = client.get(path).text
        self.assertEqual(times, self.understood)
        return text

    def test_visitor(self) -> None:
        """
        What a visitor asks for again is not taken apart again as long as it means the same, and is answered
        as the store is now.
        """
        self.askTwice(self.client)
        self.assertUnderstood(0, self.client)
        for body in ("Changed.", "Changed again."):
            self.open.body = body
            self.assertIn(body, self.assertUnderstood(0, self.client))
        self.site.addUser("dave")
        self.assertUnderstood(1, self.client)

    def test_changingAlways(self) -> None:
        """
        So it is for a page that was never the same twice.
        """
        for number, times in enumerate((1, 1, 0, 0)):
            self.open.body = f"Change {number}."
            self.assertIn(self.open.body, self.assertUnderstood(times, self.client))

    def test_changedWhileLoggedIn(self) -> None:
        """
        What has changed is shown to each with their own token.
        """
        bob, carol = self.site.logIn("bob"), self.site.logIn("carol")
        for client in (bob, carol):
            self.askTwice(client)
        self.open.body = "Changed."
        for client in (bob, carol):
            text = self.assertUnderstood(0, client)
            self.assertIn("Changed.", text)
            self.assertIn(self.token(client), text)

    def test_hasToBeWaitedFor(self) -> None:
        """
        A page that takes waiting where it took none before is waited for.
        """
        self.askTwice(self.client)
        self.patch(NoteView, "show", NoteView._showLater)
        self.open.body = "Changed."
        self.client.send("GET", "/users/alice/open", {})
        self.assertFalse(self.client.isAnswered())
        NoteView.pending.callback(None)
        self.assertIn("Changed.", self.client.response().text)

    def test_notModified(self) -> None:
        """
        So it is for a browser that has the page.
        """
        headers = {"If-None-Match": self.client.get("/users/alice/open").headers["etag"]}
        for _ in range(3):
            response = self.client.get("/users/alice/open", headers)
            self.assertEqual((304, b""), (response.status, response.body))
        self.assertEqual(2, self.understood)
        self.open.body = "Changed."
        self.assertEqual(200, self.client.get("/users/alice/open", headers).status)

    def test_loggedIn(self) -> None:
        """
        What somebody asks for again who is logged in is answered with their own token.
        """
        bob, carol = self.site.logIn("bob"), self.site.logIn("carol")
        for client in (bob, carol):
            self.askTwice(client)
        shown = [self.assertUnderstood(0, client) for client in (bob, carol)]
        tokens = [text.partition('name="csrfToken" value="')[2].partition('"')[0] for text in shown]
        self.assertEqual(2, len(set(tokens)))
        self.assertNotIn("", tokens)
        self.assertEqual(tokens, [self.token(bob), self.token(carol)])

    def test_revoked(self) -> None:
        """
        Nobody sees again what they may see no longer.
        """
        bob = self.site.logIn("bob")
        self.askTwice(bob, "/users/alice/secret")
        self.alice.query(Share, Share.shareID == "secret").deleteFromStore()
        self.assertEqual(404, bob.get("/users/alice/secret").status)

    def test_sessionEnds(self) -> None:
        """
        A session that is ended, or was not used for long enough, is looked at again.
        """
        bob = self.site.logIn("bob")
        self.askTwice(bob, "/users/alice/secret")
        self.site.clock.advance(3600)
        self.assertUnderstood(1, bob, "/users/alice/secret")
        self.askTwice(bob, "/users/alice/secret")
        self.site.store.query(WebSession).deleteFromStore()
        self.assertEqual(404, bob.get("/users/alice/secret").status)

    def test_tokens(self) -> None:
        """
        A program that looks again with its token is answered at once, until the token is taken back or ends.
        """
        account, address = self.site.account("bob"), Address.parse("bob@example.com")
        now, path = self.site.clock.seconds(), "/users/alice/secret"
        tokens = [
            makeToken(account, address, "program", ["read"], now, seconds, os.urandom) for seconds in (60, 90)
        ]
        programs = [{**JSON, "Authorization": f"Bearer {token}"} for token in tokens]
        for headers in programs * 3:
            self.assertEqual(200, self.client.get(path, headers).status)
        self.understood = 0
        for headers in programs:
            self.assertEqual("bob@example.com", self.client.get(path, headers).json()["viewer"])
        self.assertEqual(0, self.understood)
        self.site.clock.advance(75)
        self.assertEqual([401, 200], [self.client.get(path, headers).status for headers in programs])
        self.site.store.query(APIToken).deleteFromStore()
        self.assertEqual([401, 401], [self.client.get(path, headers).status for headers in programs])

    def test_accountLimit(self) -> None:
        """
        It counts for how often an account may ask.
        """
        bob = self.site.logIn("bob")
        self.askTwice(bob)
        most = self.site.context.config.limits.burstRequests
        statuses = [bob.get("/users/alice/open").status for _ in range(most)]
        self.assertEqual((200, 429), (statuses[0], statuses[-1]))

    def test_flash(self) -> None:
        """
        What is said once is not said again.
        """
        bob = self.site.logIn("bob")
        self.askTwice(bob)
        bob.cookies["flash"] = "U2F2ZWQu"
        self.assertIn("<p>Saved.</p>", bob.get("/users/alice/open").text)
        self.assertNotIn("<p>Saved.</p>", self.assertUnderstood(0, bob))
        bob.cookies["flash"] = "U2F2ZWQu"
        self.assertIn("<p>Saved.</p>", self.assertUnderstood(1, bob))
