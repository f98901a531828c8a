"""
The commands that take care of stores.
"""

from __future__ import annotations

import builtins
import json
import os
from contextlib import closing
from io import StringIO
from typing import Any

from axiom.care import TOP
from axiom.scripts.axiomatic import ExitStatus, Terminal, main
from axiom.substore import SubStore
from tests.unit.axiom.care.sites import ALICE, BOB, Note, SiteTestCase


class TTY(StringIO):
    """
    What counts as a terminal.
    """

    def isatty(self) -> bool:
        """
        It is one.
        """
        return True


class CareCommandTestCase(SiteTestCase):
    """
    Tests with commands on the site.
    """

    def run_(
        self, *argv: str, stdin: StringIO | None = None, err: StringIO | None = None
    ) -> tuple[int, str, str]:
        """
        The status of a command, and what it writes to standard output and standard error.
        """
        terminal = Terminal(stdin or StringIO(), out := StringIO(), err := err or StringIO())
        return main(["-d", str(self.top.path), *argv], terminal), out.getvalue(), err.getvalue()

    def lines(self, *argv: str, status: int = 0, stdin: str = "") -> list[str]:
        """
        What a command writes to standard output, and nothing to standard error.
        """
        found, out, err = self.run_(*argv, stdin=StringIO(stdin))
        self.assertEqual((status, ""), (found, err))
        return out.splitlines()

    def json(self, *argv: str, status: int = 0) -> Any:
        """
        What a command writes as JSON.
        """
        [line] = self.lines(argv[0], "--json", *argv[1:], status=status)
        return json.loads(line)


class CheckCommandTests(CareCommandTestCase):
    """
    C{check} tells what is wrong.
    """

    def test_clean(self) -> None:
        """
        A clean site has one line, and the files of its administrator are no orphans.
        """
        (self.top.files / "static").mkdir()
        (self.top.files / "static" / "site.css").write_bytes(b"")
        self.assertEqual(["3 stores, 0 with problems"], self.lines("check"))
        self.assertEqual({"stores": 3, "problems": []}, self.json("check"))

    def test_problems(self) -> None:
        """
        Each problem is one line; the stores after a damaged one are checked, too.
        """
        self.overwrite(ALICE, 0, b"nothing of the sort, and never was")
        (self.place(BOB).files / "stray").write_bytes(b"")
        damaged, stray, count = self.lines("check", status=ExitStatus.FAILED)
        self.assertTrue(damaged.startswith(f"{ALICE}: "), damaged)
        self.assertIn("not an SQLite database", damaged)
        self.assertEqual(f"{BOB}: no item names stray in files. Move away what nobody misses.", stray)
        self.assertEqual("3 stores, 2 with problems", count)
        found = self.json("check", status=ExitStatus.FAILED)["problems"]
        self.assertEqual(
            [(ALICE, "database"), (BOB, "file")], [(each["store"], each["kind"]) for each in found]
        )
        self.assertEqual(1, len(self.json("check", "--quick", status=ExitStatus.FAILED)["problems"]))

    def test_harmless(self) -> None:
        """
        What is harmless in several stores is one line, and no failure.
        """
        for name in (ALICE, BOB):
            self.execute(name, "UPDATE item_care_note_v1 SET friend = 99")
        self.assertEqual(
            [
                "2 stores: harmless: friend of care_note v1 refers to items that are gone. It reads as None.",
                "3 stores, 0 with problems",
            ],
            self.lines("check"),
        )

    def test_siteItselfDamaged(self) -> None:
        """
        If the site store is damaged, the others are found nevertheless.
        """
        self.overwrite(TOP, 0, b"nothing of the sort, and never was")
        self.assertEqual("3 stores, 1 with problems", self.lines("check", status=ExitStatus.FAILED)[-1])
        self.top.database.unlink()
        status, _, err = self.run_("check")
        self.assertEqual((ExitStatus.CANNOT_OPEN, 1), (status, err.count("\n")))

    def test_progress(self) -> None:
        """
        On a terminal a bar shows how far it is, and is gone at the end.
        """
        _, _, err = self.run_("check", err=TTY())
        self.assertIn("checking [", err)
        self.assertTrue(err.endswith("\r\x1b[K"), repr(err))


