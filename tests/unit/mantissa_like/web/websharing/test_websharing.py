"""
Tests for L{mantissa_like.web._websharing.websharing}: what is found at which URL by whom.
"""

from __future__ import annotations

from mantissa_like.sharing import getEveryoneRole, setDefaultShareID, shareItem
from mantissa_like.web import BUNDLED_FILES
from mantissa_like.web._visitors.websession import WebSession
from tests.unit.mantissa_like.web.memory_site import IWritableNote, Note, NoteView
from tests.unit.mantissa_like.web.shared_notes import JSON, SharedNotesTestCase


class WebsharingTests(SharedNotesTestCase):
    """
    Tests for L{Websharing}.
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
        self.assertEqual("Accept, Accept-Language, Cookie", response.headers["vary"])

    def test_head(self) -> None:
        """
        HEAD is GET without the body.
        """
        get = self.client.get("/users/alice/open")
        head = self.client.get("/users/alice/open", method="HEAD")
        self.assertEqual((200, b""), (head.status, head.body))
        # A second may have passed between the two.
        varied = {"date": "", "x-request-id": ""}
        self.assertEqual({**get.headers, **varied}, {**head.headers, **varied})

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
            headers = [{**answer.headers, "date": "any", "x-request-id": "any"} for answer in answers]
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

    def test_ownPageWithoutDefaultShare(self) -> None:
        """
        Where no default share was set, their owner's bare URL shows what is shared; nobody else's does.
        """
        alice, bob = self.site.logIn("alice"), self.site.logIn("bob")
        own = alice.get("/users/alice/")
        self.assertIn('<a href="/users/alice/open">open</a>', own.text)
        self.assertIn("open", alice.get("/users/alice/", JSON).json()["shares"])
        self.assertIn("You share nothing yet.", bob.get("/users/bob/").text)
        for client in (bob, self.client):
            self.assertEqual(404, client.get("/users/alice/").status)

    def test_nothingBelow(self) -> None:
        """
        Below an item there is nothing, unless its view says that there is.
        """
        self.patch(NoteView, "hasPagesBelow", False)
        self.assertEqual(404, self.client.get("/users/alice/open/more").status)
        self.assertEqual(404, self.client.get("/users/alice/open/more", JSON).status)

    def test_postWithoutLogin(self) -> None:
        """
        Who is not logged in is told to do so before they send something, whether or not there is anything.
        """
        answers = [self.client.post(path, {"text": "x"}) for path in ("/users/alice/open", "/users/nobody/x")]
        self.assertEqual([403, 403], [answer.status for answer in answers])
        self.assertIn("log in first", answers[0].text)
        self.assertEqual(answers[0].body, answers[1].body)
