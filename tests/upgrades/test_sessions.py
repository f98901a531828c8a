"""
Sessions of old releases: who was logged in still is.
"""

from __future__ import annotations

from pathlib import Path

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.testing import storeFromDump
from mantissa_like.web._visitors.csrf import csrfToken
from mantissa_like.web._visitors.sessions import Session, Sessions
from mantissa_like.web._visitors.websession import WebSession

TOKEN = "token of alice"


class SessionUpgradeTests(SynchronousTestCase):
    """
    A site store with a session of version 1.
    """

    def test_goesOn(self) -> None:
        """
        It is found by its token; its user confirmed who they are by logging in, and from where is not known.
        """
        clock = Clock()
        clock.advance(1_000_004_000)
        dump = Path(__file__).parent / "web_session_1.sql"
        store = storeFromDump(dump, self.mktemp(), clock)
        self.addCleanup(store.close)
        sessions = Sessions(store, clock, bytes, 2_592_000.0)
        self.assertEqual(
            Session(
                "alice@example.com",
                csrfToken(TOKEN),
                1_002_592_000.0,
                1_000_003_600.0,
                number=3,
                confirmed=1_000_000_000.0,
            ),
            sessions.find(TOKEN),
        )
        session = store.findUnique(WebSession)
        self.assertEqual(("", "", None), (session.userAgent, session.peer, session.actingAs))
