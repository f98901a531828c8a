"""
Tests for the boxes of notices.
"""

from __future__ import annotations

from zope.interface.verify import verifyObject

from mantissa_like.messaging import IReceiverMaker
from mantissa_like.notices import NOTICES, INoticeBox, NoticeBox
from mantissa_like.sharing import (
    NoSuchShare,
    blockSharer,
    describedInterfaces,
    getShareFor,
    titleOf,
    unShare,
)
from tests.unit.mantissa_like.notices.correspondents import ALICE, NoticeTestCase


class NoticeBoxTests(NoticeTestCase):
    """
    Tests for L{NoticeBox}.
    """

    def test_made(self) -> None:
        """
        A store has none until somebody tells its owner something, and the same from then on.
        """
        self.assertEqual(0, self.bob.count(NoticeBox))
        self.share("bob")
        self.site.settle()
        box = self.bob.findUnique(NoticeBox)
        self.share("bob")
        self.site.settle()
        self.assertIs(box, self.bob.findUnique(NoticeBox))
        self.assertEqual(0, self.alice.count(NoticeBox))

    def test_restarted(self) -> None:
        """
        A site that starts with a store from before its boxes takes notices in it, too.
        """
        self.share("bob")
        self.site.restart()
        self.site.settle()
        self.assertEqual([(ALICE, "milk", "milk")], self.received())

    def test_shared(self) -> None:
        """
        Whoever is logged in may tell something, in words that people can read; others find nothing there.
        """
        self.share("bob")
        self.site.settle()
        shown = getShareFor(self.bob, "carol@example.com", NOTICES)
        self.assertTrue(INoticeBox.providedBy(shown))
        self.assertRaises(NoSuchShare, getShareFor, self.bob, None, NOTICES)
        box = self.bob.findUnique(NoticeBox)
        self.assertEqual("Notices of what is shared with you", titleOf(box, NOTICES))
        self.assertEqual(
            ["tell you what they share with you"], [each.words for each in describedInterfaces(box)]
        )

    def test_ended(self) -> None:
        """
        Whose owner wants to hear of nothing, and has ended the sharing of the box, hears of nothing.
        """
        self.share("bob")
        self.site.settle()
        self.bob.transact(unShare, self.bob.findUnique(NoticeBox))
        self.share("bob", shareID="bread")
        self.site.settle()
        self.assertEqual([(ALICE, "milk", "milk")], self.received())
        self.assertEqual(([], 1), (self.waiting(), self.bob.count(NoticeBox)))

    def test_blocked(self) -> None:
        """
        Who is blocked does not learn it: their notice is taken, and nothing is kept of it.
        """
        blockSharer(self.bob, ALICE)
        self.share("bob")
        self.site.settle()
        self.assertEqual(([], []), (self.waiting(), self.received()))

    def test_onlyItsName(self) -> None:
        """
        No box is made for messages to anything else.
        """
        maker = IReceiverMaker(self.site.store)
        verifyObject(IReceiverMaker, maker)
        maker.makeReceiver(self.bob, "invitations")
        self.assertEqual(0, self.bob.count(NoticeBox))
