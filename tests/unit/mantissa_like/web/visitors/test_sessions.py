"""
Tests for L{mantissa_like.web._visitors.sessions}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.errors import StoreBusy
from axiom.userbase import LoginMethod
from mantissa_like.accounts import Address
from mantissa_like.web._visitors.csrf import csrfToken
from mantissa_like.web._visitors.sessions import Session, Sessions
from mantissa_like.web._visitors.websession import WebSession
from tests.unit.mantissa_like.web.memory_site import MemorySite

ALICE = Address("alice", "example.com")


class SessionsTests(SynchronousTestCase):
    """
    Tests for L{Sessions}.
    """

    def setUp(self) -> None:
        """
        A site with Alice.
        """
        self.site = MemorySite()
        self.site.addUser("alice")
        self.store, self.clock = self.site.store, self.site.clock
        self.sessions = Sessions(self.store, self.clock, self.site.context.randomBytes, 10_000.0)

    def begin(self) -> str:
        """
        Log Alice in.
        """
        return self.sessions.begin(ALICE, self.site.account("alice"))

    def test_found(self) -> None:
        """
        A session is found by its token.
        """
        token = self.begin()
        now, number = self.clock.seconds(), self.store.findUnique(WebSession).storeID
        self.assertEqual(
            Session("alice@example.com", csrfToken(token), now + 10_000, now, number=number, confirmed=now),
            self.sessions.find(token),
        )

    def test_unknown(self) -> None:
        """
        Any other token finds nothing.
        """
        self.begin()
        self.assertEqual([None, None], [self.sessions.find("x"), self.sessions.find("")])

    def test_tokenIsNotStored(self) -> None:
        """
        The store does not tell the token.
        """
        token = self.begin()
        values = self.store.findUnique(WebSession).persistentValues()
        self.assertNotIn(token, map(str, values.values()))

    def test_ended(self) -> None:
        """
        After logging out, which may be repeated, only that session is gone.
        """
        token, other = self.begin(), self.begin()
        self.sessions.end(token)
        self.sessions.end(token)
        self.assertIs(None, self.sessions.find(token))
        self.assertIsNot(None, self.sessions.find(other))

    def test_expired(self) -> None:
        """
        A session ends at its time.
        """
        token = self.begin()
        self.clock.advance(9_999)
        self.assertIsNot(None, self.sessions.find(token))
        self.clock.advance(1)
        self.assertIs(None, self.sessions.find(token))

    def test_disabled(self) -> None:
        """
        Whoever is disabled is logged out for as long.
        """
        token = self.begin()
        self.sessions.find(token)
        self.site.account("alice").disabled = 1
        self.assertIs(None, self.sessions.find(token))

    def test_otherPassword(self) -> None:
        """
        A new password ends all sessions.
        """
        token = self.begin()
        self.sessions.find(token)
        self.site.account("alice").passwordHash = "another"
        self.assertIs(None, self.sessions.find(token))

    def test_samePasswordHashedAnew(self) -> None:
        """
        Where the same password gets another hash, sessions go on; those of an older password do not come
        back.
        """
        old = self.begin()
        self.site.account("alice").passwordHash = "another"
        token = self.begin()
        self.site.account("alice").renewPasswordHash("the same, hashed anew")
        self.assertIsNot(None, self.sessions.find(token))
        self.assertIs(None, self.sessions.find(old))

    def test_confirmed(self) -> None:
        """
        A session knows when its user last showed who they are.
        """
        token = self.begin()
        self.clock.advance(100)
        self.sessions.confirm(token)
        found = self.sessions.find(token)
        assert found is not None
        self.assertEqual(self.clock.seconds(), found.confirmed)

    def test_whereFrom(self) -> None:
        """
        A session knows its browser, and from where it was used last.
        """
        token = self.sessions.begin(ALICE, self.site.account("alice"), "Browser/1", "192.0.2.1")
        self.clock.advance(3_600)
        self.sessions.find(token, "192.0.2.2")
        session = self.store.findUnique(WebSession)
        self.assertEqual(("Browser/1", "192.0.2.2"), (session.userAgent, session.peer))

    def test_noAccount(self) -> None:
        """
        Without the account there is no session.
        """
        token = self.begin()
        self.sessions.find(token)
        self.store.query(LoginMethod).deleteFromStore()
        self.assertIs(None, self.sessions.find(token))

    def test_findingWritesNothing(self) -> None:
        """
        Using a session writes nothing, except once an hour when it was used.
        """
        token = self.begin()
        revision = self.store.revision
        self.clock.advance(3_599)
        self.sessions.find(token)
        self.sessions.find("x")
        self.assertEqual(revision, self.store.revision)
        self.clock.advance(1)
        self.sessions.find(token)
        self.sessions.find(token)
        self.assertEqual(revision + 1, self.store.revision)
        session = self.store.findUnique(WebSession)
        self.assertEqual(self.clock.seconds(), session.lastUsed.asPOSIXTimestamp())

    def test_busy(self) -> None:
        """
        A session is found while another process keeps the site store from being written.
        """
        token = self.begin()
        self.clock.advance(3600)

        def refuse(*args: object) -> None:
            raise StoreBusy("somebody writes")

        self.patch(self.store, "transact", refuse)
        self.assertIsNotNone(self.sessions.find(token))

    def test_expiredAreDeleted(self) -> None:
        """
        The next login of anybody clears away what has ended.
        """
        self.begin()
        self.clock.advance(10_000)
        self.begin()
        self.assertEqual(1, self.store.count(WebSession))

    def test_bounded(self) -> None:
        """
        Nobody has more than fifty sessions; the oldest end.
        """
        tokens = [self.begin() for _ in range(52)]
        self.assertEqual(50, self.store.count(WebSession))
        self.assertEqual([None, None], [self.sessions.find(token) for token in tokens[:2]])
        self.assertIsNot(None, self.sessions.find(tokens[2]))
