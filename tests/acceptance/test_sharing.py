"""
What people share on a real site, and that nobody sees anything else.
"""

from __future__ import annotations

from urllib.parse import quote

from epsilon.extime import Time

from mantissa_like.sharing import getAccountRole, shareItem
from offerings.timeline import IReadableTimeline, Timeline
from tests.acceptance.running import PASSWORDS, Answer, Client, SiteTestCase, axiomatic

_HOSTILE = "</p><script>alert('x')</script>\"&amp;\r\n\u202e\ue000"


class SharingTests(SiteTestCase):
    """
    Alice, Bob and a visitor. This process writes to Alice's store while the server has it open.
    """

    def viewers(self) -> list[Client]:
        """
        A visitor, Alice, and Bob.
        """
        return [self.site.client(name) for name in (None, "alice", "bob")]

    def seen(self, answer: Answer) -> tuple[int, dict[str, str], bytes]:
        """
        All of an answer but its time, and the number of the request.
        """
        return answer.status, {**answer.headers, "Date": "", "X-Request-Id": ""}, answer.body

    def test_nothingToSee(self) -> None:
        """
        What is not there, and what one may not see, is the same to the byte for everybody.
        """
        store = self.openStore("alice")
        timeline = store.findUnique(Timeline)
        bob = getAccountRole(store, "bob", "localhost")
        share = shareItem(timeline, toRole=bob, shareID="for bob", interfaces=[IReadableTimeline])
        self.addCleanup(share.deleteFromStore)
        visitor, alice, bobsBrowser = self.viewers()
        self.assertEqual(200, bobsBrowser.get("/users/alice/for%20bob").status)
        for accept in ("text/html", "application/json"):
            expected = self.seen(visitor.get("/users/nobody/nothing", Accept=accept))
            self.assertEqual(404, expected[0])
            for client, path in (
                (visitor, "/users/alice/for%20bob"),
                (alice, "/users/alice/for%20bob"),
                (visitor, "/users/alice/for%20bob/below?before=x&before=%00"),
                (bobsBrowser, "/users/alice/nothing"),
                (bobsBrowser, "/users/alice@elsewhere/timeline"),
                (bobsBrowser, "/users/admin/"),
                (visitor, "/base/"),
                (visitor, "/users"),
                (alice, "/users/nobody/nothing"),
            ):
                self.assertEqual(expected, self.seen(client.get(path, Accept=accept)), path)

    def test_ownPages(self) -> None:
        """
        Nobody is shown a page that was made for somebody else, however often it is asked for.
        """
        visitor, alice, bob = self.viewers()
        secondBrowser = self.site.client("alice")
        for _ in range(3):
            for client, name in ((alice, "alice"), (visitor, ""), (bob, "bob"), (secondBrowser, "alice")):
                text = client.get("/users/alice/timeline").text
                self.assertEqual(name == "alice", "What is new?" in text)
                for each in PASSWORDS:
                    self.assertEqual(name == each, f"{each}@localhost" in text)
        tokens = {client.token("/users/alice/timeline") for client in (alice, secondBrowser, bob)}
        self.assertEqual(3, len(tokens))

    def test_neverStale(self) -> None:
        """
        What another process commits is on the next page, also for a browser that has the last one.
        """
        store = self.openStore("alice")
        timeline = store.findUnique(Timeline)
        client = self.site.client()
        answer = client.get("/users/alice/timeline")
        for number in range(5):
            etag = answer.headers["ETag"]
            unchanged = client.get("/users/alice/timeline", **{"If-None-Match": etag})
            self.assertEqual((304, b""), (unchanged.status, unchanged.body))
            timeline.write(f"Written by others, {number}.", Time())
            answer = client.get("/users/alice/timeline", **{"If-None-Match": etag})
            self.assertEqual(200, answer.status)
            self.assertIn(f"Written by others, {number}.", answer.text)

    def test_withdrawn(self) -> None:
        """
        A share that is withdrawn, and a product that is suspended, are gone with the next request.
        """
        store = self.openStore("alice")
        timeline = store.findUnique(Timeline)
        bob = getAccountRole(store, "bob", "localhost")
        share = shareItem(timeline, toRole=bob, shareID="withdrawn", interfaces=[IReadableTimeline])
        client = self.site.client("bob")
        self.assertEqual(200, client.get("/users/alice/withdrawn").status)
        share.deleteFromStore()
        self.assertEqual(404, client.get("/users/alice/withdrawn").status)
        axiomatic(self.site.path, "product", "suspend", "timeline", "bob@localhost")
        self.addCleanup(axiomatic, self.site.path, "product", "resume", "timeline", "bob@localhost")
        self.assertEqual(404, self.site.client().get("/users/bob/").status)
        self.assertEqual(404, client.get("/users/bob/timeline").status)

    def test_hostileText(self) -> None:
        """
        What people write is text on every page, whatever they write; scripts of a page do not run anyway.
        """
        alice = self.site.client("alice")
        self.assertEqual(303, alice.post("/users/alice/timeline", {"text": _HOSTILE}).status)
        page = alice.get("/users/alice/timeline")
        self.assertIn("&lt;script&gt;", page.text)
        self.assertNotIn("<script>", page.text)
        self.assertIn("default-src 'self'", page.headers["Content-Security-Policy"])
        again = alice.post("/users/alice/timeline", {"text": _HOSTILE + "x" * 2000})
        self.assertEqual(400, again.status)
        self.assertNotIn("<script>", again.text)
        posts = alice.get("/users/alice/timeline", Accept="application/json").json()["posts"]
        self.assertEqual(_HOSTILE.strip(), posts[0]["text"])

    def test_hostileNames(self) -> None:
        """
        The names of people and of shares are text, too, and parts of URLs.
        """
        name, shareID = "<script>'&\"", "<script>\"' &?#%é"
        axiomatic(self.site.path, "userbase", "create", f"{name}@localhost", "a fine secret")
        store = self.openStore(name)
        axiomatic(self.site.path, "product", "grant", "timeline", f"{name}@localhost")
        timeline = store.findUnique(Timeline)
        for number in range(21):
            timeline.write(str(number), Time())
        owner = getAccountRole(store, name, "localhost")
        shareItem(timeline, toRole=owner, shareID=shareID)
        client = self.site.client()
        self.assertEqual(303, client.logIn(name, "a fine secret").status)
        path = f"/users/{quote(name, safe='')}/{quote(shareID, safe='')}"
        for page in ("/", path, "/login?then=" + quote(path)):
            answer = client.get(page)
            self.assertEqual(200, answer.status, page)
            self.assertNotIn("<script>", answer.text)
        self.assertIn(f'action="{path}"', client.get(path).text)
        older = client.get(path, Accept="application/json").json()["older"]
        self.assertEqual("0", client.get(older, Accept="application/json").json()["posts"][0]["text"])
        self.assertEqual(path, client.post(path, {"text": "x"}).headers["Location"])
