"""
Items and their classes.
"""

from __future__ import annotations

from typing import Any, ClassVar
from weakref import ref

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import inmemory, integer, reference, text
from axiom.errors import (
    CantInstantiateItem,
    ConstraintError,
    ItemNotFound,
    NoCrossStoreReferences,
    NoInheritance,
    NotInStore,
)
from axiom.item import Item, MetaItem, declareLegacyItem, normalize
from axiom.store import Store


class Counted:
    """
    A plain class beside items, with a column.
    """

    count = integer(default=0, allowNone=False)

    def increment(self) -> None:
        """
        Count on.
        """
        self.count += 1


class Note(Item, Counted):
    """
    A text that refers to another.
    """

    typeName = "test_items_note"

    title = text(default="", allowNone=False)
    previous = reference()
    cache = inmemory()
    loads: ClassVar[list[Any]] = []

    def activate(self) -> None:
        """
        Note that it came into memory.
        """
        self.loads.append(self.storeID)

    @property
    def shout(self) -> str:
        """
        The title in capitals; assigning sets the title.
        """
        return self.title.upper()

    @shout.setter
    def shout(self, value: str) -> None:
        self.title = value.lower()


class Other(Item, Counted):
    """
    Another class with the same column.
    """

    typeName = "test_items_other"


class Bare(Item):
    """
    A class without columns.
    """

    typeName = "test_items_bare"


