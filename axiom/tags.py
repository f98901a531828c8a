"""
Tags: short names that items are given, by catalog.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from epsilon.extime import Time

from axiom.attributes import AND, integer, reference, text, timestamp
from axiom.item import Item, transacted
from axiom.store import ItemQuery
from axiom.upgrade import registerUpgrader

__all__ = ["Catalog", "Tag"]


class Tag(Item):
    """
    One name that one item was given.

    @ivar created: when.
    @ivar object: the item.
    @ivar catalog: the L{Catalog} in which that counts.
    @ivar tagger: the item that stands for whoever did it; may be None.
    """

    typeName = "tag"
    schemaVersion = 1

    name = text()
    created = timestamp()
    object = reference()
    catalog = reference()
    tagger = reference()


class _TagName(Item):
    """
    A name that was ever used in a catalog, so that these are found without looking at every tag.
    """

    typeName = "tagname"
    schemaVersion = 1

    name = text(indexed=True)
    catalog = reference()


class Catalog(Item):
    """
    A set of tags.

    @ivar tagCount: how many were ever made in it.
    """

    typeName = "tag_catalog"
    schemaVersion = 2

    tagCount = integer(default=0)

    @transacted
    def tag(self, obj: Item, tagName: str, tagger: Item | None = None) -> None:
        """
        Give C{obj} a name. Repeating it changes nothing.
        """
        store = self.presentStore()
        given = AND(Tag.object == obj, Tag.name == tagName, Tag.catalog == self)
        if store.findFirst(Tag, given) is not None:
            return
        store.findOrCreate(_TagName, name=tagName, catalog=self)
        self.tagCount = (self.tagCount or 0) + 1
        now = Time.fromPOSIXTimestamp(store.runtime.clock.seconds())
        Tag(store=store, object=obj, name=tagName, catalog=self, created=now, tagger=tagger)

    def tagNames(self) -> Iterator[str | None]:
        """
        The names that were ever used, each once, in the order of their first use.
        """
        names = self.presentStore().query(_TagName, _TagName.catalog == self, sort=_TagName.storeID.ascending)
        return (each.name for each in names)

    def tagsOf(self, obj: Item) -> Iterator[str | None]:
        """
        The names of C{obj}, in the order in which it got them.
        """
        return (tag.name for tag in self._tags(Tag.object == obj))

    def objectsIn(self, tagName: str) -> Iterator[Any]:
        """
        The items with a name, in the order in which they got it.
        """
        return (tag.object for tag in self._tags(Tag.name == tagName))

    def _tags(self, condition: Any) -> ItemQuery[Tag]:
        ours = AND(Tag.catalog == self, condition)
        return self.presentStore().query(Tag, ours, sort=Tag.storeID.ascending)


def _catalog1to2(old: Any) -> Catalog:
    """
    The first version did not keep the names that were used.
    """
    new: Catalog = old.upgradeVersion(Catalog.typeName, 1, 2, tagCount=old.tagCount)
    store = new.presentStore()
    for name in store.query(Tag, Tag.catalog == new).getColumn("name").distinct():
        store.findOrCreate(_TagName, name=name, catalog=new)
    return new


registerUpgrader(_catalog1to2, Catalog.typeName, 1, 2)
