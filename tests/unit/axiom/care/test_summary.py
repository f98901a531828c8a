"""
What a list of stores shows of each.
"""

from __future__ import annotations

import os
from contextlib import closing

from axiom.care import TOP, Summary, storesBelow, summarize
from tests.unit.axiom.care.sites import ALICE, BOB, Note, SiteTestCase


class SummaryTests(SiteTestCase):
    """
    L{summarize} tells what a store is.
    """

    def summary(self, name: str) -> Summary:
        """
        Of this store.
        """
        return summarize(self.place(name))

    def test_facts(self) -> None:
        """
        Items, revision and bytes are those of the store.
        """
        with closing(self.open(ALICE)) as store:
            Note(store=store)
            revision = store.revision
        found = self.summary(ALICE)
        self.assertEqual(
            (ALICE, 2, revision, {}, ""),
            (found.store, found.items, found.revision, found.pending, found.error),
        )
        self.assertEqual((self.place(ALICE).database.stat().st_size, 4), (found.bytes, found.files))

    def test_names(self) -> None:
        """
        Stores are found with their names, each before those below it.
        """
        self.assertEqual([TOP, ALICE, BOB], [place.name for place in storesBelow(self.top)])

    def test_pending(self) -> None:
        """
        Items of old versions wait; where their class is gone, those of which there is a newer version.
        """
        self.execute(
            BOB,
            "INSERT INTO axiom_types (typename, module, version)"
            " VALUES ('gone', 'gone', 1), ('gone', 'gone', 3)",
        )
        self.execute(
            BOB, "INSERT INTO axiom_objects (type_id) SELECT oid FROM axiom_types WHERE typename = 'gone'"
        )
        self.assertEqual({"gone v1": 1}, self.summary(BOB).pending)

    def test_deletedByAxiom(self) -> None:
        """
        What Axiom leaves of deleted items is not counted.
        """
        self.execute(BOB, "INSERT INTO axiom_objects (type_id) VALUES (-1)")
        self.assertEqual(1, self.summary(BOB).items)

    def test_opened(self) -> None:
        """
        A store was opened when somebody last opened or closed it; looking at it is no opening.
        """
        os.utime(self.place(ALICE).database, (0, 0))
        os.utime(self.place(ALICE).path, (0, 0))
        before = self.summary(ALICE).opened
        self.assertEqual(before, self.summary(ALICE).opened)
        with closing(self.open(ALICE)):
            self.assertTrue(before < self.summary(ALICE).opened)

    def test_unreadable(self) -> None:
        """
        A store that can't be read has its name, its bytes and the reason.
        """
        self.truncate(ALICE, 10_000)
        found = self.summary(ALICE)
        self.assertEqual((10_000, None, None), (found.bytes, found.items, found.revision))
        self.assertIn("damaged", found.error)
