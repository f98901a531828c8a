"""
Tests for finding out that a store was replaced by an older one.
"""

from __future__ import annotations

import os

from twisted.python.filepath import FilePath
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import STORE_SELF_ID, Store
from axiom.substore import SubStore
from mantissa_like.agenda import dueIn, openAgenda
from mantissa_like.agenda._revisions import Revisions


class RevisionsTests(SynchronousTestCase):
    """
    Tests for L{Revisions}.
    """

    def setUp(self) -> None:
        self.directory = FilePath(self.mktemp())
        os.makedirs(self.directory.child("run").path)
        self.revisions = Revisions(self.directory)
        self.addCleanup(self.revisions.close)

    def test_kept(self) -> None:
        """
        The last revision of each store is known to all processes.
        """
        self.revisions.note(STORE_SELF_ID, 5)
        self.revisions.note(7, 2**40)
        self.revisions.note(7, 3)
        self.revisions.close()
        other = Revisions(self.directory)
        self.addCleanup(other.close)
        for each in (self.revisions, other):
            self.assertEqual([5, 3], [each.find(STORE_SELF_ID), each.find(7)])

    def test_unknown(self) -> None:
        """
        Of other stores nothing is known.
        """
        self.assertEqual(0, self.revisions.find(7))
        self.revisions.note(8, 1)
        self.assertEqual([0, 0], [self.revisions.find(7), self.revisions.find(9)])

    def test_nowhere(self) -> None:
        """
        Where nothing can be kept, nothing is known.
        """
        for revisions in (Revisions(None), Revisions(self.directory.child("other"))):
            revisions.note(7, 1)
            self.assertEqual(0, revisions.find(7))


class SetBackTests(SynchronousTestCase):
    """
    Tests for what becomes of a store in which something is made due.
    """

    def setUp(self) -> None:
        self.directory = self.mktemp()
        with Store(self.directory) as siteStore:
            openAgenda(siteStore)
            self.number = SubStore.createNew(siteStore, ("user.axiom",)).storeID

    def use(self) -> list[tuple[str, int]]:
        """
        Have another process make something due, twice.

        @return: the incarnation and the revision of the store each time.
        """
        with Store(self.directory) as siteStore:
            subStore = siteStore.getItemByID(self.number)
            with subStore.opened() as userStore:
                seen = []
                for _ in range(2):
                    userStore.transact(dueIn, userStore)
                    seen.append((userStore.incarnation.name, userStore.revision))
            openAgenda(siteStore).close()
            return seen

    def test_goesOn(self) -> None:
        """
        One that only goes on is who it was.
        """
        (first, _), (second, _), (third, _), _ = self.use() + self.use()
        self.assertEqual([first, first], [second, third])

    def test_setBack(self) -> None:
        """
        One that knows less than was done in it is another incarnation from then on, once.
        """
        self.use()
        [_, (before, revision)] = self.use()
        revisions = Revisions(FilePath(self.directory))
        self.addCleanup(revisions.close)
        self.assertEqual(revision, revisions.find(self.number))
        revisions.note(self.number, revision + 1)
        (first, _), (second, _), (third, _), _ = self.use() + self.use()
        self.assertNotEqual(before, first)
        self.assertEqual([first, first], [second, third])