class StoresCommandTests(CareCommandTestCase):
    """
    C{stores} lists stores.
    """

    def test_table(self) -> None:
        """
        The table has a line for each store, with numbers to the right.
        """
        header, *rows = self.lines("stores")
        self.assertEqual([".", ALICE, BOB], [row.split()[0] for row in rows])
        items = header.index("items") + len("items")
        self.assertEqual(["2", "1", "1"], [row[:items].split()[-1] for row in rows])

    def test_sortedAndMatched(self) -> None:
        """
        C{--sort} puts the greatest first, C{--match} leaves those with such names.
        """
        with closing(self.open(BOB)) as store:
            for _ in range(5):
                Note(store=store)
        names = [each["store"] for each in self.json("stores", "--sort", "items")]
        self.assertEqual([BOB, TOP, ALICE], names)
        self.assertEqual([ALICE], [each["store"] for each in self.json("stores", "--match", "*/alice*")])
        self.assertEqual(ExitStatus.USAGE, self.run_("stores", "--sort", "size")[0])

    def test_pending(self) -> None:
        """
        C{--pending} leaves those which wait for something, and those that can't be read.
        """
        self.truncate(ALICE, 10_000)
        [found] = self.json("stores", "--pending")
        self.assertEqual((ALICE, None), (found["store"], found["items"]))
        self.assertIn("damaged", self.lines("stores", "--pending")[1])


class SQLCommandTests(CareCommandTestCase):
    """
    C{sql} answers.
    """

    def test_statement(self) -> None:
        """
        The answer to a statement is a table.
        """
        sql = "SELECT oid, title, stars, NULL AS empty, x'00ff' AS bytes FROM item_care_note_v1"
        expected = ["oid  title  stars  empty  bytes", "  1  Hello      3         x'00ff'"]
        self.assertEqual(expected, self.lines("sql", "--store", BOB, sql))

    def test_json(self) -> None:
        """
        As JSON, it has columns and rows.
        """
        sql = "SELECT title, x'00ff' FROM item_care_note_v1"
        expected = {"columns": ["title", "x'00ff'"], "rows": [["Hello", "x'00ff'"]], "isWhole": True}
        self.assertEqual(expected, self.json("sql", "--store", BOB, sql))

    def test_bounded(self) -> None:
        """
        Neither the rows nor the width of an answer are without bounds.
        """
        sql = (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
            " SELECT hex(zeroblob(i * 100)) FROM n"
        )
        lines = self.lines("sql", "--limit", "2", sql)
        self.assertEqual("(the first 2 rows; --limit shows more)", lines[-1])
        self.assertEqual(4, len(lines))
        self.assertTrue(max(map(len, lines)) <= 80, lines)

    def test_controls(self) -> None:
        """
        What somebody has stored does nothing to the terminal.
        """
        expected = ["a            b", r"\x1b[2Jgone  1\n2"]
        self.assertEqual(expected, self.lines("sql", "SELECT char(27) || '[2Jgone' AS a, '1\n2' AS b"))

    def test_piped(self) -> None:
        """
        From a pipe a program is read, up to the first statement that is refused.
        """
        self.assertEqual(["1", "1", "2", "2"], self.lines("sql", stdin="SELECT 1;\nSELECT 2;"))
        status, out, err = self.run_("sql", stdin=StringIO("SELECT 1; DELETE FROM axiom_objects; SELECT 2"))
        self.assertEqual((ExitStatus.FAILED, "1\n1\n"), (status, out))
        self.assertIn("can only read", err)

    def test_prompt(self) -> None:
        """
        At a prompt statements may take several lines, and a mistake ends none but itself.
        """
        typed = iter(["SELECT", "41 + 1;", "nonsense;", ".tables", ".quit", "SELECT 7;"])
        self.patch(builtins, "input", lambda prompt: next(typed))
        status, out, err = self.run_("sql", stdin=TTY())
        self.assertEqual(0, status)
        self.assertTrue(out.startswith("41 + 1\n    42\n"), out)
        self.assertIn("axiom_objects", out)
        self.assertIn("nonsense", err)
        self.assertEqual(["SELECT 7;"], list(typed))

    def test_mistake(self) -> None:
        """
        A statement that makes no sense is not taken for one that would write.
        """
        status, _, err = self.run_("sql", "SELECT title FROM notes")
        self.assertEqual(ExitStatus.FAILED, status)
        self.assertIn("no such table: notes", err)
        self.assertNotIn("can only read", err)

    def test_damaged(self) -> None:
        """
        A damaged database is told as such, whatever the statement.
        """
        self.overwrite(ALICE, 100, b"\xff" * 8000)
        status, _, err = self.run_("sql", "--store", ALICE, "SELECT * FROM axiom_objects")
        self.assertEqual(ExitStatus.CANNOT_OPEN, status)
        self.assertIn("is damaged", err)

    def test_storeItself(self) -> None:
        """
        The store that C{-d} names has the name that it has in lists.
        """
        self.assertEqual(["1", "1"], self.lines("sql", "--store", TOP, "SELECT 1"))

    def test_noSuchStore(self) -> None:
        """
        A store that is not there is told, and where the names are.
        """
        status, _, err = self.run_("sql", "--store", "account/x/carol.axiom", "SELECT 1")
        self.assertEqual(ExitStatus.CANNOT_OPEN, status)
        self.assertIn("there is no store account/x/carol.axiom", err)
        self.assertIn("'axiomatic stores' lists their names", err)


