"""
Notices of what is shared, and processes that die while they carry one.
"""

from __future__ import annotations

from contextlib import closing

from twisted.internet.defer import maybeDeferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.runtime import Runtime
from axiom.store import Store
from axiom.substore import SubStore
from axiom.testing import CrashPoint, crash
from axiom.userbase import LoginSystem
from mantissa_like.accounts import findSubStore
from mantissa_like.agenda import WorkService
from mantissa_like.config import SiteConfig, SiteSettings
from mantissa_like.messaging import outgoingMessages
from mantissa_like.notices import notifyOf
from mantissa_like.sharing import ReceivedShare, getAccountRole, shareItem
from mantissa_like.site import storeWorks
from mantissa_like.stores import StorePool
from mantissa_like.testing import TrialClock
from tests.unit.mantissa_like.sharing.notes import Note

ALICE = "alice@example.org"
CONFIG = SiteConfig(site=SiteSettings(domain="example.org"))


def openSite(directory: str, clock: Clock | None = None) -> Store:
    """
    The site store, on the disk, with a time of its own.
    """
    return Store(directory, runtime=Runtime(Clock() if clock is None else clock, maybeDeferred))


def carry(directory: str) -> None:
    """
    Let the site work for its stores.
    """
    clock = TrialClock()
    with closing(openSite(directory, clock)) as site:
        pool = StorePool(site, 10)
        service = WorkService(site, pool, storeWorks(site, pool, CONFIG), clock)
        service.startService()
        clock.advance(60)
        service.stopService()
        clock.advance(10)
        pool.close()


def userStore(site: Store, name: str) -> Store:
    """
    The store of an account, open.
    """
    subStore = findSubStore(site, name, "example.org")
    assert isinstance(subStore, SubStore)
    return subStore.open()


class NoticeSurvivalTests(SynchronousTestCase):
    """
    A site where Alice has shared a note with Bob, who has not heard of it.
    """

    def setUp(self) -> None:
        """
        Share it.
        """
        self.directory = self.mktemp()
        with closing(openSite(self.directory)) as site:
            logins = LoginSystem(store=site)
            for name in ("alice", "bob"):
                logins.addAccount(name, "example.org", None, internal=True)
            alice = userStore(site, "alice")
            place = userStore(site, "bob").dbdir
            assert place is not None
            self.bobs = place.path

            def share() -> None:
                role = getAccountRole(alice, "bob", "example.org")
                notifyOf(shareItem(Note(store=alice, title="Milk"), role, shareID="milk"), ALICE)

            alice.transact(share)

    def left(self) -> tuple[int, list[str]]:
        """
        How many notices wait, and what Bob was told.
        """
        with closing(openSite(self.directory)) as site:
            told = list(userStore(site, "bob").query(ReceivedShare).getColumn("shareID"))
            return outgoingMessages(userStore(site, "alice")).count(), told

    def test_killedBetween(self) -> None:
        """
        Killed when Bob's store has the notice, and Alice's doesn't know yet, the server carries it again, and
        Bob has it once.
        """
        self.assertEqual((1, []), self.left())
        crash(carry, self.directory, at=CrashPoint.AFTER_COMMIT, store=self.bobs)
        self.assertEqual((1, ["milk"]), self.left())
        carry(self.directory)
        self.assertEqual((0, ["milk"]), self.left())

    def test_killedBefore(self) -> None:
        """
        Killed before Bob's store has the notice, the server carries it later.
        """
        crash(carry, self.directory, at=CrashPoint.BEFORE_COMMIT, store=self.bobs)
        self.assertEqual((1, []), self.left())
        carry(self.directory)
        self.assertEqual((0, ["milk"]), self.left())
