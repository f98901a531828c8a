"""
What stores remember of what they are asked.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import apsw
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, text
from axiom.item import Item
from axiom.store import Store


class Rule(Item):
    """
    An item that changes rarely.
    """

    typeName = "test_recalling_rule"
    changesRarely = True

    name = text()


class Note(Item):
    """
    An item that changes often.
    """

    typeName = "test_recalling_note"

    number = integer()


class Boom(Exception):
    """
    What a transaction is undone with.
    """


class RecallTestCase(SynchronousTestCase):
    """
    Two stores on one directory, with a rule and a note in it.
    """

    def setUp(self) -> None:
        self.directory = self.mktemp()
        self.asked: list[str] = []
        self.store, self.other = self.open(), self.open()
        self.rule, self.note = Rule(store=self.store, name="a"), Note(store=self.store, number=1)

    def open(self) -> Store:
        """
        Another store on the directory.
        """
        store = Store(self.directory)
        self.addCleanup(store.close)
        return store

    def find(self, store: Store, *start: str) -> list[str]:
        """
        The names of the rules, which is noted.
        """
        self.asked.extend(start)
        return list(store.query(Rule, sort=Rule.storeID).getColumn("name"))

    def recall(self, store: Store | None = None) -> list[str]:
        """
        The names of the rules, as a store remembers them.
        """
        return (store or self.store).recall(self.find, "asked")


class RecallTests(RecallTestCase):
    """
    Tests for L{Store.recall}.
    """

    def test_remembered(self) -> None:
        """
        However a store changes otherwise, and by whom, what was found is not looked for again.
        """
        self.assertEqual(["a"], self.recall())
        theirs = self.other.getItemByID(self.note.storeID)
        changes: list[Callable[[], object]] = [
            lambda: setattr(self.note, "number", 2),
            lambda: setattr(theirs, "number", 3),
            lambda: Note(store=self.other),
            lambda: self.store.batchInsert(Note, [Note.number], [[4]]),
            self.other.query(Note, Note.number == None).deleteFromStore,  # noqa: E711 (a condition of SQL)
            theirs.deleteFromStore,
        ]
        for change in changes:
            change()
            self.assertEqual(["a"], self.recall())
        self.assertEqual(["asked"], self.asked)

    def test_otherArguments(self) -> None:
        """
        Each function with its arguments has an answer of its own.
        """
        for arguments in (("x",), ("y",), ("x", "y"), ()):
            self.assertEqual(["a"], self.store.recall(self.find, *arguments))
        self.assertEqual(["x", "y", "x", "y"], self.asked)
        self.assertEqual(1, self.store.recall(lambda store: 1))

    def test_bounded(self) -> None:
        """
        Of many answers the oldest are forgotten.
        """
        for number in range(201):
            self.store.recall(self.find, str(number))
        self.asked.clear()
        for number in (200, 1, 0):
            self.store.recall(self.find, str(number))
        self.assertEqual(["0"], self.asked)

    def test_ordinaryTransaction(self) -> None:
        """
        A transaction recalls what was found before, and may find it, as long as it changed nothing of that.
        """

        def change() -> None:
            self.note.number = 2
            self.assertEqual(["a"], self.recall())
            self.rule.name = "b"
            self.assertEqual(["b"], self.recall())
            raise Boom

        self.assertRaises(Boom, self.store.transact, change)
        self.assertEqual(["a"], self.recall())
        # It was looked for first in the transaction, and once more when that had changed it.
        self.assertEqual(["asked"] * 2, self.asked)
        self.rule.name = "c"
        self.assertEqual(["c"], self.store.transact(self.recall))

    def test_snapshot(self) -> None:
        """
        A snapshot recalls what was at its moment; after it, what is now.
        """
        with self.store.snapshot():
            Rule(store=self.other, name="b")
            self.assertEqual(["a"], self.recall())
        self.assertEqual(["a", "b"], self.recall())

    def test_transaction(self) -> None:
        """
        A transaction sees what it did, of which nothing is left when it is undone.
        """
        self.recall()

        def change() -> None:
            for name in ("b", "c"):
                self.rule.name = name
                self.assertEqual([name], self.recall())
            raise Boom

        self.assertRaises(Boom, self.store.transact, change)
        self.assertEqual((["a"], ["asked"] * 3), (self.recall(), self.asked))


class ChangeTests(RecallTestCase):
    """
    Whatever changes an item that changes rarely is noticed, whoever does it.
    """

    def notices(self, names: list[str], change: Callable[[Store], object]) -> None:
        """
        C{change} is noticed by the store that does it and by the other one, at once.
        """
        self.recall(self.store)
        self.recall(self.other)
        change(self.other)
        self.assertEqual((names, names), (self.recall(self.store), self.recall(self.other)))

    def test_items(self) -> None:
        """
        Items are made, changed and deleted, one by one and together.
        """
        self.notices(["a", "b"], lambda store: Rule(store=store, name="b"))
        self.notices(["c", "b"], lambda store: setattr(store.findFirst(Rule), "name", "c"))
        self.notices(["c", "b", "d"], lambda store: store.batchInsert(Rule, [Rule.name], [["d"]]))
        self.notices(["c", "b", "e"], lambda store: store.query(Rule, Rule.name == "d").update(name="e"))
        self.notices(["c", "b"], lambda store: store.query(Rule, Rule.name == "e").deleteFromStore())
        self.notices(["b"], lambda store: store.findUnique(Rule, Rule.name == "c").deleteFromStore())

    def test_sql(self) -> None:
        """
        SQL may change anything.
        """
        table = self.store.getTableName(Rule)
        self.notices(["x"], lambda store: store.executeSQL(f"UPDATE {table} SET name = 'x'"))

    def test_savepoints(self) -> None:
        """
        What a savepoint did counts with its transaction, unless it was undone.
        """

        def change(store: Store) -> None:
            store.transact(setattr, store.findFirst(Rule), "name", "b")
            Note(store=store)

        self.notices(["b"], lambda store: store.transact(change, store))

        def fail() -> None:
            self.rule.name = "c"
            raise Boom

        def changeAndUndo() -> None:
            self.assertRaises(Boom, self.store.transact, fail)
            Note(store=self.store)

        self.asked.clear()
        self.store.transact(changeAndUndo)
        self.assertEqual((["b"], []), (self.recall(), self.asked))

    def test_strangers(self) -> None:
        """
        One who counts a transaction and does not say what it changed may have changed anything.
        """
        self.recall()
        with closing(apsw.Connection(str(Path(self.directory) / "db.sqlite"))) as connection:
            connection.execute(f"UPDATE {self.store.getTableName(Rule)} SET name = 'z'")
            connection.execute("UPDATE axiom_revision SET revision = revision + 1")
        self.assertEqual(["z"], self.recall())


class OlderReleaseTests(RecallTestCase):
    """
    A store in which no release told these changes yet.
    """

    def setUp(self) -> None:
        super().setUp()
        for store in (self.store, self.other):
            store.close()
        with closing(apsw.Connection(str(Path(self.directory) / "db.sqlite"))) as connection:
            connection.execute("ALTER TABLE axiom_revision DROP COLUMN ordinary")

    def test_opened(self) -> None:
        """
        They are told once it was opened; its revision goes on, and no copy is kept of it.
        """
        self.store, self.other = self.open(), self.open()
        before = self.store.revision
        self.assertEqual(["a"], self.recall())
        Note(store=self.other)
        self.assertEqual((["a"], ["asked"], before + 1), (self.recall(), self.asked, self.store.revision))
        Rule(store=self.other, name="b")
        self.assertEqual(["a", "b"], self.recall())
        self.assertEqual([], self.store.copies.all())
