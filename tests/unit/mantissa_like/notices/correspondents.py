"""
Alice, who shares a note, and Bob: what the tests of notices have in common.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.messaging import DONE, outgoingMessages
from mantissa_like.notices import notifyOf
from mantissa_like.sharing import getAccountRole, receivedShares, shareItem
from mantissa_like.testing import TrialSite
from tests.unit.mantissa_like.sharing.notes import Note

__all__ = ["ALICE", "BOB", "NoticeTestCase"]

ALICE, BOB = "alice@example.com", "bob@example.com"


class NoticeTestCase(SynchronousTestCase):
    """
    A site with both.
    """

    def setUp(self) -> None:
        self.site = TrialSite()
        self.addCleanup(self.site.close)
        self.alice, self.bob = self.site.addUser(ALICE), self.site.addUser(BOB)
        self.note = Note(store=self.alice, title="Milk")

    def share(self, *names: str, shareID: str = "milk") -> None:
        """
        Let people see the note, and tell them.
        """

        def share() -> None:
            for name in names:
                role = getAccountRole(self.alice, name, "example.com")
                notifyOf(shareItem(self.note, role, shareID=shareID), ALICE)

        self.alice.transact(share)

    def received(self) -> list[tuple[str, str, str]]:
        """
        What Bob was told.
        """
        return [(each.sharer, each.shareID, each.title) for each in receivedShares(self.bob)]

    def waiting(self) -> list[str]:
        """
        To whom notices are on their way.
        """
        return [each.target for each in outgoingMessages(self.alice) if each.state != DONE]
