"""
Tests for tags.
"""

from __future__ import annotations

from epsilon.extime import Time
from twisted.internet.defer import maybeDeferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer
from axiom.item import Item
from axiom.runtime import Runtime
from axiom.store import Store
from axiom.tags import Catalog, Tag


class Picture(Item):
    """
    What is tagged in these tests.
    """

    typeName = "test_tags_picture"

    number = integer()


class CatalogTests(SynchronousTestCase):
    """
    Tests for L{Catalog}.
    """

    def setUp(self) -> None:
        self.clock = Clock()
        self.store = Store(runtime=Runtime(self.clock, maybeDeferred))
        self.catalog = Catalog(store=self.store)
        self.cat, self.dog = Picture(store=self.store, number=1), Picture(store=self.store, number=2)

    def test_tagging(self) -> None:
        """
        Names are found by item, and items by name.
        """
        self.catalog.tag(self.cat, "pet")
        self.catalog.tag(self.cat, "asleep")
        self.catalog.tag(self.dog, "pet")
        self.assertEqual(["pet", "asleep"], list(self.catalog.tagsOf(self.cat)))
        self.assertEqual(["pet"], list(self.catalog.tagsOf(self.dog)))
        self.assertEqual([self.cat, self.dog], list(self.catalog.objectsIn("pet")))
        self.assertEqual([], list(self.catalog.objectsIn("horse")))
        self.assertEqual(["pet", "asleep"], list(self.catalog.tagNames()))

    def test_facts(self) -> None:
        """
        A tag knows when it was made, and by whom.
        """
        self.clock.advance(1000)
        self.catalog.tag(self.cat, "pet", self.dog)
        tag = self.store.findUnique(Tag)
        self.assertEqual((Time.fromPOSIXTimestamp(1000), self.dog), (tag.created, tag.tagger))

    def test_repeated(self) -> None:
        """
        An item has a name once.
        """
        for tagger in (None, self.dog):
            self.catalog.tag(self.cat, "pet", tagger)
        self.assertEqual((1, 1), (self.catalog.tagCount, self.store.count(Tag)))

    def test_otherCatalog(self) -> None:
        """
        Catalogs know nothing of one another.
        """
        other = Catalog(store=self.store)
        self.catalog.tag(self.cat, "pet")
        self.assertEqual([], [*other.tagsOf(self.cat), *other.objectsIn("pet"), *other.tagNames()])
        other.tag(self.cat, "pet")
        self.assertEqual(["pet"], list(self.catalog.tagNames()))
