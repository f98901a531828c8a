"""
Tests for L{mantissa_like.accounts._throttle}.
"""

from __future__ import annotations

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.accounts import Target, Throttle, TooManyFailures, networkOf
from mantissa_like.accounts._throttle import FailureCount

ALICE = Target("login", "alice@example.com", free=3)
PEER = Target("peer", "192.0.2.1", free=4, isClearedBySuccess=False)


class ThrottleTests(SynchronousTestCase):
    """
    Tests for L{Throttle}.
    """

    def setUp(self) -> None:
        """
        A store and its clock.
        """
        self.clock, self.store = Clock(), Store()
        self.clock.advance(1_000_000)
        self.throttle = Throttle(self.store, self.clock, 60.0)

    def fail_(self, count: int, *targets: Target) -> None:
        """
        Fail that often, as soon as it is possible.
        """
        for _ in range(count):
            self.clock.advance(self.wait(*targets))
            self.throttle.begin(*targets)

    def wait(self, *targets: Target) -> float:
        """
        How long it takes until the next attempt, of which none is made.
        """
        probe = Throttle(self.store, self.clock, 60.0)

        def attempt() -> None:
            probe.begin(*targets)
            raise ZeroDivisionError

        try:
            self.store.transact(attempt)
        except TooManyFailures as e:
            return e.seconds
        except ZeroDivisionError:
            pass
        return 0.0

    def test_clockSetBack(self) -> None:
        """
        Nobody waits longer than the longest wait because the clock was ahead when they failed.
        """
        self.fail_(20, ALICE)
        behind = Clock()
        behind.advance(1000)
        error = self.assertRaises(TooManyFailures, Throttle(self.store, behind, 60.0).begin, ALICE)
        self.assertEqual(60.0, error.seconds)

    def test_free(self) -> None:
        """
        The first failures cost nothing.
        """
        self.fail_(2, ALICE)
        self.assertEqual(0.0, self.wait(ALICE))

    def test_doubled(self) -> None:
        """
        Then each waits twice as long as the one before, up to a bound.
        """
        self.fail_(3, ALICE)
        waits = []
        for _ in range(8):
            waits.append(self.wait(ALICE))
            self.fail_(1, ALICE)
        self.assertEqual([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0], waits)

    def test_refusedDoesNotCount(self) -> None:
        """
        Who tries too early is refused, and waits no longer for that.
        """
        self.fail_(4, ALICE)
        for _ in range(10):
            self.assertRaises(TooManyFailures, self.throttle.begin, ALICE)
        self.assertEqual(2.0, self.wait(ALICE))

    def test_manyAtOnce(self) -> None:
        """
        Attempts that begin before others have ended count as failures.
        """
        for _ in range(3):
            self.throttle.begin(ALICE)
        self.assertRaises(TooManyFailures, self.throttle.begin, ALICE)

    def test_success(self) -> None:
        """
        A success is a fresh start.
        """
        self.fail_(9, ALICE)
        self.throttle.succeed(ALICE)
        self.assertEqual((0.0, 0), (self.wait(ALICE), self.store.count(FailureCount)))

    def test_noFreshStart(self) -> None:
        """
        Who guesses at one account can't have their failures forgotten by a success at another.
        """
        for _ in range(3):
            self.fail_(1, PEER)
            self.throttle.begin(PEER)
            self.throttle.succeed(PEER)
        self.fail_(1, PEER)
        self.assertEqual(1.0, self.wait(PEER))

    def test_eachForItself(self) -> None:
        """
        Others do not wait, and one target of several is enough to have to.
        """
        self.fail_(4, PEER)
        bob = Target("login", "bob@example.com", free=3)
        self.assertEqual((0.0, 1.0), (self.wait(bob), self.wait(bob, PEER)))

    def test_sharedAndDurable(self) -> None:
        """
        Another process, or this one after a restart, goes on counting.
        """
        self.fail_(3, ALICE)
        self.assertRaises(TooManyFailures, Throttle(self.store, self.clock, 60.0).begin, ALICE)

    def test_forgotten(self) -> None:
        """
        After a day without a failure all is forgotten, and nothing of it kept.
        """
        self.fail_(5, ALICE)
        self.clock.advance(86_401)
        self.throttle.begin(PEER)
        self.assertEqual((0.0, 1), (self.wait(ALICE), self.store.count(FailureCount)))

    def test_noNamesAreStored(self) -> None:
        """
        What somebody typed, perhaps a password, is not in the database.
        """
        self.fail_(1, ALICE)
        self.assertNotIn("alice", str(self.store.findUnique(FailureCount).persistentValues()))


class NetworkOfTests(SynchronousTestCase):
    """
    Tests for L{networkOf}.
    """

    def test_networks(self) -> None:
        """
        An address counts as a whole, of IPv6 the half that belongs to one connection.
        """
        for peer, expected in (
            ("192.0.2.1", "192.0.2.1"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("fe80::1%eth0", "fe80::"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("", ""),
        ):
            self.assertEqual(expected, networkOf(peer))
