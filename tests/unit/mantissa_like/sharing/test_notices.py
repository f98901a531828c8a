"""
Tests for telling people what is shared with them.
"""

from __future__ import annotations

from collections.abc import Callable

from epsilon.extime import Time
from twisted.application.service import IService
from twisted.internet.defer import Deferred, fail
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import implementer
from zope.interface.verify import verifyObject

from axiom.errors import StoreBusy
from axiom.store import Store
from axiom.substore import SubStore
from axiom.testing import memoryStore
from axiom.userbase import LoginAccount, LoginMethod
from mantissa_like.sharing import (
    BlockedSharer,
    IShareNotices,
    Notice,
    OutgoingNotice,
    ReceivedShare,
    blockSharer,
    getAccountRole,
    getEveryoneRole,
    makeGroup,
    notifyMember,
    notifyOf,
    receivedShares,
    receiveNotice,
    shareItem,
    unblockSharer,
)
from mantissa_like.sharing._notices import LocalNotices
from tests.unit.mantissa_like.sharing.notes import Note

ALICE, BOB = "alice@example.org", "bob@example.org"


@implementer(IShareNotices)
class FailingCarrier:
    """
    Fails a number of times, then carries.
    """

    def __init__(self, failures: int, carry: Callable[[Notice], Deferred[None]]) -> None:
        self.failures, self._carry = failures, carry

    def carry(self, notice: Notice) -> Deferred[None]:
        """
        See L{IShareNotices}.
        """
        if self.failures:
            self.failures -= 1
            return fail(StoreBusy("bob's"))
        return self._carry(notice)