class VacuumCommandTests(CareCommandTestCase):
    """
    C{vacuum} makes stores smaller.
    """

    def test_lines(self) -> None:
        """
        Each store has a line with its bytes before and after, and all together have one.
        """
        with closing(self.open(BOB)) as store:
            store.transact(lambda: [Note(store=store, title="x" * 1000) for _ in range(100)])
            store.query(Note).deleteFromStore()
        before = self.place(BOB).database.stat().st_size
        *stores, together = self.lines("vacuum")
        after = self.place(BOB).database.stat().st_size
        self.assertIn(f"{BOB}: {before:,} bytes, now {after:,}", stores)
        self.assertEqual([TOP, ALICE, BOB], [line.partition(":")[0] for line in stores])
        total = sum(self.place(name).database.stat().st_size for name in (TOP, ALICE, BOB))
        self.assertTrue(together.startswith("3 stores: ") and together.endswith(f", now {total:,}"), together)

    def test_damaged(self) -> None:
        """
        A damaged store is skipped, which is told.
        """
        self.overwrite(ALICE, 0, b"nothing of the sort, and never was")
        together = self.lines("vacuum", status=ExitStatus.FAILED)[-1]
        self.assertTrue(together.startswith("2 stores: ") and together.endswith("; 1 skipped"), together)
        found = [json.loads(line) for line in self.lines("vacuum", "--json", status=ExitStatus.FAILED)]
        self.assertEqual([None, ALICE, None], [each["error"] and each["store"] for each in found])


class BackupCommandTests(CareCommandTestCase):
    """
    C{backup} and C{restore}.
    """

    def setUp(self) -> None:
        """
        A directory for backups.
        """
        super().setUp()
        self.backups = str(self.directory / "backups")
        self.again = str(self.directory / "again")

    def test_thereAndBack(self) -> None:
        """
        What was backed up is listed, and restored.
        """
        [line] = self.lines("backup", self.backups)
        self.assertIn("3 stores, 3 changed", line)
        [listed] = self.json("restore", "--list", self.backups)
        self.assertEqual((3, str(self.top.path)), (listed["stores"], listed["site"]))
        self.assertEqual(2, len(self.lines("restore", "--list", self.backups)))
        [line] = self.lines("restore", self.backups, self.again)
        self.assertIn("3 stores and 1 file,", line)
        for name in (ALICE, BOB):
            self.assertTrue(os.path.exists(f"{self.again}/files/{name}/db.sqlite"), name)

    def test_damaged(self) -> None:
        """
        A store that can't be copied is told, and makes the command fail.
        """
        self.lines("backup", self.backups)
        self.overwrite(ALICE, 0, b"nothing of the sort, and never was")
        _, line = self.lines("backup", self.backups, status=ExitStatus.FAILED)
        self.assertTrue(line.startswith(f"{ALICE}: could not be copied, and is as in the last backup"), line)
        told = self.json("backup", self.backups, status=ExitStatus.FAILED)
        self.assertEqual(([ALICE], {}), (list(told["kept"]), told["missing"]))

    def test_refused(self) -> None:
        """
        A target that is there, and a missing word, are told in one sentence.
        """
        self.lines("backup", self.backups)
        status, _, err = self.run_("restore", self.backups, str(self.top.path))
        self.assertEqual((ExitStatus.FAILED, 1), (status, err.count("\n")))
        self.assertEqual(ExitStatus.USAGE, self.run_("restore", self.backups)[0])
        self.assertEqual(
            (ExitStatus.USAGE, "", "axiomatic: 0 is not a number from 1. See 'axiomatic backup --help'.\n"),
            self.run_("backup", "--keep", "0", self.backups),
        )
        status, _, err = self.run_("restore", "--list", str(self.directory))
        self.assertEqual(ExitStatus.FAILED, status)
        self.assertIn("there is no backup in", err)
        with closing(self.open()) as site:
            self.assertEqual(2, site.count(SubStore))
