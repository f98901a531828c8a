"""
Tests for what others say that they share.
"""

from __future__ import annotations

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from axiom.testing import memoryStore
from mantissa_like.sharing import (
    BlockedSharer,
    ReceivedShare,
    blockSharer,
    receivedShares,
    receiveNotice,
    unblockSharer,
)

ALICE = "alice@example.org"


class ReceivedShareTests(SynchronousTestCase):
    """
    The store of Bob.
    """

    def setUp(self) -> None:
        self.bob = memoryStore()
        self.addCleanup(self.bob.close)

    def receive(self, *names: str, title: str = "Milk") -> None:
        """
        Let Alice tell of what she shares.
        """

        def receive() -> None:
            for name in names:
                receiveNotice(self.bob, ALICE, name, title, Time.fromPOSIXTimestamp(0))

        self.bob.transact(receive)

    def kept(self) -> list[tuple[str, str, str]]:
        """
        What Bob sees of it.
        """
        return [(each.sharer, each.shareID, each.title) for each in receivedShares(self.bob)]

    def test_again(self) -> None:
        """
        The same told again makes no second entry, has its latest title, and stays hidden if it was.
        """
        self.receive("milk")
        self.receive("milk", title="Oat milk")
        self.assertEqual([(ALICE, "milk", "Oat milk")], self.kept())
        self.bob.findUnique(ReceivedShare).isHidden = True
        self.receive("milk")
        self.assertEqual((1, []), (self.bob.count(ReceivedShare), self.kept()))

    def test_blocked(self) -> None:
        """
        Of somebody who is blocked nothing is kept, until they are not any more.
        """
        self.receive("milk")
        blockSharer(self.bob, ALICE)
        blockSharer(self.bob, ALICE)
        self.receive("milk")
        self.assertEqual(([], 1), (self.kept(), self.bob.count(BlockedSharer)))
        unblockSharer(self.bob, ALICE)
        self.receive("milk")
        self.assertEqual(1, len(self.kept()))

    def test_bounded(self) -> None:
        """
        Of one sharer the latest 200 are kept.
        """
        self.receive(*map(str, range(202)))
        self.assertEqual([str(number) for number in range(201, 1, -1)], [name for _, name, _ in self.kept()])
