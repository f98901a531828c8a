"""
Tests for L{mantissa_like.web._websharing} and L{mantissa_like.web._sharedpages}.
"""

from __future__ import annotations

from twisted.internet.defer import Deferred
from twisted.trial.unittest import SynchronousTestCase

from axiom.errors import StoreBusy
from axiom.store import Store
from mantissa_like.sharing import (
    getAccountRole,
    getEveryoneRole,
    getSelfRole,
    setDefaultShareID,
    shareItem,
    unShare,
)
from mantissa_like.web import BUNDLED_FILES
from mantissa_like.web._sessions import WebSession
from tests.unit.mantissa_like.web.memory_client import MemoryClient, Response
from tests.unit.mantissa_like.web.memory_site import (
    IReadableNote,
    IWritableNote,
    MemorySite,
    Note,
    NoteView,
)

JSON = {"Accept": "application/json"}


class WebsharingTestCase(SynchronousTestCase):
    """
    Alice shares C{open} with everybody, where she may write, C{secret} with Bob, and C{odd} by nothing that
    is shown.
    """

    def setUp(self) -> None:
        """
        A site with Alice, Bob, Carol and an application.
        """
        self.site = MemorySite()
        self.alice = self.site.addUser("alice")
        for name in ("bob", "carol"):
            self.site.addUser(name)
        self.open = self.share(self.alice, "open", "For everybody.")
        shareItem(
            self.open,
            toRole=getSelfRole(self.alice),
            shareID="open",
            interfaces=[IReadableNote, IWritableNote],
        )
        self.secret = Note(store=self.alice, body="For Bob.")
        shareItem(
            self.secret,
            toRole=getAccountRole(self.alice, "bob", "example.com"),
            shareID="secret",
            interfaces=[IReadableNote],
        )
        NoteView.shown.clear()
        NoteView.pending = Deferred()
        self.client = self.site.client()

    def share(self, store: Store, shareID: str, text: str) -> Note:
        """
        A note which everybody may read.
        """
        note = Note(store=store, body=text)
        shareItem(note, toRole=getEveryoneRole(store), shareID=shareID, interfaces=[IReadableNote])
        return note

    def token(self, client: MemoryClient, path: str = "/users/alice/open") -> str:
        """
        What the forms of a browser carry.
        """
        return client.get(path).text.partition('name="csrfToken" value="')[2].partition('"')[0]


