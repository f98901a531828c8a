"""
Deletion, of single items and of many, and what it does to those that refer to them.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase
from zope.interface import Interface

from axiom.attributes import inmemory, integer, reference
from axiom.errors import BrokenReference, DeletionDisallowed, ItemNotFound, NotInStore
from axiom.item import Item, _PowerupConnector
from axiom.store import Store


class Node(Item):
    """
    An item to refer to, which refers in every way.
    """

    typeName = "test_deletion_node"

    number = integer()
    owned = reference(whenDeleted=reference.CASCADE)
    liked = reference(whenDeleted=reference.NULLIFY)
    needed = reference(whenDeleted=reference.DISALLOW)


class Leaf(Item):
    """
    An item without references.
    """

    typeName = "test_deletion_leaf"

    number = integer()


class Mourned(Item):
    """
    An item that tells of its deletion.
    """

    typeName = "test_deletion_mourned"

    number = integer()
    tell = inmemory()

    def activate(self) -> None:
        """
        Know whom to tell.
        """
        self.tell = _deleted.append

    def deleted(self) -> None:
        """
        Tell.
        """
        self.tell(self.number)


_deleted: list[int | None] = []


class INode(Interface):
    """
    Something to be a powerup for.
    """


class DeletionTests(SynchronousTestCase):
    """
    C{item.deleteFromStore()}.
    """

    def setUp(self) -> None:
        """
        A store with one node.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.node = Node(store=self.store)

    def objects(self) -> int:
        """
        How many items the store has.
        """
        count: int = self.store.querySQL("SELECT count(*) FROM axiom_objects")[0][0]
        return count

    def test_gone(self) -> None:
        """
        A deleted item is in no query and has no rows; it says that it is deleted.
        """
        storeID = self.node.storeID
        self.node.deleteFromStore()
        self.assertEqual((0, 0), (self.store.count(Node), self.objects()))
        self.assertRaises(ItemNotFound, self.store.getItemByID, storeID)
        self.assertEqual(f"<Node (deleted, storeID was {storeID})>", repr(self.node))

    def test_again(self) -> None:
        """
        A deleted item can't be deleted, changed or touched.
        """
        self.node.deleteFromStore()
        self.assertRaises(ItemNotFound, self.node.deleteFromStore)
        self.assertRaises(ItemNotFound, setattr, self.node, "number", 1)
        self.assertRaises(ItemNotFound, self.node.touch)

    def test_inNoStore(self) -> None:
        """
        An item that is in no store can't be deleted.
        """
        self.assertRaises(NotInStore, Node().deleteFromStore)

    def test_identityIsNotUsedAgain(self) -> None:
        """
        The storeID of a deleted item goes to no other.
        """
        storeID = self.node.storeID
        self.node.deleteFromStore()
        self.assertEqual(storeID + 1, Node(store=self.store).storeID)

    def test_nullify(self) -> None:
        """
        A nullifying reference becomes None, in memory and in the database.
        """
        other = Node(store=self.store, liked=self.node)
        self.node.deleteFromStore()
        self.assertEqual(None, other.liked)
        self.assertEqual([None], list(self.store.query(Node).getColumn("liked", raw=True)))

    def test_cascade(self) -> None:
        """
        A cascading reference takes its item with it, and those that refer to that one.
        """
        child = Node(store=self.store, owned=self.node)
        Node(store=self.store, owned=child)
        Node(store=self.store, owned=child)
        self.node.deleteFromStore()
        self.assertEqual(0, self.objects())

    def test_circle(self) -> None:
        """
        Items that refer to each other in a circle, or to themselves, are deleted once each.
        """
        second = Node(store=self.store, owned=self.node, liked=self.node)
        self.node.owned = second
        self.node.liked = self.node
        self.node.deleteFromStore()
        self.assertEqual(0, self.objects())

    def test_disallow(self) -> None:
        """
        A forbidding reference refuses the deletion, and nothing is changed.
        """
        Node(store=self.store, needed=self.node)
        Node(store=self.store, owned=self.node)
        self.assertRaises(DeletionDisallowed, self.node.deleteFromStore)
        self.assertEqual(3, self.objects())
        self.node.number = 1

    def test_disallowInCascade(self) -> None:
        """
        If one of the items that would go with it may not, none is deleted.
        """
        child = Node(store=self.store, owned=self.node)
        Node(store=self.store, needed=child)
        self.assertRaises(DeletionDisallowed, self.node.deleteFromStore)
        self.assertEqual(3, self.objects())
        self.assertIdentical(self.node, child.owned)

    def test_disallowByItself(self) -> None:
        """
        An item's reference to itself does not keep it.
        """
        self.node.needed = self.node
        self.node.deleteFromStore()
        self.assertEqual(0, self.objects())

    def test_caught(self) -> None:
        """
        A transaction may go on after a refused deletion.
        """
        Node(store=self.store, needed=self.node)

        def tryIt() -> None:
            self.assertRaises(DeletionDisallowed, self.node.deleteFromStore)
            self.node.number = 2

        self.store.transact(tryIt)
        self.assertEqual(1, self.store.count(Node, Node.number == 2))

    def test_powerups(self) -> None:
        """
        With a powerup, or what it empowers, goes the row that binds them.
        """
        other = Node(store=self.store)
        self.node.powerUp(other, INode)
        other.powerUp(self.node, INode)
        self.node.deleteFromStore()
        self.assertEqual((0, [other]), (self.store.count(_PowerupConnector), list(self.store.query(Node))))

    def test_goneBehindOurBack(self) -> None:
        """
        A reference to what SQL deleted is None, or broken if it must not be.
        """
        other = Node(store=self.store, liked=self.node, needed=self.node)
        self.store.executeSQL("DELETE FROM axiom_objects WHERE oid = ?", (self.node.storeID,))
        self.store.executeSQL("DELETE FROM item_test_deletion_node_v1 WHERE oid = ?", (self.node.storeID,))
        self.assertEqual(None, other.liked)
        self.assertRaises(BrokenReference, lambda: other.needed)
        self.assertRaises(ItemNotFound, self.node.deleteFromStore)

    def test_deletedBySQL(self) -> None:
        """
        An item of which SQL deleted the rows can't be deleted, changed or read.
        """
        for table in ("axiom_objects", "item_test_deletion_node_v1"):
            self.store.executeSQL(f"DELETE FROM {table}")
        self.assertRaises(ItemNotFound, self.node.deleteFromStore)
        self.assertRaises(ItemNotFound, setattr, self.node, "number", 1)
        self.assertRaises(ItemNotFound, lambda: self.node.number)


