"""
The connection of a store to its SQLite database.

Here begin and end the transactions of SQLite, and here its errors become ours. Rows are fetched as they are
asked for; whatever is about to write, or to look at the database afresh, first reads the rest of open results
into memory, so that a loop over a query may write, and holds no old snapshot.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import apsw

from axiom._engine.rows import Rows
from axiom._engine.translation import ENGINE_ERRORS, databaseError, statementError
from axiom._engine.turnstile import Turnstile, pause
from axiom.errors import AxiomError, StoreClosed, StoreDamaged

__all__ = ["Connection"]

_PATIENCE = 15.0
_LONG = 0.01


class Connection:
    """
    One connection, used by one thread at a time.

    @ivar patience: the seconds for which a statement waits for a lock that another process holds.
    @ivar isDurable: whether what is committed is on the disk, if it is ever to be.
    @ivar log: the file of the write-ahead log, which need not be there yet; None for a database in memory.
    @ivar committed: called after each commit with the length of the write-ahead log, in pages.
    """

    def __init__(
        self, path: Path | None, journalMode: str | None = None, patience: float | None = None
    ) -> None:
        """
        Open a database, which is made with the first write.

        @param path: its file; None for one in memory.
        @param patience: see L{patience}; None for 15 seconds.
        """
        self._path = path
        self._name = "an in-memory store" if path is None else str(path)
        self.log = None if path is None else path.with_name(f"{path.name}-wal")
        self._journalMode = None if path is None else (journalMode or "WAL").upper()
        self.committed: Callable[[int], object] = lambda pages: None
        self._open: set[Rows] = set()
        self._turnstile = Turnstile(None if path is None else path.parent / "run")
        try:
            self._db = apsw.Connection(":memory:" if path is None else str(path))
        except ENGINE_ERRORS as e:
            raise databaseError(e, self._name) from e
        self.isDurable = True
        self.patience = _PATIENCE if patience is None else patience
        self._deadline = 0.0
        self._isBeginning = False
        self._db.set_busy_handler(self._mayAskAgain)

    def _mayAskAgain(self, turn: int) -> bool:
        # Called by SQLite when another process has the lock that it needs.
        now = time.monotonic()
        if turn == 0 and not self._isBeginning:
            self._deadline = now + self.patience
        elif now > self._deadline:
            return False
        if self._isBeginning and now > self._deadline - self.patience + _LONG:
            self._turnstile.close()
        pause(turn)
        return True

    def tables(self) -> dict[str, str]:
        """
        The SQL of each table in the database.

        @raise StoreDamaged: the file is not a database.
        @raise StoreBusy: another process has it locked.
        """
        try:
            rows: Any = self._db.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
            ).fetchall()
            return dict(rows)
        except ENGINE_ERRORS as e:
            raise databaseError(e, self._name) from e

    def verifyLength(self) -> None:
        """
        Make sure that the file is not cut off, since SQLite takes the rest of its last page for zeros. Called
        inside a transaction, in which the file is as it should be unless there is a log.

        @raise StoreDamaged: the end is missing.
        """
        if self._path is None:
            return
        expected = self.execute("PRAGMA page_count").get * self.execute("PRAGMA page_size").get
        length = os.stat(self._path).st_size
        if length < expected and not (self.log and self.log.exists() and self.log.stat().st_size):
            raise StoreDamaged(f"{self._name} is cut off: it has {length} of {expected} bytes")

    def configure(self, durability: str = "normal") -> None:
        """
        Set how the database keeps its journal; called when it is known to be a store's.

        @param durability: C{"full"} if each commit is to wait for the disk. With C{"normal"} and a log none
            does: it survives the death of the process; a loss of power may cost the last ones, never
            consistency.
        """
        if self._journalMode is None:
            return
        hasLog = self._journalMode == "WAL"
        try:
            if self._db.pragma("journal_mode") != self._journalMode.lower():
                self._db.pragma("journal_mode", self._journalMode)
            self.isDurable = durability == "full" or not hasLog
            self._db.pragma("synchronous", "FULL" if self.isDurable else "NORMAL")
        except ENGINE_ERRORS as e:
            raise databaseError(e, self._name) from e
        if hasLog:
            self._db.set_wal_hook(self._afterCommit)

    def _afterCommit(self, _db: apsw.Connection, _name: str, pages: int) -> int:
        self.committed(pages)
        return apsw.SQLITE_OK

    @property
    def engine(self) -> apsw.Connection:
        """
        SQLite's own connection, for what watches, dumps or copies the database.
        """
        return self._db

    @property
    def inTransaction(self) -> bool:
        """
        Whether a transaction has begun and not ended; False once the connection is closed.
        """
        try:
            return self._db.in_transaction
        except apsw.ConnectionClosedError:
            return False

    def execute(self, sql: str, args: Sequence[Any] = ()) -> Any:
        """
        Run one statement, of whose result the caller takes at most the first row, at once.

        @raise SQLError: SQLite refuses it.
        @raise StoreBusy: another process holds the write lock.
        @raise DiskFull: there is no room for what it writes.
        @raise StoreReadOnly: it writes, and this process may not.
        @raise StoreDamaged: the database is not whole.
        @raise DiskFailed: reading or writing fails otherwise.
        """
        try:
            return self._db.execute(sql, args)
        except ENGINE_ERRORS as e:
            raise statementError(e, self._name, sql, args) from e

    def fetchAll(self, sql: str, args: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """
        All rows of one statement, with the same errors.
        """
        try:
            rows: list[tuple[Any, ...]] = self._db.execute(sql, args).fetchall()
        except ENGINE_ERRORS as e:
            raise statementError(e, self._name, sql, args) from e
        return rows

    @property
    def changed(self) -> int:
        """
        How many rows the last statement wrote or deleted.
        """
        return self._db.changes()

    def executeMany(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """
        Run one writing statement for each of C{rows}.
        """
        try:
            self._db.executemany(sql, rows)
        except ENGINE_ERRORS as e:
            raise statementError(e, self._name, sql, rows[0] if rows else ()) from e

    def rows(self, sql: str, args: Sequence[Any] = ()) -> Rows:
        """
        The rows of a query, fetched as they are iterated over; L{closeRows} them.
        """
        rows = Rows(self.execute(sql, args), self._name, sql)
        self._open.add(rows)
        return rows

    def closeRows(self, rows: Rows) -> None:
        """
        Give up what is left of C{rows}. Repeating it is safe.
        """
        self._open.discard(rows)
        rows.close()

    def drain(self) -> None:
        """
        Read the rest of every open result into memory.
        """
        if self._open:
            for rows in list(self._open):
                rows.drain()
            self._open.clear()

    def beginReading(self) -> int:
        """
        Begin a transaction and pin what it sees.

        @return: a number that differs from the last one if somebody else committed in between.
        """
        self.execute("BEGIN")
        return self.dataVersion()

    def beginWriting(self) -> int:
        """
        The same, with the write lock.

        @raise StoreBusy: others had it for longer than L{patience}.
        """
        self._deadline = time.monotonic() + self.patience
        self._turnstile.enter(self._deadline)
        self._isBeginning = True
        try:
            self.execute("BEGIN IMMEDIATE")
        finally:
            self._isBeginning = False
            self._turnstile.open()
        return self.dataVersion()

    def dataVersion(self) -> int:
        """
        A number that differs from the last one if somebody else committed in between.
        """
        version: int = self.execute("PRAGMA data_version").get
        return version

    def commit(self) -> None:
        """
        End the transaction; open results are read to their end first.
        """
        self.drain()
        self.execute("COMMIT")

    def rollback(self) -> None:
        """
        Undo the transaction, if SQLite did not do so on its own.
        """
        self._settle()
        if self.inTransaction:
            self.execute("ROLLBACK")

    def savepoint(self, name: str) -> None:
        """
        Begin what can be undone on its own.
        """
        self.execute(f"SAVEPOINT {name}")

    def release(self, name: str) -> None:
        """
        Keep what happened since the savepoint.
        """
        self.execute(f"RELEASE {name}")

    def rollbackTo(self, name: str) -> None:
        """
        Undo what happened since the savepoint, if SQLite did not undo the whole transaction on its own.
        """
        self._settle()
        if self.inTransaction:
            self.execute(f"ROLLBACK TO {name}")
            self.execute(f"RELEASE {name}")

    def _settle(self) -> None:
        # A result that can't be read any more must not keep the transaction from ending.
        for rows in list(self._open):
            with suppress(AxiomError):
                rows.drain()
        self._open.clear()

    def close(self) -> None:
        """
        Give the database back. Repeating it is safe; what is left of open results can't be read any more.
        """
        for rows in list(self._open):
            rows.fail(StoreClosed("the store was closed before all rows were read"))
        self._open.clear()
        self._db.close()
        self._turnstile.giveBack()
