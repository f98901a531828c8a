"""
Tests for L{mantissa_like.web._websharing.sharedpages}: what is made once and what again, and what forms do.
"""

from __future__ import annotations

from axiom.errors import StoreBusy
from mantissa_like.sharing import unShare
from tests.unit.mantissa_like.web.memory_client import MemoryClient, Response
from tests.unit.mantissa_like.web.memory_site import Note, NoteView
from tests.unit.mantissa_like.web.shared_notes import JSON, SharedNotesTestCase


class CachingTests(SharedNotesTestCase):
    """
    What is made once and what is made again.
    """

    def test_madeOnce(self) -> None:
        """
        As long as the store is unchanged, a page is made once for each viewer and URL.
        """
        for client in (self.client, self.client, self.site.logIn("bob")):
            client.get("/users/alice/open")
            client.get("/users/alice@example.com/open/")
        self.assertEqual([None, "bob@example.com"], [visit.viewer for visit in NoteView.shown])

    def test_madeForEach(self) -> None:
        """
        Another argument, another part of the path and data for programs are made for themselves.
        """
        for path, headers in (
            ("/users/alice/open", {}),
            ("/users/alice/open", JSON),
            ("/users/alice/open?n=1", {}),
            ("/users/alice/open/more", {}),
        ):
            self.client.get(path, headers)
        self.assertEqual(4, len(NoteView.shown))

    def test_madeAgain(self) -> None:
        """
        After any change of the store, everything is made again.
        """
        self.client.get("/users/alice/open")
        self.open.body = "Changed."
        self.assertIn("Changed.", self.client.get("/users/alice/open").text)
        unShare(self.open)
        self.assertEqual(404, self.client.get("/users/alice/open").status)

    def test_notCacheable(self) -> None:
        """
        A page that depends on more than the store is made each time.
        """
        self.client.get("/users/alice/open?now")
        self.client.get("/users/alice/open?now")
        self.assertEqual(2, len(NoteView.shown))

    def test_eachSessionItsToken(self) -> None:
        """
        One page serves two sessions of a user, with the token of each.
        """
        clients = [self.site.logIn("bob") for _ in range(2)]
        tokens = [self.token(client) for client in clients]
        self.assertEqual(1, len(NoteView.shown))
        self.assertNotEqual(*tokens)
        for client, token in zip(clients, tokens, strict=True):
            text = client.get("/users/alice/open").text
            # In the form on the page and in that to log out.
            self.assertEqual(2, text.count(f'name="csrfToken" value="{token}"'))

    def test_validator(self) -> None:
        """
        Whoever has the page is told that it is unchanged.
        """
        first = self.client.get("/users/alice/open")
        self.assertEqual("private, no-cache", first.headers["cache-control"])
        again = self.client.get("/users/alice/open", {"If-None-Match": first.headers["etag"]})
        self.assertEqual((304, b""), (again.status, again.body))
        self.open.body = "Changed."
        changed = self.client.get("/users/alice/open", {"If-None-Match": first.headers["etag"]})
        self.assertEqual(200, changed.status)

    def test_validatorsDiffer(self) -> None:
        """
        A page has another validator than its data, and for each session another.
        """
        answers = [
            self.client.get("/users/alice/open"),
            self.client.get("/users/alice/open", JSON),
            self.site.logIn("bob").get("/users/alice/open"),
            self.site.logIn("bob").get("/users/alice/open"),
        ]
        self.assertEqual(4, len({answer.headers["etag"] for answer in answers}))


