"""
Tests for telling people what is shared with them.
"""

from __future__ import annotations

from mantissa_like.config import MessageSettings
from mantissa_like.messaging import BadSender, IMessageSettings
from mantissa_like.notices import notifyMember, notifyOf
from mantissa_like.sharing import Share, getEveryoneRole, makeGroup, shareItem
from mantissa_like.testing import Fate
from tests.unit.mantissa_like.notices.correspondents import ALICE, BOB, NoticeTestCase

BOX = "bob@example.com/share-notices"


class TellingTests(NoticeTestCase):
    """
    Tests for L{notifyOf} and L{notifyMember}.
    """

    def test_told(self) -> None:
        """
        Once it is committed a notice arrives, once, and waits no longer.
        """
        self.share("bob")
        self.assertEqual(([BOX], []), (self.waiting(), self.received()))
        self.site.settle()
        self.assertEqual(([], [(ALICE, "milk", "milk")]), (self.waiting(), self.received()))

    def test_notCommitted(self) -> None:
        """
        Nobody hears of a share whose transaction was undone.
        """

        def fail() -> None:
            self.share("bob")
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, self.alice.transact, fail)
        self.site.settle()
        self.assertEqual(([], []), (self.waiting(), self.received()))

    def test_faults(self) -> None:
        """
        A notice that is lost three times, comes twice, and whose answer is lost, arrives once.
        """
        fates = [Fate(isLost=True)] * 3 + [Fate(copyAfter=1.0, isAnswerLost=True)]
        self.site.network.chooseFate = lambda message: fates.pop(0) if fates else Fate()
        self.share("bob")
        self.site.settle()
        self.assertEqual(([BOX], []), (self.waiting(), self.received()))
        self.site.advance(3600)
        self.assertEqual(([], 1, []), (self.waiting(), len(self.received()), fates))

    def test_nobody(self) -> None:
        """
        A notice for somebody who has no account, or for the sharer, goes nowhere.
        """
        self.share("zoe", "alice")
        self.assertEqual(["zoe@example.com/share-notices"], self.waiting())
        self.site.settle()
        self.assertEqual([], self.waiting())

    def test_notEverybody(self) -> None:
        """
        What is shared with everybody is told to nobody.
        """
        notifyOf(shareItem(self.note, getEveryoneRole(self.alice), shareID="milk"), ALICE)
        self.assertEqual([], self.waiting())

    def test_group(self) -> None:
        """
        The members of a group are told, and who becomes one later, of what was shared before.
        """
        choir = makeGroup(self.alice, "choir")
        notifyOf(shareItem(self.note, choir, shareID="milk"), ALICE)
        self.site.settle()
        self.assertEqual([], self.received())
        notifyMember(choir, BOB, ALICE)
        self.site.settle()
        self.assertEqual([(ALICE, "milk", "milk")], self.received())

    def test_tooMany(self) -> None:
        """
        Where too many messages wait already, it is shared all the same, and the notice is left out.
        """
        self.site.store.inMemoryPowerUp(MessageSettings(waitingForOne=1), IMessageSettings)
        self.share("bob", "bob", "carol")
        self.assertEqual([BOX, "carol@example.com/share-notices"], self.waiting())
        self.assertEqual(2, self.alice.count(Share))

    def test_forged(self) -> None:
        """
        Nobody tells in the name of somebody else.
        """
        role = makeGroup(self.alice, "choir")
        shareItem(self.note, role, shareID="milk")
        self.assertRaises(BadSender, notifyMember, role, "carol@example.com", BOB)
        self.assertEqual([], self.waiting())
