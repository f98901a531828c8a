"""
What no two items may have the same.
"""

from __future__ import annotations

from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import compoundIndex, integer, text
from axiom.errors import NotUnique, SQLError
from axiom.item import Item
from axiom.store import Store


class Seat(Item):
    """
    A place in a row, with somebody's name.
    """

    typeName = "test_uniqueness_seat"

    name = text(unique=True)
    row = integer()
    number = integer()
    note = text()
    compoundIndex(row, number, unique=True)


class UniqueTests(SynchronousTestCase):
    """
    A store with two seats.
    """

    def setUp(self) -> None:
        """
        Ann and Bob sit beside each other.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.ann = Seat(store=self.store, name="Ann", row=1, number=1)
        self.bob = Seat(store=self.store, name="Bob", row=1, number=2)

    def state(self) -> list[tuple[Any, ...]]:
        """
        Everything that is stored.
        """
        return self.store.querySQL(
            "SELECT oid, name, row, number FROM item_test_uniqueness_seat_v1 ORDER BY oid"
        )

    def assertUnchanged(self) -> None:
        """
        In memory and in the database everything is as at first.
        """
        self.assertEqual([(1, "Ann", 1, 1), (2, "Bob", 1, 2)], self.state())
        self.assertEqual([(1, 2)], self.store.querySQL("SELECT min(oid), max(oid) FROM axiom_objects"))
        self.assertEqual(["Ann", "Bob"], [self.ann.name, self.bob.name])
        self.assertEqual([self.ann, self.bob], list(self.store.query(Seat, sort=Seat.storeID)))

    def test_created(self) -> None:
        """
        A new item that has what another one has is refused; the error says what, and who has it.
        """
        error = self.assertRaises(NotUnique, Seat, store=self.store, name="bob")
        self.assertIsInstance(error, SQLError)
        self.assertEqual((3, 2, {"name": "bob"}), (error.storeID, error.otherID, error.values))
        self.assertEqual("item 3 can't have the Seat name 'bob': item 2 has it", str(error))
        self.assertTrue(error.hint)
        self.assertUnchanged()

    def test_changed(self) -> None:
        """
        So is an item that is changed; it has again what it had.
        """
        error = self.assertRaises(NotUnique, setattr, self.ann, "name", "Bob")
        self.assertEqual((1, 2, {"name": "Bob"}), (error.storeID, error.otherID, error.values))
        error = self.assertRaises(NotUnique, setattr, self.ann, "number", 2)
        self.assertEqual({"row": 1, "number": 2}, error.values)
        self.assertEqual("item 1 can't have the Seat row 1 and number 2: item 2 has it", str(error))
        self.assertUnchanged()

    def test_none(self) -> None:
        """
        Any number of items may have none.
        """
        for _ in range(2):
            Seat(store=self.store, row=1)
        self.assertEqual(4, self.store.query(Seat).count())

    def test_transaction(self) -> None:
        """
        The transaction in which it happens is undone as a whole.
        """

        def change() -> None:
            self.ann.name = "Cid"
            Seat(store=self.store, name="Dan")
            Seat(store=self.store, name="Bob")

        error = self.assertRaises(NotUnique, self.store.transact, change)
        self.assertEqual((4, 2), (error.storeID, error.otherID))
        self.assertUnchanged()

    def test_savepoint(self) -> None:
        """
        Of a transaction only the inner part in which it happens is undone.
        """

        def take(name: str) -> Seat:
            self.ann.note = name
            return Seat(store=self.store, name=name)

        def change() -> None:
            self.assertRaises(NotUnique, self.store.transact, take, "Bob")
            self.assertIdentical(None, self.ann.note)
            self.store.transact(take, "Cid")

        self.store.transact(change)
        self.assertEqual("Cid", self.ann.note)
        self.assertEqual(["Ann", "Bob", "Cid"], sorted(name for _, name, _, _ in self.state()))

    def test_inMemory(self) -> None:
        """
        Two new items can't have the same either.
        """

        def create() -> None:
            for _ in range(2):
                Seat(store=self.store, name="Cid")

        error = self.assertRaises(NotUnique, self.store.transact, create)
        self.assertEqual((4, 3), (error.storeID, error.otherID))
        self.assertUnchanged()

    def test_stays(self) -> None:
        """
        Code that passes over the error meets it again; if it mends the item, all goes well.
        """
        made: list[Seat] = []

        def create() -> None:
            made.extend(Seat(store=self.store, name=name) for name in ("Cid", "Bob", "Dan"))
            for _ in range(2):
                self.assertRaises(NotUnique, self.store.checkpoint)

        error = self.assertRaises(NotUnique, self.store.transact, create)
        self.assertEqual({"name": "Bob"}, error.values)
        self.assertUnchanged()
        made.clear()

        def mend() -> None:
            create()
            made[1].name = "Eve"

        self.store.transact(mend)
        self.assertEqual(["Ann", "Bob", "Cid", "Dan", "Eve"], sorted(name for _, name, _, _ in self.state()))

    def test_exchanged(self) -> None:
        """
        Only what is there in the end must be unique: items may exchange what they have, and hand it on.
        """
        cid = Seat(store=self.store, name="Cid", row=1, number=3)

        def exchange() -> None:
            self.ann.name, self.bob.name, cid.name = "Bob", "Cid", "Ann"
            self.ann.number, self.bob.number, cid.number = 2, 3, 4
            Seat(store=self.store, row=1, number=1)

        self.store.transact(exchange)
        self.assertEqual(
            [(1, "Bob", 1, 2), (2, "Cid", 1, 3), (3, "Ann", 1, 4), (4, None, 1, 1)], self.state()
        )

    def test_exchangedInVain(self) -> None:
        """
        If it is not unique in the end either, all is as it was.
        """

        def exchange() -> None:
            Seat(store=self.store, name="Cid")
            self.ann.name, self.bob.name = "Bob", "Cid"

        error = self.assertRaises(NotUnique, self.store.transact, exchange)
        self.assertEqual({"name": "Cid"}, error.values)

        def collide() -> None:
            self.ann.name, self.bob.name = "Cid", "Cid"

        error = self.assertRaises(NotUnique, self.store.transact, collide)
        self.assertEqual((2, 1), (error.storeID, error.otherID))
        self.assertUnchanged()

    def test_deletedFirst(self) -> None:
        """
        What a deleted item had is free within the transaction.
        """

        def replace() -> None:
            self.bob.deleteFromStore()
            Seat(store=self.store, name="Bob", row=1, number=2)

        self.store.transact(replace)
        self.assertEqual([(1, "Ann", 1, 1), (3, "Bob", 1, 2)], self.state())

    def test_batch(self) -> None:
        """
        Of many rows inserted at once the one that can't be is named, and none is inserted.
        """
        rows = [("Cid", 2), ("ann", 3), ("Dan", 4)]
        error = self.assertRaises(NotUnique, self.store.batchInsert, Seat, [Seat.name, Seat.number], rows)
        self.assertEqual((4, 1, {"name": "ann"}), (error.storeID, error.otherID, error.values))
        self.assertUnchanged()

    def test_sql(self) -> None:
        """
        SQL that breaks it is refused, with SQLite's words.
        """
        error = self.assertRaises(
            NotUnique, self.store.executeSQL, "UPDATE item_test_uniqueness_seat_v1 SET name = 'x'"
        )
        self.assertIn("item_test_uniqueness_seat_v1.name", str(error))
        self.assertIdentical(None, error.storeID)
        self.assertUnchanged()

    def test_otherStore(self) -> None:
        """
        What another store has written counts.
        """
        directory = self.mktemp()
        ours, theirs = Store(directory), Store(directory)
        for store in (ours, theirs):
            self.addCleanup(store.close)
        Seat(store=ours, name="Ann")
        self.assertRaises(NotUnique, Seat, store=theirs, name="Ann")
        self.assertEqual(1, ours.query(Seat).count())
