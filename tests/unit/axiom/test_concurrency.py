"""
Several stores on one directory: what each sees of what the others commit.

They stand for several processes; that these behave alike is tested with real ones.
"""

from __future__ import annotations

from typing import Any

from twisted.trial.unittest import SynchronousTestCase
from zope.interface import Interface, implementer

from axiom.attributes import integer, reference, text
from axiom.errors import ItemNotFound
from axiom.item import Item
from axiom.store import Store


class ICounter(Interface):
    """
    Something to be a powerup for.
    """


@implementer(ICounter)
class Counter(Item):
    """
    A number with a name.
    """

    typeName = "test_concurrency_counter"

    name = text()
    number = integer(default=0, allowNone=False)
    next = reference()

    def increment(self) -> None:
        """
        Count on.
        """
        self.number += 1


class Late(Item):
    """
    An item that is first stored when both stores are open.
    """

    typeName = "test_concurrency_late"

    number = integer()


class TwoStoresTests(SynchronousTestCase):
    """
    Two stores on one directory.
    """

    def setUp(self) -> None:
        """
        Both open, with one counter, in memory in both.
        """
        directory = self.mktemp()
        self.ours, self.theirs = Store(directory), Store(directory)
        for store in (self.ours, self.theirs):
            self.addCleanup(store.close)
        self.our = Counter(store=self.ours, name="a")
        self.their = self.theirs.findUnique(Counter)

    def test_changed(self) -> None:
        """
        A query, a transaction, or a look-up sees what the other store changed, in the same object.
        """
        looks: list[Any] = [
            lambda: list(self.ours.query(Counter)),
            lambda: self.ours.transact(lambda: None),
            lambda: self.ours.getItemByID(self.our.storeID),
            lambda: self.ours.revision,
            lambda: self.ours.querySQL("SELECT 1"),
        ]
        for number, look in enumerate(looks, 1):
            self.their.number = number
            look()
            self.assertEqual(number, self.our.number)
        self.assertIdentical(self.our, self.ours.findUnique(Counter))

    def test_increments(self) -> None:
        """
        No increment in a transaction is lost.
        """
        for _ in range(10):
            self.ours.transact(self.our.increment)
            self.theirs.transact(self.their.increment)
        self.assertEqual([20], list(self.ours.query(Counter).getColumn("number")))

    def test_incrementsInLoop(self) -> None:
        """
        Nor is one in a loop over items that the other store changes meanwhile.
        """
        self.ours.batchInsert(Counter, [Counter.name], [[str(number)] for number in range(300)])
        del self.our
        for counter in self.ours.query(Counter, sort=Counter.storeID):
            self.theirs.executeSQL("UPDATE item_test_concurrency_counter_v1 SET number = number + 1")
            self.ours.transact(counter.increment)
        numbers = list(self.ours.query(Counter).getColumn("number"))
        self.assertEqual([302] * 301, numbers)

    def test_deleted(self) -> None:
        """
        An item that the other store deleted can't be read, changed or deleted, and is not found.
        """
        self.their.deleteFromStore()
        self.assertEqual(0, self.ours.count(Counter))
        for use in (
            lambda: self.our.number,
            lambda: setattr(self.our, "number", 5),
            self.our.touch,
            self.our.deleteFromStore,
            lambda: self.ours.getItemByID(self.our.storeID),
        ):
            self.assertRaises(ItemNotFound, use)

    def test_deletedUnnoticed(self) -> None:
        """
        A change of an item that was deleted since the last look fails, instead of getting lost.
        """
        self.their.deleteFromStore()
        self.assertRaises(ItemNotFound, setattr, self.our, "number", 5)

    def test_deletedInLoop(self) -> None:
        """
        An item that the other store deletes before its turn comes, and we notice, does not come.
        """
        self.ours.batchInsert(Counter, [Counter.name], [["b"], ["c"]])
        names = []
        for counter in self.ours.query(Counter, sort=Counter.name):
            names.append(counter.name)
            self.theirs.query(Counter, Counter.name == "c").deleteFromStore()
            self.ours.transact(counter.increment)
        self.assertEqual(["a", "b"], names)

    def test_referred(self) -> None:
        """
        A reference leads to what the other store made it lead to.
        """
        self.their.next = Counter(store=self.theirs, name="b")
        self.ours.transact(lambda: None)
        self.assertEqual("b", self.our.next.name)
        self.their.next.deleteFromStore()
        self.assertEqual(None, self.our.next)

    def test_newType(self) -> None:
        """
        Items of a type that the other store was the first to store are found, counted and made.
        """
        self.assertEqual(0, self.ours.count(Late))
        late = Late(store=self.theirs, number=1)
        self.assertEqual(1, self.ours.count(Late))
        self.assertEqual(1, self.ours.sum(Late.number))
        self.assertEqual(1, self.ours.getItemByID(late.storeID).number)
        Late(store=self.ours, number=2)
        self.assertEqual([1, 2], list(self.theirs.query(Late, sort=Late.storeID).getColumn("number")))
        self.assertEqual([(2,)], self.ours.querySQL("SELECT count(*) FROM axiom_types"))

    def test_newTypeInTransaction(self) -> None:
        """
        A type that the other store was the first to store is not made again in a transaction.
        """
        Late(store=self.theirs, number=1)
        self.ours.transact(Late, store=self.ours, number=2)
        self.assertEqual(2, self.theirs.count(Late))

    def test_identities(self) -> None:
        """
        Items made in turn in both have identities of their own.
        """
        found = [Counter(store=store).storeID for _ in range(5) for store in (self.ours, self.theirs)]
        self.assertEqual(10, len(set(found)))
        self.assertEqual(sorted(found), found)

    def test_identityOfDeleted(self) -> None:
        """
        The identity of an item that the other store deleted is not used again.
        """
        newest = Counter(store=self.theirs)
        storeID = newest.storeID
        newest.deleteFromStore()
        self.assertEqual(storeID + 1, Counter(store=self.ours).storeID)

    def test_powerups(self) -> None:
        """
        A powerup that the other store granted is one.
        """
        self.theirs.powerUp(self.their, ICounter)
        self.assertEqual([self.our], list(self.ours.powerupsFor(ICounter)))

    def test_revision(self) -> None:
        """
        Both count the commits of both.
        """
        before = self.ours.revision
        self.their.number = 1
        self.our.number = 2
        self.assertEqual((before + 2, before + 2), (self.ours.revision, self.theirs.revision))

    def test_raisedInside(self) -> None:
        """
        After a failed transaction an item has what the other store committed before it.
        """
        self.their.number = 5

        def fail() -> None:
            self.our.number += 1
            raise ValueError("no")

        self.assertRaises(ValueError, self.ours.transact, fail)
        self.assertEqual(5, self.our.number)

    def test_suspendedQuery(self) -> None:
        """
        A long query that is left alone does not keep a later look from seeing the present.
        """
        self.ours.batchInsert(Counter, [Counter.name], [[str(number)] for number in range(1000)])
        suspended = iter(self.ours.query(Counter))
        next(suspended)
        self.their.number = 7
        self.assertEqual(7, self.ours.getItemByID(self.our.storeID).number)
        self.assertEqual(1000, len(list(suspended)))
