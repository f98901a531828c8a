"""
SQL that can only read.
"""

from __future__ import annotations

from contextlib import closing

from axiom.care import Answer, readingStatements
from axiom.care.errors import InvalidStatement, StatementRefused, StatementStopped
from axiom.errors import CannotOpenStore
from tests.unit.axiom.care.sites import ALICE, BOB, Note, SiteTestCase, snapshotOf

HARMFUL = (
    "DELETE FROM item_care_note_v1",
    "INSERT INTO axiom_revision VALUES (1)",
    "UPDATE axiom_revision SET revision = 0",
    "CREATE TABLE x (y)",
    "CREATE TEMP TABLE x (y)",
    "DROP TABLE item_care_note_v1",
    "ATTACH 'other.sqlite' AS other",
    "VACUUM",
    "VACUUM INTO 'copy.sqlite'",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA user_version = 7",
    "PRAGMA query_only = OFF",
    "PRAGMA writable_schema = ON",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "PRAGMA optimize",
    "BEGIN IMMEDIATE",
    "REINDEX",
    "ANALYZE",
    "SELECT load_extension('x')",
    "EXPLAIN DELETE FROM item_care_note_v1",
    "WITH x AS (SELECT 1) DELETE FROM item_care_note_v1",
)


class StatementTests(SiteTestCase):
    """
    L{StatementReader<axiom.care.StatementReader>} answers, and changes nothing.
    """

    def answers(self, sql: str, limit: int = 10) -> list[Answer]:
        """
        The answers of Bob's store.
        """
        with readingStatements(self.place(BOB).database) as reader:
            return list(reader.answers(sql, limit))

    def test_answers(self) -> None:
        """
        Each statement has an answer; comments and empty ones have none.
        """
        sql = "-- The notes.\nSELECT title, stars FROM item_care_note_v1; ; SELECT 1 WHERE 0; -- The end."
        expected = [Answer(("title", "stars"), [("Hello", 3)], True), Answer(("1",), [], True)]
        self.assertEqual(expected, self.answers(sql))

    def test_limited(self) -> None:
        """
        An answer has no more rows than are asked for, however many there are.
        """
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
        self.assertEqual([Answer(("i",), [(1,), (2,)], False)], self.answers(endless, 2))
        self.assertEqual([Answer(("i",), [(1,), (2,)], True)], self.answers(f"{endless} LIMIT 2", 2))

    def test_refused(self) -> None:
        """
        Whatever would change something is refused, and nothing is changed.
        """
        before = snapshotOf(self.directory)
        for sql in HARMFUL:
            self.assertRaises(StatementRefused, self.answers, sql)
        after = snapshotOf(self.directory)
        databases = {name for name in before if name.endswith("db.sqlite")}
        self.assertEqual(3, len(databases))
        for name in databases:
            self.assertEqual(before[name], after[name])
        self.assertEqual(set(), {name for name in set(after) - set(before) if "db.sqlite-" not in name})

    def test_refusedInTheMiddle(self) -> None:
        """
        A refused statement ends a program; those before it were answered.
        """
        with readingStatements(self.place(BOB).database) as reader:
            answers = reader.answers("SELECT 1; DELETE FROM item_care_note_v1; SELECT 2", 10)
            self.assertEqual([(1,)], next(answers).rows)
            self.assertRaises(StatementRefused, next, answers)

    def test_telling(self) -> None:
        """
        PRAGMAs that only tell are answered, also as tables, and full-text indexes are searched.
        """
        self.execute(BOB, "CREATE VIRTUAL TABLE words USING fts5(word); INSERT INTO words VALUES ('hello')")
        for sql in (
            "PRAGMA table_info(item_care_note_v1)",
            "SELECT * FROM pragma_index_list('item_care_note_v1')",
            "PRAGMA journal_mode",
            "PRAGMA integrity_check",
            "EXPLAIN QUERY PLAN SELECT * FROM item_care_note_v1",
            "SELECT rank FROM words WHERE words MATCH 'hel*' ORDER BY rank",
        ):
            self.assertTrue(self.answers(sql)[0].rows, sql)

    def test_seesCommits(self) -> None:
        """
        Each statement sees what is committed when it is asked.
        """
        count = "SELECT count(*) FROM item_care_note_v1"
        with closing(self.open(BOB)) as store, readingStatements(self.place(BOB).database) as reader:
            first = [answer.rows for answer in reader.answers(count, 1)]
            Note(store=store)
            self.assertEqual([[(1,)]], first)
            self.assertEqual([[(2,)]], [answer.rows for answer in reader.answers(count, 1)])

    def test_missing(self) -> None:
        """
        No database is made.
        """
        self.place(ALICE).database.unlink()
        with self.assertRaises(CannotOpenStore), readingStatements(self.place(ALICE).database):
            pass
        self.assertFalse(self.place(ALICE).database.exists())


class BoundTests(SiteTestCase):
    """
    What a reader hides, and when it stops.
    """

    def test_hidden(self) -> None:
        """
        A hidden column has no value, wherever a statement uses it; the others have theirs.
        """
        for sql, expected in (
            ("SELECT title, stars FROM item_care_note_v1", [(None, 3)]),
            ("SELECT * FROM (SELECT title AS harmless FROM item_care_note_v1)", [(None,)]),
            ("SELECT stars FROM item_care_note_v1 WHERE title = 'Hello'", []),
            ("SELECT stars FROM item_care_note_v1 WHERE title LIKE 'H%' OR title > ''", []),
            ("SELECT count(*) FROM item_care_note_v1 WHERE title IS NULL", [(1,)]),
            ("SELECT max(upper(t.TITLE)) FROM item_care_note_v1 AS t", [(None,)]),
        ):
            with readingStatements(self.place(BOB).database, lambda name: name == "title") as reader:
                [answer] = reader.answers(sql, 10)
            self.assertEqual(expected, answer.rows, sql)

    def test_stopped(self) -> None:
        """
        A statement without an end is stopped; the next one is answered.
        """
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        asked = iter([False, False, True])
        with readingStatements(self.place(BOB).database, isStopped=lambda: next(asked, False)) as reader:
            self.assertRaises(StatementStopped, list, reader.answers(endless, 10))
            self.assertEqual([(1,)], next(reader.answers("SELECT 1", 10)).rows)

    def test_hugeValue(self) -> None:
        """
        No statement makes up a value that fills the memory.
        """
        with readingStatements(self.place(BOB).database) as reader:
            self.assertRaises(InvalidStatement, list, reader.answers("SELECT zeroblob(1000000000)", 1))
