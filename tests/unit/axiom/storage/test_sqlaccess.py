"""
SQL on a store's database.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import text
from axiom.item import Item
from axiom.store import IN_MEMORY_DATABASE, Store


class Word(Item):
    """
    An item with a text.
    """

    typeName = "test_sqlaccess_word"

    word = text()


class SQLTests(SynchronousTestCase):
    """
    What those call who write SQL.
    """

    def setUp(self) -> None:
        """
        A store with a word.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.word = Word(store=self.store, word="one")

    def test_databaseName(self) -> None:
        """
        A statement may name the database, whatever SQLite calls it.
        """
        self.assertEqual("main", self.store.databaseName)
        sql = "SELECT word FROM *DATABASE*.item_test_sqlaccess_word_v1 WHERE oid = ?"
        self.assertEqual([("one",)], self.store.querySchemaSQL(sql, (self.word.storeID,)))
        self.store.executeSchemaSQL("UPDATE *DATABASE*.item_test_sqlaccess_word_v1 SET word = ?", ("two",))
        self.assertEqual("two", self.word.word)

    def test_inserted(self) -> None:
        """
        Whoever inserts a row learns its oid.
        """
        self.store.createSQL("CREATE TABLE words (word TEXT)")
        inserted = [self.store.executeSQL("INSERT INTO words VALUES (?)", (word,)) for word in "ab"]
        self.assertEqual([1, 2], inserted)

    def test_connection(self) -> None:
        """
        Statements may be run on the connection itself.
        """
        (found,) = self.store.connection.execute("SELECT word FROM item_test_sqlaccess_word_v1")
        self.assertEqual(("one",), found)

    def test_objectCache(self) -> None:
        """
        The items in memory are at hand.
        """
        self.assertIdentical(self.word, self.store.objectCache.get(self.word.storeID))
        self.assertIdentical(None, self.store.objectCache.get(99))

    def test_inMemory(self) -> None:
        """
        A store in memory is in the database that SQLite calls so.
        """
        self.assertEqual(":memory:", IN_MEMORY_DATABASE)
        self.assertEqual([(0, "main", "")], self.store.querySQL("PRAGMA database_list"))