class ReadingTests(WebsharingTestCase):
    """
    What is found at which URL by whom.
    """

    def test_page(self) -> None:
        """
        What is shared with everybody is a page for whoever comes.
        """
        response = self.client.get("/users/alice/open")
        self.assertEqual(200, response.status)
        self.assertEqual("text/html; charset=utf-8", response.headers["content-type"])
        self.assertIn("<p>For everybody.</p>", response.text)

    def test_visit(self) -> None:
        """
        A view learns where it is, who looks, and what was asked for.
        """
        self.site.logIn("bob").get("/users/alice@example.com/open/more/?n=1&n=2")
        (visit,) = NoteView.shown
        self.assertEqual(
            ("/users/alice/open", "alice", ("more",), ("1", "2"), "bob@example.com", self.site.clock),
            (
                visit.path,
                visit.owner,
                visit.segments,
                visit.arguments.all("n"),
                visit.viewer,
                visit.clock,
            ),
        )

    def test_visitor(self) -> None:
        """
        A visitor has no name and no token.
        """
        self.client.get("/users/alice/open")
        (visit,) = NoteView.shown
        self.assertEqual((None, ""), (visit.viewer, visit.csrfToken))

    def test_json(self) -> None:
        """
        A program gets data.
        """
        response = self.client.get("/users/alice/open", JSON)
        self.assertEqual("application/json", response.headers["content-type"])
        self.assertEqual({"text": "For everybody.", "viewer": None}, response.json())
        self.assertEqual("Accept, Cookie", response.headers["vary"])

    def test_head(self) -> None:
        """
        HEAD is GET without the body.
        """
        get = self.client.get("/users/alice/open")
        head = self.client.get("/users/alice/open", method="HEAD")
        self.assertEqual((200, b"", get.headers), (head.status, head.body, head.headers))

    def test_otherMethods(self) -> None:
        """
        Nothing but looking and sending forms is possible, wherever.
        """
        for path in ("/users/alice/open", "/users/nobody/x"):
            response = self.client.get(path, method="PUT")
            self.assertEqual((405, "GET, HEAD, POST"), (response.status, response.headers["allow"]))

    def test_application(self) -> None:
        """
        An application's shares are below its name.
        """
        self.share(self.site.addUser("notes", None), "about", "About.")
        self.assertIn("About.", self.client.get("/notes/about").text)

    def test_defaultShare(self) -> None:
        """
        The bare URL of a user or an application shows the default share, as if it had been named.
        """
        application = self.site.addUser("notes", None)
        self.share(application, "about", "About.")
        setDefaultShareID(application, "about")
        setDefaultShareID(self.alice, "open")
        for path, text, expected in (
            ("/users/alice/", "For everybody.", "/users/alice/open"),
            ("/users/alice", "For everybody.", "/users/alice/open"),
            ("/notes/", "About.", "/notes/about"),
        ):
            NoteView.shown.clear()
            self.assertIn(text, self.client.get(path).text)
            if NoteView.shown:
                self.assertEqual(expected, NoteView.shown[0].path)

    def test_sharedWithOne(self) -> None:
        """
        What is shared with one user is seen by that user only, not even by its owner.
        """
        clients = [self.client, *map(self.site.logIn, ("alice", "bob", "carol"))]
        statuses = [client.get("/users/alice/secret").status for client in clients]
        self.assertEqual([404, 404, 200, 404], statuses)

    def test_hiddenAndMissingAlike(self) -> None:
        """
        What may not be seen is answered exactly as what is not there.
        """
        paths = (
            "/users/alice/secret",
            "/users/alice/missing",
            "/users/alice/",
            "/users/nobody/open",
            "/nothing",
            "/nothing/x",
            "/users/a%00b/x",
            "/users/alice/../x",
        )
        for client in (self.client, self.site.logIn("carol")):
            answers = [client.get(path) for path in paths]
            self.assertEqual({404}, {answer.status for answer in answers})
            self.assertEqual(1, len({answer.body for answer in answers}))
            headers = [{**answer.headers, "date": "any"} for answer in answers]
            self.assertEqual([headers[0]] * len(paths), headers)

    def test_nothingToShow(self) -> None:
        """
        What is shared but has no view is not there; so is what a view does not find.
        """
        note = Note(store=self.alice, body="x")
        shareItem(note, toRole=getEveryoneRole(self.alice), shareID="odd", interfaces=[IWritableNote])
        self.assertEqual(404, self.client.get("/users/alice/odd").status)
        self.assertEqual(404, self.client.get("/users/alice/open/less").status)

    def test_badInput(self) -> None:
        """
        Arguments that make no sense are explained, to people and to programs, and nothing in them is markup.
        """
        response = self.client.get("/users/alice/open?n=x")
        self.assertEqual((400, "no-store"), (response.status, response.headers["cache-control"]))
        self.assertIn("n is a number, not &lt;x&gt;.", response.text)
        program = self.client.get("/users/alice/open?n=%ff", JSON)
        self.assertEqual(400, program.status)
        self.assertEqual("What was sent could not be read.", program.json()["detail"])

    def test_readingWritesNothing(self) -> None:
        """
        A visit leaves no trace: no cookie, no session, nothing in any store.
        """
        revisions = self.site.store.revision, self.alice.revision
        response = self.client.get("/users/alice/open")
        self.assertEqual({}, response.cookies)
        self.assertEqual(revisions, (self.site.store.revision, self.alice.revision))
        self.assertEqual(0, self.site.store.count(WebSession))

    def test_staleSession(self) -> None:
        """
        Whoever has a session that ended is a visitor.
        """
        client = self.site.logIn("bob")
        self.site.store.query(WebSession).deleteFromStore()
        self.assertEqual(404, client.get("/users/alice/secret").status)
        self.assertEqual(200, client.get("/users/alice/open").status)

    def test_logInAndReturn(self) -> None:
        """
        A visitor who logs in comes back to the same page.
        """
        text = self.client.get("/users/alice/open/more?n=1&m=%C3%A9").text
        self.assertIn("/login?then=%2Fusers%2Falice%2Fopen%2Fmore%3Fn%3D1%26m%3D%25C3%25A9", text)

    def test_waiting(self) -> None:
        """
        A page that has to wait is answered when it is there; meanwhile its store stays open, and others are
        served.
        """
        self.client.send("GET", "/users/alice/open?wait", {})
        self.assertFalse(self.client.isAnswered())
        self.assertIn("1 leased", repr(self.site.pool))
        self.open.body = "Changed."
        NoteView.pending.callback(None)
        self.assertIn("Changed.", self.client.response().text)
        self.assertIn("0 leased", repr(self.site.pool))

    def test_fixedPages(self) -> None:
        """
        The front page and the style sheet are where the frame says.
        """
        front = self.client.get("/")
        self.assertIn("<h1>Example</h1>", front.text)
        style = front.text.partition('rel="stylesheet" href="')[2].partition('"')[0]
        self.assertEqual((BUNDLED_FILES / "style.css").read_bytes(), self.client.get(style).body)

    def test_ownPage(self) -> None:
        """
        The front page leads whoever is logged in to their own page.
        """
        self.assertIn('href="/users/bob/"', self.site.logIn("bob").get("/").text)


class CachingTests(WebsharingTestCase):
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


class ActingTests(WebsharingTestCase):
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