class ItemTests(SynchronousTestCase):
    """
    Items in and out of stores.
    """

    def setUp(self) -> None:
        """
        An empty store, and no loads yet.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        Note.loads.clear()

    def test_outOfStore(self) -> None:
        """
        An item needs no store to be made, changed and read.
        """
        note = Note(title="a")
        note.title = "b"
        self.assertEqual(("b", None, None), (note.title, note.store, note.storeID))
        for use in (note.touch, note.checkpoint, note.deleteFromStore):
            self.assertRaises(NotInStore, use)

    def test_inserted(self) -> None:
        """
        An item is inserted once, by assigning its store, and stays there.
        """
        note = Note(title="a")
        note.store = self.store
        self.assertEqual(
            (1, self.store, ["a"]),
            (note.storeID, note.store, list(self.store.query(Note).getColumn("title"))),
        )
        self.assertRaises(AttributeError, setattr, note, "store", self.store)
        self.assertRaises(AttributeError, setattr, note, "storeID", 5)

    def test_undeclared(self) -> None:
        """
        An attribute that is not declared can't be set, also where a plain base class has no slots.
        """
        for itemClass in (Note, Bare):
            self.assertRaises(AttributeError, setattr, itemClass(), "titel", "a")
            error = self.assertRaises(AttributeError, itemClass, titel="a")
            self.assertEqual(f"{itemClass.__name__!r} can't set attribute 'titel'", str(error))
        self.assertRaises(AttributeError, Note, store=self.store, loads=[])
        self.assertEqual(0, self.store.count(Note))

    def test_property(self) -> None:
        """
        A property may be given like a column.
        """
        note = Note(store=self.store, title="x", shout="HEY")
        self.assertEqual(("hey", "HEY"), (note.title, note.shout))
        self.store.identities.expire()
        self.assertEqual("hey", note.title)

    def test_base(self) -> None:
        """
        There are no items of no class.
        """
        self.assertRaises(CantInstantiateItem, Item)

    def test_noColumns(self) -> None:
        """
        Items without columns are stored, found, referred to and deleted as others are.
        """
        bare = Bare(store=self.store)
        note = Note(store=self.store, previous=bare)
        self.store.batchInsert(Bare, [], [(), ()])
        bare.touch()
        self.assertEqual([bare], list(self.store.query(Bare, Bare.storeID == bare.storeID)))
        bareID = bare.storeID
        del bare
        self.store.identities.expire()
        self.assertEqual((Bare, bareID), (type(note.previous), note.previous.storeID))
        note.previous.deleteFromStore()
        self.assertEqual((None, 2), (note.previous, self.store.count(Bare)))

    def test_inherited(self) -> None:
        """
        A column of a plain class is a column of each class of items on its own.
        """
        note, other = Note(store=self.store), Other(store=self.store, count=5)
        note.increment()
        self.assertEqual((1, 5), (note.count, other.count))
        self.assertEqual([1], list(self.store.query(Note).getColumn("count")))
        self.assertEqual(1, self.store.count(Other, Other.count == 5))

    def test_noSubclass(self) -> None:
        """
        A class with a table can't be derived from.
        """
        self.assertRaises(NoInheritance, MetaItem, "Derived", (Note,), {"__module__": __name__})

    def test_defaultNames(self) -> None:
        """
        A type name is that of the module and class, the version 1, unless the class says otherwise.
        """

        class Unnamed(Item):
            """
            Nothing said.
            """

        self.assertEqual(
            ("tests_unit_axiom_items_test_item_unnamed", 1), (Unnamed.typeName, Unnamed.schemaVersion)
        )
        self.assertEqual("a_b_c", normalize("A.b.C"))

    def test_order(self) -> None:
        """
        Classes are ordered by type name and version.
        """
        older = declareLegacyItem("test_items_other", 0, {})
        self.assertEqual([Note, older, Other], sorted([Other, Note, older]))
        self.assertTrue(Note <= Note < Other >= older > Note)

    def test_oneObject(self) -> None:
        """
        While an item is in memory it is the one object for its storeID; then it is loaded anew.
        """
        note = Note(store=self.store, title="a")
        storeID = note.storeID
        self.assertIdentical(note, self.store.getItemByID(storeID))
        self.assertIdentical(note, self.store.findUnique(Note))
        del note
        loaded = self.store.getItemByID(storeID)
        self.assertEqual(("a", [1, 1]), (loaded.title, Note.loads))
        self.assertEqual(1, len(self.store.identities))

    def test_leaves(self) -> None:
        """
        Nothing keeps an item in memory once its transaction is over, not even one that refers to it.
        """
        first = Note(store=self.store)
        second = Note(store=self.store, previous=first)
        gone = ref(first)
        del first
        self.assertEqual(None, gone())
        self.assertEqual(1, second.previous.storeID)

    def test_changesKept(self) -> None:
        """
        What was changed in a transaction stays in memory until it is written.
        """

        def change() -> None:
            note = self.store.findUnique(Note)
            note.title = "changed"
            del note
            self.assertEqual("changed", self.store.findUnique(Note).title)

        Note(store=self.store)
        self.store.transact(change)
        self.assertEqual("changed", self.store.findUnique(Note).title)

    def test_repr(self) -> None:
        """
        An item shows its values and what it refers to, without loading anything.
        """
        note = Note(store=self.store, title="a")
        note.previous = note
        shown = f"Note(count=0, previous=reference(1), title='a', storeID=1)@{id(note):#x}"
        self.assertEqual(shown, repr(note))
        self.store.identities.expire()
        self.assertEqual(f"Note(storeID=1)@{id(note):#x}", repr(note))
        self.assertEqual("a", note.title)
        self.assertEqual(shown, repr(note))
        note = Note()
        self.assertIn("previous=None, title='', storeID=None", repr(note))
        self.assertIn(f"previous=reference(unstored@{id(note)})", repr(Note(previous=note)))

    def test_persistentValues(self) -> None:
        """
        All stored values by name.
        """
        note = Note(store=self.store, title="a")
        self.assertEqual({"count": 0, "title": "a", "previous": None}, note.persistentValues())
        self.assertEqual(["count", "previous", "title"], [name for name, _ in Note.getSchema()])

    def test_failingActivate(self) -> None:
        """
        An item whose hook fails when it is made is not stored.
        """

        class Failing(Item):
            """
            Fails.
            """

            typeName = "test_items_failing"
            number = integer()

            def activate(self) -> None:
                """
                Fail.
                """
                raise ValueError("no")

        self.assertRaises(ValueError, Failing, store=self.store)
        self.assertEqual((0, 0), (self.store.count(Failing), len(self.store.identities)))


class ReferenceTests(SynchronousTestCase):
    """
    Columns that refer to other items.
    """

    def setUp(self) -> None:
        """
        A store with one note.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.note = Note(store=self.store, title="a")

    def test_item(self) -> None:
        """
        A reference reads as its item, in memory and loaded anew; it is stored as its identity.
        """
        other = Note(store=self.store, previous=self.note)
        self.assertIdentical(self.note, other.previous)
        self.store.identities.expire()
        self.assertIdentical(self.note, other.previous)
        self.assertEqual([None, 1], list(self.store.query(Note).getColumn("previous", raw=True)))

    def test_store(self) -> None:
        """
        A reference to the store itself is stored as -1.
        """
        self.note.previous = self.store
        self.assertIdentical(self.store, self.note.previous)
        self.assertEqual([-1], list(self.store.query(Note).getColumn("previous", raw=True)))

    def test_outOfStore(self) -> None:
        """
        Outside a store an item may refer to any item.
        """
        for target in (self.note, Note()):
            self.assertIdentical(target, Note(previous=target).previous)

    def test_insertedLater(self) -> None:
        """
        It is stored if the item that it refers to is stored there by then.
        """
        target = Note()
        note = Note(previous=target)
        self.assertRaises(NoCrossStoreReferences, setattr, note, "store", self.store)
        self.assertIdentical(target, note.previous)
        target.store = self.store
        note.store = self.store
        self.assertIdentical(target, note.previous)

    def test_anotherStore(self) -> None:
        """
        An item can't refer to an item of another store, nor to one of none.
        """
        elsewhere = Store()
        self.addCleanup(elsewhere.close)
        for target in (Note(store=elsewhere), elsewhere, Note()):
            self.assertRaises(NoCrossStoreReferences, setattr, self.note, "previous", target)
            self.assertRaises(NoCrossStoreReferences, Note, store=self.store, previous=target)
        self.assertEqual((None, 1), (self.note.previous, self.store.count(Note)))

    def test_noItem(self) -> None:
        """
        A reference takes nothing but items.
        """
        self.assertRaises(ConstraintError, setattr, self.note, "previous", "a")


class IdentityTests(SynchronousTestCase):
    """
    What a store finds by storeID.
    """

    def setUp(self) -> None:
        """
        An empty store.
        """
        self.store = Store()
        self.addCleanup(self.store.close)

    def test_missing(self) -> None:
        """
        A storeID that no item has is not found, however great or small.
        """
        for storeID in (1, 0, -5, 2**63 - 1, 2**80, -(2**80)):
            self.assertRaises(ItemNotFound, self.store.getItemByID, storeID)
            self.assertRaises(KeyError, self.store.getItemByID, storeID)
            self.assertEqual("none", self.store.getItemByID(storeID, default="none"))
            self.assertEqual(None, self.store.getItemByID(storeID, default=None))

    def test_itself(self) -> None:
        """
        The store's own storeID is -1.
        """
        self.assertIdentical(self.store, self.store.getItemByID(-1))

    def test_noNumber(self) -> None:
        """
        A storeID is a number.
        """
        for storeID in ("1", None, 1.0):
            self.assertRaises(TypeError, self.store.getItemByID, storeID)

    def test_forgotten(self) -> None:
        """
        An item that left memory is not there any more.
        """
        notes = [Note(store=self.store) for _ in range(3)]
        self.assertEqual(3, len(self.store.identities))
        del notes
        self.assertEqual(0, len(self.store.identities))
