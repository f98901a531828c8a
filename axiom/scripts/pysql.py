"""
The program C{python -m axiom.scripts.pysql FILE}: SQL on the file of any database, one statement a line.

Each is committed at once, past those who have a store open there; C{axiomatic sql} can only read.
"""

from __future__ import annotations

import readline  # noqa: F401 (lets lines be edited)
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pprint import pformat

import apsw

from axiom.scripts._exits import ExitStatus
from axiom.scripts._terminal import Terminal

__all__ = ["main"]


def main(argv: Sequence[str] | None = None, terminal: Terminal | None = None) -> int:
    """
    Run what is typed or piped; a statement that fails is reported, and the next one is run.

    @param argv: the path of the file; by default the process's words.
    @param terminal: by default the process's.
    @return: the exit status.
    """
    words = sys.argv[1:] if argv is None else argv
    terminal = terminal or Terminal.ofProcess()
    if len(words) != 1:
        terminal.err.write("pysql: name the file of one database.\n")
        return ExitStatus.USAGE
    try:
        connection = apsw.Connection(words[0], flags=apsw.SQLITE_OPEN_READWRITE)
    except apsw.Error as e:
        terminal.err.write(f"pysql: {words[0]}: {e}.\n")
        return ExitStatus.CANNOT_OPEN
    with closing(connection):
        for statement in _statements(terminal):
            _run(connection, statement, terminal)
    return ExitStatus.DONE


def _statements(terminal: Terminal) -> Iterator[str]:
    if not terminal.stdin.isatty():
        yield from terminal.stdin
        return
    while True:
        try:
            yield input("SQL> ")
        except EOFError:
            return


def _run(connection: apsw.Connection, statement: str, terminal: Terminal) -> None:
    try:
        rows = connection.execute(statement).fetchall()
    except apsw.Error as e:
        terminal.err.write(f"{e}\n")
    else:
        if rows:
            terminal.out.write(f"{pformat(rows)}\n")


if __name__ == "__main__":
    sys.exit(main())