class ActingTests(SharedNotesTestCase):
    """
    What forms do.
    """

    def post(self, client: MemoryClient, text: str, **headers: str) -> Response:
        """
        Write on the open note.
        """
        fields = {"text": text, "csrfToken": self.token(client)}
        return client.post("/users/alice/open", fields, headers)

    def test_written(self) -> None:
        """
        The owner writes, and is sent to where it is seen.
        """
        response = self.post(self.site.logIn("alice"), "New.")
        self.assertEqual(
            (303, "/users/alice/open#%C3%A9", b""),
            (response.status, response.headers["location"], response.body),
        )
        self.assertEqual("New.", self.open.body)

    def test_program(self) -> None:
        """
        A program sends JSON with the token in a header, and gets JSON.
        """
        client = self.site.logIn("alice")
        headers = {**JSON, "Content-Type": "application/json", "X-CSRF-Token": self.token(client)}
        client.send("POST", "/users/alice/open", headers, b'{"text": "New."}')
        response = client.response()
        self.assertEqual((200, {"url": "/users/alice/open#é"}), (response.status, response.json()))
        self.assertEqual("New.", self.open.body)

    def test_readersDoNotWrite(self) -> None:
        """
        Who may only look is told so, and who may not even look finds nothing.
        """
        client = self.site.logIn("bob")
        response = self.post(client, "New.")
        self.assertEqual((405, "GET, HEAD"), (response.status, response.headers["allow"]))
        fields = {"text": "New.", "csrfToken": self.token(client)}
        self.assertEqual(404, client.post("/users/alice/missing", fields).status)
        self.assertEqual("For everybody.", self.open.body)

    def test_foreignForm(self) -> None:
        """
        Without the session's own token nothing is done, and nothing is told of what is there.
        """
        client, other = self.site.logIn("alice"), self.site.logIn("alice")
        for sender, fields in (
            (client, {"text": "New."}),
            (client, {"text": "New.", "csrfToken": self.token(other)}),
            (self.client, {"text": "New.", "csrfToken": ""}),
        ):
            for path in ("/users/alice/open", "/users/alice/missing"):
                self.assertEqual(403, sender.post(path, fields).status)
        self.assertEqual("For everybody.", self.open.body)

    def test_badInput(self) -> None:
        """
        The page comes again with the problem and what was sent; it is not kept.
        """
        client = self.site.logIn("alice")
        response = self.post(client, " ")
        self.assertEqual((400, "no-store"), (response.status, response.headers["cache-control"]))
        self.assertIn('role="alert">A note needs a text.</p>', response.text)
        self.assertIn('name="text" value=" "', response.text)
        self.assertNotIn("A note needs a text.", client.get("/users/alice/open").text)

    def test_badInputOfProgram(self) -> None:
        """
        A program is told the problem.
        """
        response = self.post(self.site.logIn("alice"), " ", **JSON)
        self.assertEqual((400, "A note needs a text."), (response.status, response.json()["detail"]))

    def test_waiting(self) -> None:
        """
        What has to wait is done even if the browser goes away, and the store stays open for it.
        """
        client = self.site.logIn("alice")
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        body = f"text=wait&csrfToken={self.token(client)}".encode()
        client.send("POST", "/users/alice/open", kind, body)
        self.assertIn("1 leased", repr(self.site.pool))
        client.disconnect()
        NoteView.pending.callback(None)
        self.assertEqual("waited", self.open.body)
        self.assertIn("0 leased", repr(self.site.pool))

    def test_page(self) -> None:
        """
        An action can answer with a page of its own, which is not kept.
        """
        NoteView.pending.callback(None)
        response = self.post(self.site.logIn("alice"), "wait")
        self.assertEqual((200, "no-store"), (response.status, response.headers["cache-control"]))
        self.assertIn("Done.", response.text)

    def test_busy(self) -> None:
        """
        If another process writes for very long, the browser is asked to come again.
        """
        client = self.site.logIn("alice")
        token = self.token(client)
        self.patch(Note, "write", _raise(StoreBusy("locked")))
        response = client.post("/users/alice/open", {"text": "New.", "csrfToken": token})
        self.assertEqual(503, response.status)

    def test_failure(self) -> None:
        """
        What nobody expected is logged, and the page names the incident only.
        """
        client = self.site.logIn("alice")
        token = self.token(client)
        self.patch(Note, "write", _raise(ZeroDivisionError("inside")))
        response = client.post("/users/alice/open", {"text": "New.", "csrfToken": token})
        self.assertEqual(500, response.status)
        self.assertNotIn("inside", response.text.lower())
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))


def _raise(error: Exception) -> object:
    def method(*_: object) -> None:
        raise error

    return method
