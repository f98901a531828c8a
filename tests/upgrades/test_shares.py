"""
Stores with shares as they were: who could see something still can.
"""

from __future__ import annotations

from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from axiom.testing import storeFromDump
from mantissa_like.sharing import NoSuchShare, Share, getAccountRole, getEveryoneRole, getShare
from offerings.timeline import IReadableTimeline, IWritableTimeline


class ShareUpgradeTests(SynchronousTestCase):
    """
    A store with shares of version 1.
    """

    def test_upgraded(self) -> None:
        """
        Its shares last, take no password and are no links; what was suspended still is.
        """
        store = storeFromDump(Path(__file__).with_name("shares_1.sql"), self.mktemp())
        self.addCleanup(store.close)
        shares = list(store.query(Share, sort=Share.storeID.ascending))
        self.assertEqual(
            [
                ("timeline", None, 1_700_000_000.0, False, None, None, False),
                ("timeline", "alice@example.com", 1_700_000_000.0, True, None, None, False),
            ],
            [
                (
                    share.shareID,
                    share.createdBy,
                    share.created.asPOSIXTimestamp(),
                    share.suspended,
                    share.expires,
                    share.passwordHash,
                    share.isLink,
                )
                for share in shares
            ],
        )
        shown = getShare(store, getAccountRole(store, "bob", "example.com"), "timeline")
        self.assertTrue(IReadableTimeline.providedBy(shown))
        self.assertFalse(IWritableTimeline.providedBy(shown))
        shares[0].deleteFromStore()
        self.assertRaises(NoSuchShare, getShare, store, getEveryoneRole(store), "timeline")
