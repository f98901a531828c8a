"""
Notices of old stores that were on their way.
"""

from __future__ import annotations

from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from axiom.scheduler import TimedEvent
from axiom.testing import storeFromDump
from mantissa_like.messaging import outgoingMessages
from mantissa_like.notices import OutgoingNotice


class NoticeUpgradeTests(SynchronousTestCase):
    """
    A store with a notice of its owner's, and one that was sent when the owner had another address.
    """

    def test_upgraded(self) -> None:
        """
        The first becomes a message; the other one, which nobody would believe, is gone; and the scheduler has
        nothing to do.
        """
        store = storeFromDump(Path(__file__).with_name("notices_1.sql"), self.mktemp())
        self.addCleanup(store.close)
        self.assertEqual(2, store.count(TimedEvent))
        self.assertEqual([], list(store.query(OutgoingNotice)))
        (message,) = outgoingMessages(store)
        self.assertEqual(("alice@example.com/share-notices", "bob@example.com/share-notices"), message.pair)
        for said in (b"mantissa.TellOfShare", b"milk", b"Milk"):
            self.assertIn(said, message.data)
        self.assertEqual(0, store.count(TimedEvent))
