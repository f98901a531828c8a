"""
Tests for finding what is shared: until when, by link, with a password.
"""

from __future__ import annotations

from epsilon.extime import Time
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.testing import memoryStore
from mantissa_like.sharing import (
    NoSuchShare,
    SharePasswordNeeded,
    asAccessibleTo,
    explain,
    getAccountRole,
    getDefaultShareID,
    getEveryoneRole,
    getShare,
    nextExpiry,
    setDefaultShareID,
    shareItem,
    unlockingToken,
)
from tests.unit.mantissa_like.sharing.notes import IReadable, IWritable, Note


class LookupTestCase(SynchronousTestCase):
    """
    A store with a note, in which time stands at 1,000 seconds.
    """

    def setUp(self) -> None:
        self.clock = Clock()
        self.clock.advance(1000)
        self.store = memoryStore(self.clock)
        self.addCleanup(self.store.close)
        self.everyone = getEveryoneRole(self.store)
        self.bob = getAccountRole(self.store, "bob", "example.org")
        self.note = Note(store=self.store, title="Milk")


class ExpiryTests(LookupTestCase):
    """
    Tests for shares that expire.
    """

    def setUp(self) -> None:
        super().setUp()
        self.share = shareItem(
            self.note, self.bob, shareID="milk", expires=Time.fromPOSIXTimestamp(1010), interfaces=[IWritable]
        )

    def test_over(self) -> None:
        """
        From its end on a share is as if it were not there, by every way to look; and the explanation says so.
        """
        setDefaultShareID(self.store, "milk")
        self.clock.advance(9.5)
        self.assertEqual("Milk", getShare(self.store, self.bob, "milk").title)
        self.assertEqual("milk", getDefaultShareID(self.store))
        self.clock.advance(0.5)
        self.assertRaises(NoSuchShare, getShare, self.store, self.bob, "milk")
        self.assertEqual([], list(asAccessibleTo(self.bob, self.store.query(Note))))
        self.assertIs(None, getDefaultShareID(self.store))
        self.assertIn("has expired", str(explain(self.bob, "milk")))
        self.assertTrue(self.share.hasExpired())

    def test_others(self) -> None:
        """
        When one share of an item is over, the others show what they do.
        """
        shareItem(self.note, self.everyone, shareID="milk", interfaces=[IReadable])
        self.clock.advance(10)
        proxy = getShare(self.store, self.bob, "milk")
        self.assertEqual((True, False), (IReadable.providedBy(proxy), IWritable.providedBy(proxy)))

    def test_renewed(self) -> None:
        """
        Sharing anew without an end takes the end away.
        """
        shareItem(self.note, self.bob, shareID="milk")
        self.clock.advance(10)
        self.assertEqual("Milk", getShare(self.store, self.bob, "milk").title)

    def test_next(self) -> None:
        """
        The next end of any share is known, and is none when all are over or last.
        """
        shareItem(self.note, self.everyone, expires=Time.fromPOSIXTimestamp(1005.5))
        self.assertEqual(1005.5, nextExpiry(self.store))
        self.clock.advance(6)
        self.assertEqual(1010.0, nextExpiry(self.store))
        self.clock.advance(6)
        self.assertIs(None, nextExpiry(self.store))


class LinkTests(LookupTestCase):
    """
    Tests for shares that are links.
    """

    def test_found(self) -> None:
        """
        Whoever has the share ID sees the item; no list shows it.
        """
        share = shareItem(self.note, isLink=True, interfaces=[IReadable])
        self.assertEqual("Milk", getShare(self.store, self.bob, share.shareID).title)
        self.assertEqual([], list(asAccessibleTo(self.bob, self.store.query(Note))))
        self.assertGreater(len(share.shareID), 40)


class PasswordTests(LookupTestCase):
    """
    Tests for shares that take a password.
    """

    def test_needed(self) -> None:
        """
        Without the password nothing is seen, and it is told that it takes one; with it, the item is.
        """
        share = shareItem(self.note, shareID="milk", passwordHash="$argon2id$1")
        self.assertRaises(SharePasswordNeeded, getShare, self.store, self.bob, "milk")
        self.assertRaises(SharePasswordNeeded, getShare, self.store, self.bob, "milk", ["x"])
        self.assertEqual([], list(asAccessibleTo(self.bob, self.store.query(Note))))
        self.assertIn("takes a password", str(explain(self.bob, "milk")))
        token = unlockingToken(share)
        self.assertEqual("Milk", getShare(self.store, self.bob, "milk", [token]).title)

    def test_another(self) -> None:
        """
        What the old password gave is of no use with a new one, nor for another share.
        """
        share = shareItem(self.note, shareID="milk", passwordHash="$argon2id$1")
        token = unlockingToken(share)
        share.passwordHash = "$argon2id$2"
        self.assertRaises(SharePasswordNeeded, getShare, self.store, self.bob, "milk", [token])
        other = shareItem(self.note, shareID="other", passwordHash="$argon2id$1")
        self.assertNotEqual(token, unlockingToken(other))

    def test_notForOthers(self) -> None:
        """
        Whom it is not shared with is not asked for a password.
        """
        shareItem(self.note, self.bob, shareID="milk", passwordHash="$argon2id$1")
        error = self.assertRaises(NoSuchShare, getShare, self.store, self.everyone, "milk")
        self.assertNotIsInstance(error, SharePasswordNeeded)

    def test_besides(self) -> None:
        """
        What takes no password is seen without, and the rest with it.
        """
        share = shareItem(self.note, self.everyone, shareID="milk", interfaces=[IWritable], passwordHash="$1")
        shareItem(self.note, self.bob, shareID="milk", interfaces=[IReadable])
        shown = getShare(self.store, self.bob, "milk")
        self.assertFalse(IWritable.providedBy(shown))
        shown = getShare(self.store, self.bob, "milk", [unlockingToken(share)])
        self.assertTrue(IWritable.providedBy(shown))
