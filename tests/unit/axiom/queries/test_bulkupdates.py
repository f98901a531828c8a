"""
Changing all items of a query at once.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, reference, text, timestamp
from axiom.errors import ConstraintError, NoCrossStoreReferences
from axiom.item import Item, Placeholder
from axiom.store import Store


class Box(Item):
    """
    Something with others in it.
    """

    typeName = "test_bulkupdates_box"

    name = text(allowNone=False)


class Thing(Item):
    """
    Something in a box.
    """

    typeName = "test_bulkupdates_thing"

    box = reference(reftype=Box)
    name = text(allowNone=False)
    size = integer(allowNone=False, default=0)
    seen = timestamp()


class Watched(Item):
    """
    Something that wants to know when it was changed.
    """

    typeName = "test_bulkupdates_watched"

    size = integer()
    commits: list[int | None] = []

    def committed(self) -> None:
        """
        Note the size.
        """
        self.commits.append(self.size)


class UpdateTests(SynchronousTestCase):
    """
    C{ItemQuery.update}.
    """

    def setUp(self) -> None:
        """
        A store with three things.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.box = Box(store=self.store, name="red")
        self.a, self.b, self.c = (
            Thing(store=self.store, name=name, size=size) for name, size in (("a", 1), ("b", 2), ("c", 3))
        )

    def sizes(self) -> list[int]:
        """
        The sizes in the database, by name.
        """
        return list(self.store.query(Thing, sort=Thing.name).getColumn("size"))

    def statements(self, f: Callable[[], object]) -> int:
        """
        How many statements change the table of things while C{f} runs.
        """
        found: list[str] = []
        engine = self.store.connection.engine
        engine.trace_v2(1, lambda event: found.append(event["sql"]))
        f()
        engine.trace_v2(0, None)
        return sum("item_test_bulkupdates_thing_v1 SET" in sql for sql in found)

    def test_updated(self) -> None:
        """
        The items of the query have the new values, in the database and in memory; no others do.
        """
        changed = self.store.query(Thing, Thing.size > 1).update(size=9, box=self.box)
        self.assertEqual((2, [1, 9, 9]), (changed, self.sizes()))
        self.assertEqual((1, 9), (self.a.size, self.b.size))
        self.assertIdentical(self.box, self.c.box)
        self.assertIdentical(None, self.a.box)

    def test_oneStatement(self) -> None:
        """
        However many items there are, one statement changes them.
        """
        self.store.batchInsert(Thing, [Thing.name], [["many"]] * 500)
        self.assertEqual(1, self.statements(lambda: self.store.query(Thing).update(size=5)))
        self.assertEqual({5}, set(self.sizes()))

    def test_ordered(self) -> None:
        """
        Of a query with a limit, those are changed that it finds.
        """
        self.assertEqual(1, self.store.query(Thing, sort=Thing.size.descending)[1:2].update(size=0))
        self.assertEqual([1, 0, 3], self.sizes())

    def test_joined(self) -> None:
        """
        The condition may be on other items, and on a placeholder.
        """
        self.b.box = self.box
        inBox = (Thing.box == Box.storeID) & (Box.name == "red")
        self.assertEqual(1, self.store.query(Thing, inBox).update(size=7))
        other = Placeholder(Thing)
        self.assertEqual(2, self.store.query(other, other.size < 7).update(name="small"))
        self.assertEqual(["small", "b", "small"], [self.a.name, self.b.name, self.c.name])

    def test_ownChanges(self) -> None:
        """
        Within a transaction it finds what was changed before, and is undone with it.
        """

        def fail() -> None:
            self.a.size = 50
            Thing(store=self.store, name="d", size=60)
            self.assertEqual(2, self.store.query(Thing, Thing.size >= 50).update(size=70))
            self.assertEqual((70, [70, 2, 3, 70]), (self.a.size, self.sizes()))
            raise ValueError("no")

        self.assertRaises(ValueError, self.store.transact, fail)
        self.assertEqual((1, [1, 2, 3]), (self.a.size, self.sizes()))

    def test_refused(self) -> None:
        """
        A value that does not fit, an item of another store, and what is no column, are refused.
        """
        query = self.store.query(Thing)
        other = Store()
        self.addCleanup(other.close)
        self.assertRaises(ConstraintError, query.update, size=3, name=None)
        self.assertRaises(ConstraintError, query.update, size="large")
        self.assertRaises(ConstraintError, query.update, box=self.a)
        self.assertRaises(NoCrossStoreReferences, query.update, box=Box(store=other, name="blue"))
        for name in ("storeID", "store", "colour"):
            self.assertRaises(AttributeError, query.update, **{name: 1})
        self.assertEqual([1, 2, 3], self.sizes())

    def test_nothing(self) -> None:
        """
        Where nobody stored such items, or nothing is to be changed, nothing happens.
        """
        before = self.store.revision
        self.assertEqual(0, self.store.query(Watched).update(size=1))
        self.assertEqual(0, self.store.query(Thing).update())
        self.assertEqual(before, self.store.revision)

    def test_revision(self) -> None:
        """
        It is one writing transaction.
        """
        before = self.store.revision
        self.store.query(Thing).update(size=1)
        self.assertEqual(before + 1, self.store.revision)

    def test_committed(self) -> None:
        """
        Items with a C{committed} of their own are told.
        """
        self.addCleanup(Watched.commits.clear)
        for size in (1, 2):
            Watched(store=self.store, size=size)
        gc.collect()
        Watched.commits.clear()
        self.assertEqual(2, self.store.query(Watched).update(size=4))
        self.assertEqual([4, 4], Watched.commits)

    def test_whileIterating(self) -> None:
        """
        A loop that was begun before sees the new values.
        """
        seen = []
        for thing in self.store.query(Thing, sort=Thing.name):
            seen.append(thing.size)
            self.store.query(Thing).update(size=100)
        self.assertEqual([1, 100, 100], seen)
