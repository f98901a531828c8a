"""
Tests for SQL on the file of any database.
"""

from __future__ import annotations

from io import StringIO

import apsw
from twisted.trial.unittest import SynchronousTestCase

from axiom.scripts._exits import ExitStatus
from axiom.scripts.axiomatic import Terminal
from axiom.scripts.pysql import main


class PySQLTests(SynchronousTestCase):
    """
    Tests for L{axiom.scripts.pysql.main} at the end of a pipe.
    """

    def setUp(self) -> None:
        """
        A database with one table.
        """
        self.path = self.mktemp()
        connection = apsw.Connection(self.path)
        connection.execute("CREATE TABLE a (b)")
        connection.close()

    def run_(self, words: list[str], stdin: str = "") -> tuple[int, str, str]:
        """
        The status, and what was written to standard output and standard error.
        """
        terminal = Terminal(StringIO(stdin), out := StringIO(), err := StringIO())
        return main(words, terminal), out.getvalue(), err.getvalue()

    def test_statements(self) -> None:
        """
        Statements are run, and rows are shown.
        """
        self.assertEqual(
            (ExitStatus.DONE, "[(1,), ('x',)]\n", ""),
            self.run_([self.path], "INSERT INTO a VALUES (1), ('x')\nSELECT * FROM a\n"),
        )
        self.assertEqual((ExitStatus.DONE, "[(2,)]\n", ""), self.run_([self.path], "SELECT count(*) FROM a"))

    def test_error(self) -> None:
        """
        After one that fails the next is run.
        """
        status, out, err = self.run_([self.path], "SELECT c FROM a\nSELECT 5\n")
        self.assertEqual((ExitStatus.DONE, "[(5,)]\n"), (status, out))
        self.assertIn("no such column", err)

    def test_words(self) -> None:
        """
        It needs the path of one file that is there.
        """
        self.assertEqual(ExitStatus.USAGE, self.run_([])[0])
        self.assertEqual(ExitStatus.CANNOT_OPEN, self.run_([self.mktemp()])[0])
