"""
The command C{sql}: questions to the database of a store, which can't be changed by them.
"""

from __future__ import annotations

import json
import readline  # noqa: F401 (lets lines be edited)
from collections.abc import Iterator
from typing import Any

import apsw

from axiom.care import TOP, Answer, StatementReader, readingStatements
from axiom.care.errors import StatementRefused
from axiom.errors import AxiomError
from axiom.scripts._care import CareMixin, atLeastOne
from axiom.scripts._commands import AxiomaticCommand
from axiom.scripts._exits import ExitStatus
from axiom.scripts._table import tableLines
from axiom.scripts._terminal import printable

__all__ = ["SQL"]

_WIDEST = 80
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name;"
_SCHEMA = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name;"
_SHORT = {".tables": _TABLES, ".schema": _SCHEMA}


class SQL(CareMixin, AxiomaticCommand):
    """
    Answer SQL about the database of a store: one statement, a program from a pipe, or line by line.
    """

    name = "sql"
    description = "Read the database of a store with SQL; it can't be changed."
    synopsis = "[options] [STATEMENT]"
    longdesc = (
        "Without STATEMENT, statements are read from a prompt, where each ends with ';' and .tables, .schema"
        " and .quit work, too; or from a pipe."
    )
    optParameters = (
        ("store", "s", TOP, "The name of a substore, such as account/example.org/alice.axiom."),
        ("limit", "l", 1000, "How many rows an answer has at most.", atLeastOne),
    )
    optFlags = (("json", None, "Print one JSON object for each statement."),)
    statement: str | None = None

    def parseArgs(self, statement: str | None = None) -> None:
        """
        Take the statement.
        """
        self.statement = statement

    def execute(self) -> int:
        """
        Answer.

        @raise StatementRefused: a statement would change something.
        @raise InvalidStatement: a statement makes no sense.
        """
        with readingStatements(self.placeOf(self["store"]).database) as reader:
            stdin = self.root.terminal.stdin
            if self.statement is None and stdin.isatty():
                self._prompt(reader)
            else:
                self._answer(reader, stdin.read() if self.statement is None else self.statement)
        return ExitStatus.DONE

    def _prompt(self, reader: StatementReader) -> None:
        for sql in self._typed():
            try:
                self._answer(reader, sql)
            except AxiomError as e:
                self.root.terminal.err.write(f"{e.why if isinstance(e, StatementRefused) else e}\n")
            except KeyboardInterrupt:
                self.root.terminal.err.write("interrupted\n")

    def _typed(self) -> Iterator[str]:
        sql = ""
        while True:
            try:
                line = input("...> " if sql else "sql> ")
            except KeyboardInterrupt:
                sql = ""
                self.root.terminal.out.write("\n")
                continue
            except EOFError:
                self.root.terminal.out.write("\n")
                return
            if not sql and line.strip() == ".quit":
                return
            sql = _SHORT.get(line.strip(), line) if not sql else f"{sql}\n{line}"
            if apsw.complete(sql):
                yield sql
                sql = ""

    def _answer(self, reader: StatementReader, sql: str) -> None:
        out = self.root.terminal.out
        for answer in reader.answers(sql, self["limit"]):
            if self["json"]:
                out.write(f"{json.dumps(_plain(answer))}\n")
            else:
                rows = [tuple(map(_shown, row)) for row in answer.rows]
                out.writelines(f"{line}\n" for line in tableLines(answer.columns, rows))
                if not answer.isWhole:
                    out.write(f"(the first {len(rows)} rows; --limit shows more)\n")


def _plain(answer: Answer) -> dict[str, Any]:
    rows = [[_literal(cell) if isinstance(cell, bytes) else cell for cell in row] for row in answer.rows]
    return {"columns": answer.columns, "rows": rows, "isWhole": answer.isWhole}


def _shown(cell: object) -> object:
    if cell is None or isinstance(cell, int | float):
        return cell
    text = _literal(cell) if isinstance(cell, bytes) else printable(str(cell))
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def _literal(cell: bytes) -> str:
    return f"x'{cell.hex()}'"