class BulkDeletionTests(SynchronousTestCase):
    """
    C{query.deleteFromStore()}.
    """

    def setUp(self) -> None:
        """
        A store with ten leaves, none in memory.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.store.batchInsert(Leaf, [Leaf.number], [[number] for number in range(10)])

    def numbers(self) -> list[int]:
        """
        Of the leaves that are left.
        """
        return list(self.store.query(Leaf, sort=Leaf.number).getColumn("number"))

    def test_some(self) -> None:
        """
        What the query finds is deleted, with its identities; the rest is left.
        """
        self.store.query(Leaf, Leaf.number > 2).deleteFromStore()
        self.assertEqual([0, 1, 2], self.numbers())
        self.assertEqual(3, self.store.querySQL("SELECT count(*) FROM axiom_objects")[0][0])

    def test_limited(self) -> None:
        """
        A limit, an offset and an order are heeded.
        """
        self.store.query(Leaf, sort=Leaf.number.descending, limit=7, offset=1).deleteFromStore()
        self.assertEqual([0, 1, 9], self.numbers())

    def test_inMemory(self) -> None:
        """
        An item that is in memory knows that it is deleted.
        """
        leaf = self.store.findUnique(Leaf, Leaf.number == 5)
        self.store.query(Leaf).deleteFromStore()
        self.assertRaises(ItemNotFound, setattr, leaf, "number", 1)
        self.assertEqual([], self.numbers())

    def test_undone(self) -> None:
        """
        If the transaction fails, all of it is there.
        """
        leaf = self.store.findUnique(Leaf, Leaf.number == 5)

        def fail() -> None:
            self.store.query(Leaf).deleteFromStore()
            raise ValueError("no")

        self.assertRaises(ValueError, self.store.transact, fail)
        self.assertEqual(list(range(10)), self.numbers())
        leaf.number = 55
        self.assertEqual(55, self.numbers()[-1])

    def test_unwritten(self) -> None:
        """
        What was changed in the transaction is found as it is.
        """

        def change() -> None:
            Leaf(store=self.store, number=100)
            self.store.query(Leaf, Leaf.number >= 9).deleteFromStore()

        self.store.transact(change)
        self.assertEqual(list(range(9)), self.numbers())

    def test_references(self) -> None:
        """
        References to single items among them are heeded.
        """
        first, second, third = (
            self.store.findUnique(Leaf, Leaf.number == number).storeID for number in range(3)
        )
        self.store.batchInsert(Node, [Node.owned, Node.liked], [[first, None], [None, second]])
        self.store.query(Leaf, Leaf.number < 9).deleteFromStore()
        self.assertEqual([9], self.numbers())
        self.assertEqual([None], list(self.store.query(Node).getColumn("liked", raw=True)))
        self.store.batchInsert(Node, [Node.needed], [[third + 7]])
        self.assertRaises(DeletionDisallowed, self.store.query(Leaf).deleteFromStore)
        self.assertEqual([9], self.numbers())

    def test_eachOther(self) -> None:
        """
        Items that are deleted by one query may refer to each other.
        """
        owner = Node(store=self.store).storeID
        self.store.batchInsert(Node, [Node.owned, Node.liked], [[owner, owner], [owner + 1, owner]])
        self.store.query(Node).deleteFromStore()
        self.assertEqual(0, self.store.count(Node))

    def test_hook(self) -> None:
        """
        A class with a C{deleted} hook has it called for each item.
        """
        self.addCleanup(_deleted.clear)
        self.store.batchInsert(Mourned, [Mourned.number], [[1], [2]])
        self.store.query(Mourned).deleteFromStore()
        self.assertEqual([1, 2], sorted(filter(None, _deleted)))

    def test_nothing(self) -> None:
        """
        A query that finds nothing deletes nothing and is no new revision.
        """
        before = self.store.revision
        self.store.query(Leaf, Leaf.number == 77).deleteFromStore()
        self.assertEqual(before, self.store.revision)
