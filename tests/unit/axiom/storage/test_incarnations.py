"""
Tests for who a store is.
"""

from __future__ import annotations

from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from axiom.database import renewIncarnation
from axiom.store import Store


class IncarnationTests(SynchronousTestCase):
    """
    Tests for C{store.incarnation}.
    """

    def setUp(self) -> None:
        self.directory = Path(self.mktemp())
        self.store = Store(str(self.directory))
        self.addCleanup(self.store.close)

    def test_stays(self) -> None:
        """
        It is the same whenever the store is opened, and that of no other store.
        """
        incarnation = self.store.incarnation
        self.assertEqual(incarnation, self.store.incarnation)
        with Store(str(self.directory)) as again, Store() as other:
            self.assertEqual(incarnation, again.incarnation)
            self.assertNotEqual(incarnation.identity, other.incarnation.identity)
            self.assertNotEqual(incarnation.name, other.incarnation.name)

    def test_inSnapshot(self) -> None:
        """
        Who has just opened a store reads it in a snapshot, too, where nothing can be written.
        """
        incarnation = self.store.incarnation
        with Store(str(self.directory)) as again:
            with again.snapshot():
                self.assertEqual(incarnation, again.incarnation)
            self.assertEqual(incarnation, again.incarnation)

    def test_undone(self) -> None:
        """
        What a transaction saw that was undone, nobody sees again.
        """
        seen = []

        def fail() -> None:
            seen.append(self.store.incarnation)
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, self.store.transact, fail)
        self.assertNotIn(self.store.incarnation, seen)

    def test_renewed(self) -> None:
        """
        A renewed one has another name, in each process that opens the store then, and the same identity.
        """
        before = self.store.incarnation
        self.store.renewIncarnation()
        after = self.store.incarnation
        self.assertEqual(before.identity, after.identity)
        self.assertNotEqual(before.name, after.name)
        with Store(str(self.directory)) as again:
            self.assertEqual(after, again.incarnation)

    def test_renewedMeanwhile(self) -> None:
        """
        Whoever has the store open knows in the next transaction what somebody else made of it.
        """
        with Store(str(self.directory)) as again:
            self.assertEqual(self.store.incarnation, again.incarnation)
            self.store.renewIncarnation()
            told = again.transact(lambda: again.incarnation)
        self.assertEqual(self.store.incarnation, told)

    def test_renewedFile(self) -> None:
        """
        That of a store which nobody has open is renewed, too.
        """
        before = self.store.incarnation
        self.store.close()
        renewIncarnation(self.directory / "db.sqlite", lambda: "another")
        with Store(str(self.directory)) as again:
            self.assertEqual(
                (before.identity, "another"), (again.incarnation.identity, again.incarnation.name)
            )

    def test_neverTold(self) -> None:
        """
        One that was told to nobody need not be renewed, and nothing is written.
        """
        revision = self.store.revision
        self.store.renewIncarnation()
        self.assertEqual(revision, self.store.revision)
        self.store.close()
        renewIncarnation(self.directory / "db.sqlite")