class NoticeTests(SynchronousTestCase):
    """
    Two people of one site, whose scheduler runs.
    """

    def setUp(self) -> None:
        self.clock = Clock()
        self.site = memoryStore(self.clock)
        self.addCleanup(self.site.close)
        self.alice, self.bob = self.addUser("alice"), self.addUser("bob")
        service = IService(self.site)
        service.startService()
        self.addCleanup(service.stopService)
        self.note = Note(store=self.alice, title="Milk")

    def addUser(self, name: str) -> Store:
        """
        Make an account.
        """
        subStore = SubStore.createNew(self.site, ("account", f"{name}.axiom"))
        for store in (self.site, subStore.open()):
            account = LoginAccount(store=store, avatars=subStore if store is self.site else None, disabled=0)
            LoginMethod(
                store=store,
                localpart=name,
                domain="example.org",
                protocol="*",
                internal=False,
                verified=True,
                account=account,
            )
        return subStore.open()

    def share(self, *names: str) -> None:
        """
        Let people see the note, and tell them.
        """

        def share() -> None:
            for name in names:
                role = getAccountRole(self.alice, name, "example.org")
                notifyOf(shareItem(self.note, role, shareID="milk"), ALICE)

        self.alice.transact(share)

    def received(self) -> list[tuple[str, str, str]]:
        """
        What Bob was told.
        """
        return [(each.sharer, each.shareID, each.title) for each in receivedShares(self.bob)]

    def waiting(self) -> int:
        """
        How many notices have not arrived.
        """
        return self.alice.count(OutgoingNotice)

    def test_carried(self) -> None:
        """
        Soon after it is committed a notice has arrived, once, and waits no longer.
        """
        self.share("bob")
        self.assertEqual((1, []), (self.waiting(), self.received()))
        self.clock.advance(1)
        self.assertEqual((0, [(ALICE, "milk", "milk")]), (self.waiting(), self.received()))

    def test_again(self) -> None:
        """
        The same told again makes no second entry, and one that was hidden stays so.
        """
        self.share("bob")
        self.clock.advance(1)
        self.bob.findUnique(ReceivedShare).isHidden = True
        self.share("bob")
        self.clock.advance(1)
        self.assertEqual((1, []), (self.bob.count(ReceivedShare), self.received()))

    def test_notCommitted(self) -> None:
        """
        Nobody hears of a share whose transaction was undone.
        """

        def fail() -> None:
            self.share("bob")
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, self.alice.transact, fail)
        self.clock.advance(1)
        self.assertEqual((0, []), (self.waiting(), self.received()))

    def test_failure(self) -> None:
        """
        A notice that can't arrive waits, and is carried again until it does.
        """
        carrier = FailingCarrier(3, LocalNotices(self.site).carry)
        self.site.inMemoryPowerUp(carrier, IShareNotices)
        self.share("bob")
        self.clock.advance(1)
        self.assertEqual((1, []), (self.waiting(), self.received()))
        self.clock.pump([1.0] * 20)
        self.assertEqual((0, 1, 0), (self.waiting(), len(self.received()), carrier.failures))

    def test_onDisk(self) -> None:
        """
        The sender forgets a notice when it is on the recipient's disk, and not before.
        """
        synced: Deferred[None] = Deferred()
        self.patch(self.bob, "durable", lambda: synced)
        self.share("bob")
        self.clock.advance(1)
        self.assertEqual((1, 1), (self.waiting(), len(self.received())))
        synced.callback(None)
        self.assertEqual((0, 1), (self.waiting(), len(self.received())))

    def test_givenUp(self) -> None:
        """
        What fails for days is given up, and logged.
        """
        self.site.inMemoryPowerUp(FailingCarrier(10**6, LocalNotices(self.site).carry), IShareNotices)
        self.share("bob")
        self.clock.pump([3600.0] * 24 * 7)
        self.assertEqual((0, []), (self.waiting(), self.received()))

    def test_nobody(self) -> None:
        """
        A notice for somebody who has no account, or for the sharer, goes nowhere.
        """
        self.share("zoe", "alice")
        self.clock.advance(1)
        self.assertEqual(0, self.waiting())

    def test_notEverybody(self) -> None:
        """
        What is shared with everybody is told to nobody.
        """
        notifyOf(shareItem(self.note, getEveryoneRole(self.alice), shareID="milk"), ALICE)
        self.assertEqual(0, self.waiting())

    def test_group(self) -> None:
        """
        The members of a group are told, and who becomes one later, of what was shared before.
        """
        choir = makeGroup(self.alice, "choir")
        notifyOf(shareItem(self.note, choir, shareID="milk"), ALICE)
        self.clock.advance(1)
        self.assertEqual([], self.received())
        notifyMember(choir, BOB, ALICE)
        self.clock.advance(1)
        self.assertEqual([(ALICE, "milk", "milk")], self.received())

    def test_blocked(self) -> None:
        """
        Of somebody who is blocked nothing is kept, until they are not any more.
        """
        self.share("bob")
        self.clock.advance(1)
        blockSharer(self.bob, ALICE)
        blockSharer(self.bob, ALICE)
        self.share("bob")
        self.clock.advance(1)
        self.assertEqual(([], 1), (self.received(), self.bob.count(BlockedSharer)))
        unblockSharer(self.bob, ALICE)
        self.share("bob")
        self.clock.advance(1)
        self.assertEqual(1, len(self.received()))

    def test_bounded(self) -> None:
        """
        Of one sharer the latest 200 are kept.
        """
        now = self.site.runtime.clock.seconds()

        def receive() -> None:
            for number in range(202):
                receiveNotice(self.bob, Notice(BOB, ALICE, str(number), "t"), Time.fromPOSIXTimestamp(now))

        self.bob.transact(receive)
        kept = [shareID for _, shareID, _ in self.received()]
        self.assertEqual([str(number) for number in range(201, 1, -1)], kept)

    def test_provides(self) -> None:
        """
        Both carriers have what a carrier must.
        """
        verifyObject(IShareNotices, LocalNotices(self.site))
        verifyObject(IShareNotices, FailingCarrier(0, LocalNotices(self.site).carry))
