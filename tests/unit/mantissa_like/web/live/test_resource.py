"""
Following pages over connections in memory.
"""

from __future__ import annotations

import hashlib
import json

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.accounts import Address, APIToken, makeToken
from mantissa_like.interfaces import IDraining
from mantissa_like.sharing import getEveryoneRole, getSelfRole, shareItem, unlockingToken
from tests.unit.mantissa_like.web.live_client import LiveClient
from tests.unit.mantissa_like.web.memory_site import IReadableNote, MemorySite, Note

PATH = "/users/alice/note"


class FollowTests(SynchronousTestCase):
    """
    Tests for L{Live}, on a site where Alice shares one note with everybody and keeps another.
    """

    def setUp(self) -> None:
        """
        Make the site.
        """
        self.site = MemorySite()
        self.store = self.site.addUser("alice")
        self.site.addUser("bob")
        self.note, self.secret = (Note(store=self.store, body=body) for body in ("hello", "secret"))
        everybody, herself = getEveryoneRole(self.store), getSelfRole(self.store)
        self.share = shareItem(self.note, toRole=everybody, shareID="note", interfaces=[IReadableNote])
        shareItem(self.secret, toRole=herself, shareID="secret", interfaces=[IReadableNote])
        self.visitor = self.site.client()

    def _pass(self, seconds: float = 0.1) -> None:
        self.site.clock.pump([seconds / 10] * 10)

    def _events(self, url: str = PATH, since: int | None = None, **headers: str) -> LiveClient:
        return LiveClient.byEvents(self.site.server, self.visitor, url, since, **headers)

    def _socket(self, url: str = PATH, since: int | None = None, **headers: str) -> LiveClient:
        return LiveClient.bySocket(self.site.server, self.visitor, url, since, **headers)

    def test_toldOfChangeByEvents(self) -> None:
        """
        Who follows by events is told the new revision of each change, under its number, and nothing else.
        """
        client = self._events()
        self.assertEqual(200, client.status)
        self.assertIn(b"Content-Type: text/event-stream\r\n", client.take())
        self._pass()
        self.assertEqual(b"", client.take())
        self.note.write("new")
        self._pass()
        revision = self.store.revision
        self.assertEqual(b'id: %d\ndata: {"revision":%d}\n\n' % (revision, revision), client.take())

    def test_toldOfChangeBySocket(self) -> None:
        """
        Who follows by WebSocket is told the new revision of each change.
        """
        client = self._socket()
        self.assertEqual(101, client.status)
        client.take()
        self.note.write("new")
        self._pass()
        frame = client.take()
        self.assertEqual((0x81, len(frame) - 2), (frame[0], frame[1]))
        self.assertEqual({"revision": self.store.revision}, json.loads(frame[2:]))

    def test_manyChangesAtOnce(self) -> None:
        """
        Of changes that come together the last is told.
        """
        client = self._events()
        client.take()
        for number in range(10):
            self.note.write(f"text {number}")
        self._pass()
        self.assertEqual([b"id: %d" % self.store.revision, b""], client.take().split(b"\n")[::3])

    def test_missedNothing(self) -> None:
        """
        Who knows an older revision, from the page or from the last event that they heard of, is told at once.
        """
        known = self.store.revision
        self.note.write("meanwhile")
        clients = (
            self._events(since=known),
            self._socket(since=known),
            self._events(since=self.store.revision, Last_Event_ID=str(known)),
        )
        self._pass()
        for client in clients:
            self.assertIn(b'{"revision":%d}' % self.store.revision, client.take())
        upToDate = self._events(since=self.store.revision)
        upToDate.take()
        self._pass()
        self.assertEqual(b"", upToDate.take())

    def test_samePermissionAsThePage(self) -> None:
        """
        What one may not see one can't follow, exactly as if it were not there.
        """
        for url in ("/users/alice/secret", "/users/alice/nothing", "/users/nobody/note", "/console", "", "x"):
            self.assertEqual(404, self._events(url).status, url)
            self.assertEqual(404, self._socket(url).status, url)
        self.visitor = self.site.logIn("bob")
        self.assertEqual(404, self._events("/users/alice/secret").status)
        self.visitor = self.site.logIn("alice")
        self.assertEqual(200, self._events("/users/alice/secret").status)

    def test_revoked(self) -> None:
        """
        With a share ends what follows it, before anything more is told.
        """
        clients = [self._events(), self._socket()]
        for client in clients:
            client.take()
        self.share.deleteFromStore()
        self._pass()
        events, socket = (client.take() for client in clients)
        self.assertEqual((b"event: end\ndata:\n\n", b"\x88\x02\x0f\xa1"), (events, socket))
        self._pass(3)
        self.assertEqual([False, False], [client.isConnected for client in clients])

    def test_expired(self) -> None:
        """
        When a share expires, what follows it ends at that time, though nothing is written; others go on.
        """
        now = self.site.clock.seconds()
        self.share.expires = Time.fromPOSIXTimestamp(now + 3600)
        everybody = getEveryoneRole(self.store)
        shareItem(self.secret, toRole=everybody, shareID="open", interfaces=[IReadableNote])
        events, other = self._events(), self._events("/users/alice/open")
        for client in (events, other):
            client.take()
        self.site.clock.pump([60.0] * 59)
        self.assertTrue(events.isConnected)
        self.site.clock.pump([60.0, 1.0])
        self.assertIn(b"event: end\ndata:\n\n", events.take())
        self.assertNotIn(b"data", other.take())
        self.assertEqual((False, True), (events.isConnected, other.isConnected))

    def test_password(self) -> None:
        """
        What takes a password is followed by a browser in which it was entered, until there is another one.
        """
        self.share.passwordHash = "hash of horse"
        for follow in (self._events, self._socket):
            self.assertEqual(404, follow().status)
        unlocked = f"unlocked-{hashlib.sha256(PATH.encode()).hexdigest()[:32]}"
        clients = [self._events(Cookie=f"{unlocked}={unlockingToken(self.share)}") for _ in range(2)]
        self.assertEqual([200, 200], [client.status for client in clients])
        self.note.write("new")
        self._pass()
        for client in clients:
            self.assertIn(b'{"revision":%d}' % self.store.revision, client.take())
        self.share.passwordHash = "hash of another horse"
        self._pass()
        self.assertEqual([False, False], [client.isConnected for client in clients])

    def test_logOut(self) -> None:
        """
        When a session ends, what follows in its name ends; others go on.
        """
        visitor = self._events()
        self.visitor = browser = self.site.logIn("alice")
        owner = self._events("/users/alice/secret")
        token = browser.get("/login", {"Accept": "application/json"}).json()["csrfToken"]
        self._pass()
        self.assertTrue(owner.isConnected)
        browser.post("/logout", {"csrfToken": token})
        self._pass(0.5)
        self.assertEqual((False, True), (owner.isConnected, visitor.isConnected))

    def test_tokenTakenBack(self) -> None:
        """
        A program follows with an API token that lets it read, until the token is taken back.
        """
        tokens = {}
        for scope in ("read", "write"):
            tokens[scope] = makeToken(
                self.site.account("alice"),
                Address.parse("alice@example.com"),
                scope,
                [scope],
                self.site.clock.seconds(),
                3600,
                self.site.context.randomBytes,
            )
        self.assertEqual(403, self._events(Authorization=f"Bearer {tokens['write']}").status)
        client = self._events("/users/alice/secret", Authorization=f"Bearer {tokens['read']}")
        self.assertEqual(200, client.status)
        self.site.store.query(APIToken).deleteFromStore()
        self._pass(0.5)
        self.assertFalse(client.isConnected)

    def test_otherSites(self) -> None:
        """
        Pages of other sites can't follow in the name of those who look at them.
        """
        for follow in (self._events, self._socket):
            self.assertEqual(403, follow(Origin="https://evil.example").status)
            self.assertEqual(403, follow(Sec_Fetch_Site="cross-site").status)
        self.assertEqual(101, self._socket(Origin="http://localhost").status)

    def test_senseless(self) -> None:
        """
        What asks for neither kind, or names no revision, is told so.
        """
        self.assertEqual(400, self.visitor.get(f"/live?url={PATH}").status)
        for since in ("x", "-1", "1" * 19, "%C2%B2"):
            response = self.visitor.get(f"/live?url={PATH}&since={since}", {"Accept": "text/event-stream"})
            self.assertEqual(400, response.status)

    def test_talkative(self) -> None:
        """
        A connection on which something is sent to the server is closed; so is one with a frame that is too
        long.
        """
        for frame in (b"\x81\x82\0\0\0\0hi", b"\x81\xfe\x10\x00\0\0\0\0"):
            client = self._socket()
            client.send(frame)
            self._pass(3)
            self.assertFalse(client.isConnected)

    def test_keptAlive(self) -> None:
        """
        Once in a minute each connection shows that it is in use. One that does not answer a ping until the
        next is closed.
        """
        events, socket = self._events(), self._socket()
        events.take(), socket.take()
        self.site.clock.pump([1] * 52)
        self.assertEqual((b":\n\n", b"\x89\x00"), (events.take(), socket.take()))
        socket.send(b"\x8a\x80\0\0\0\0")
        self.site.clock.pump([1] * 52)
        self.assertEqual(b"\x89\x00", socket.take())
        self.site.clock.pump([1] * 52)
        self.assertEqual((True, False), (events.isConnected, socket.isConnected))

    def test_drained(self) -> None:
        """
        When the server ends, everybody is told that they may come again, and has a moment to hear it.
        """
        events, socket = self._events(), self._socket()
        events.take(), socket.take()
        drained = IDraining(self.site.server).drain()
        self.assertEqual((b"", b"\x88\x02\x0f\xa2"), (events.take(), socket.take()))
        self.assertFalse(events.isConnected)
        self.assertNoResult(drained)
        self._pass(0.3)
        self.successResultOf(drained)

    def test_drainedWithNobody(self) -> None:
        """
        Where nobody follows anything, nothing is waited for.
        """
        self.successResultOf(IDraining(self.site.server).drain())

    def test_doesNotRead(self) -> None:
        """
        A connection whose other side reads nothing is closed, and what there is to tell is not kept.
        """
        for client in (self._events(), self._socket()):
            producer = client.transport.producer
            assert producer is not None
            producer.pauseProducing()
            self.assertFalse(client.isConnected)
