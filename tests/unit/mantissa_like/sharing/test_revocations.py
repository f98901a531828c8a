"""
Tests for revoking shares, and for undoing that.
"""

from __future__ import annotations

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from axiom.testing import memoryStore
from mantissa_like.sharing import (
    NoSuchShare,
    Share,
    ShareIDTaken,
    getAccountRole,
    getEveryoneRole,
    getShare,
    restoreShare,
    revokedShares,
    revokeShares,
    shareItem,
)
from tests.unit.mantissa_like.sharing.notes import IReadable, Note

NOW = Time.fromPOSIXTimestamp(1000)


class RevocationTests(SynchronousTestCase):
    """
    Tests for L{revokeShares} and L{restoreShare}.
    """

    def setUp(self) -> None:
        self.store = memoryStore()
        self.addCleanup(self.store.close)
        self.bob = getAccountRole(self.store, "bob", "example.org")
        self.note = Note(store=self.store, title="Milk")
        self.share = shareItem(
            self.note,
            self.bob,
            shareID="milk",
            interfaces=[IReadable],
            createdBy="alice@example.org",
            expires=Time.fromPOSIXTimestamp(2000),
            isLink=True,
        )

    def test_gone(self) -> None:
        """
        What was revoked is seen no longer, and it is kept what it was.
        """
        (revoked,) = revokeShares(self.store, [self.share], NOW)
        self.assertRaises(NoSuchShare, getShare, self.store, self.bob, "milk")
        self.assertEqual(([revoked], NOW), (revokedShares(self.store), revoked.revoked))

    def test_restored(self) -> None:
        """
        What was restored is as it was, to the last column.
        """
        before = self.share.persistentValues()
        (revoked,) = revokeShares(self.store, [self.share], NOW)
        self.assertEqual(before, restoreShare(revoked).persistentValues())
        self.assertEqual([], revokedShares(self.store))

    def test_sharedAnew(self) -> None:
        """
        What was shared anew after it was revoked stays as it is now.
        """
        (revoked,) = revokeShares(self.store, [self.share], NOW)
        anew = shareItem(self.note, self.bob, shareID="milk")
        self.assertEqual((anew, 1), (restoreShare(revoked), self.store.count(Share)))
        self.assertEqual(["*"], anew.sharedInterfaceNames)

    def test_nameTaken(self) -> None:
        """
        Where another item has the name meanwhile, nothing is restored.
        """
        (revoked,) = revokeShares(self.store, [self.share], NOW)
        shareItem(Note(store=self.store), self.bob, shareID="milk")
        self.assertRaises(ShareIDTaken, restoreShare, revoked)
        self.assertEqual([revoked], revokedShares(self.store))

    def test_bounded(self) -> None:
        """
        The last hundred can be restored; older ones are forgotten.
        """
        shares = [shareItem(self.note, self.bob) for _ in range(101)]
        revokeShares(self.store, shares, NOW)
        kept = [each.shareID for each in revokedShares(self.store)]
        self.assertEqual([share.shareID for share in reversed(shares[1:])], kept)

    def test_suspended(self) -> None:
        """
        While an item is suspended, neither what is restored nor what is shared anew shows it.
        """
        other = shareItem(self.note, getEveryoneRole(self.store), shareID="milk")
        (revoked,) = revokeShares(self.store, [self.share], NOW)
        other.suspended = True
        self.assertTrue(restoreShare(revoked).suspended)
        self.assertTrue(shareItem(self.note, isLink=True).suspended)

    def test_itemDeleted(self) -> None:
        """
        With the item, what could be restored goes away.
        """
        revokeShares(self.store, [self.share], NOW)
        self.note.deleteFromStore()
        self.assertEqual([], revokedShares(self.store))
