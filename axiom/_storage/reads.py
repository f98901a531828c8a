"""
Reading a store: at which moment it is looked at.

Whenever somebody begins to read, or to write, the store learns whether somebody else committed since the last
time; then the items in memory load their rows anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

from axiom._engine.querylog import runLogged
from axiom.errors import NotPaused, SnapshotExpired, TransactionUnderWay

if TYPE_CHECKING:
    from axiom._engine.connection import Connection
    from axiom._engine.rows import Rows
    from axiom._storage.changes import Changes
    from axiom._storage.identities import IdentityMap
    from axiom._storage.types import TypeTable

__all__ = ["Reads", "Revisions"]

P = ParamSpec("P")
T = TypeVar("T")

Statement = tuple[str, Sequence[Any]]

_REVISIONS = "revision, revision - ordinary"


class Revisions(NamedTuple):
    """
    How many writing transactions were committed, by anyone.

    @ivar all: together.
    @ivar rare: of those that changed items that change rarely, or may have.
    """

    all: int
    rare: int


class Reads:
    """
    What reads one store: at the moment of the transaction or snapshot under way, else as it is now.

    @ivar knownRevisions: L{revisions}, as long as no other commit was noticed; None if nobody asked for them.
    @ivar version: another one whenever a commit of somebody else was noticed.
    """

    def __init__(
        self, connection: Connection, changes: Changes, identities: IdentityMap, types: TypeTable
    ) -> None:
        self._connection, self._changes = connection, changes
        self._identities, self._types = identities, types
        self.knownRevisions: Revisions | None = None
        self.version = -1
        self._open: Rows | None = None
        self._snapshots = 0
        self._expiry = inf

    @property
    def inSnapshot(self) -> bool:
        """
        Whether all that is read is of one moment, outside a writing transaction.
        """
        return bool(self._snapshots)

    @property
    def isPinned(self) -> bool:
        """
        Whether what is read is of the moment of a transaction or snapshot, not of now.
        """
        return bool(self._changes.levels or self._snapshots)

    @property
    def revisions(self) -> Revisions:
        """
        How many writing transactions were committed, by anyone.
        """
        self.refresh()
        if self.knownRevisions is None:
            self.knownRevisions = self._countedBy(f"SELECT {_REVISIONS} FROM axiom_revision")
        return self.knownRevisions

    def countRevision(self, isOrdinary: bool) -> Revisions:
        """
        Count the transaction under way, and all before it.

        @param isOrdinary: whether it changed no item that changes rarely, for certain.
        """
        return self._countedBy(
            "UPDATE axiom_revision SET revision = revision + 1, ordinary = ordinary + ?"
            f" RETURNING {_REVISIONS}",
            (int(isOrdinary),),
        )

    def _countedBy(self, sql: str, args: Sequence[Any] = ()) -> Revisions:
        return Revisions._make(self._connection.fetchAll(sql, args)[0])

    def read(self, f: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """
        Call C{f}; whatever it reads is of one moment.

        @raise WriteInSnapshot: it writes, outside a transaction.
        """
        if self._join():
            return f(*args, **kwargs)
        self.notice(self._connection.beginReading())
        self._snapshots = 1
        try:
            return f(*args, **kwargs)
        finally:
            self._snapshots = 0
            self._connection.commit()

    def pause(self, seconds: float = inf) -> None:
        """
        Let whatever is read until L{resume} be of this moment; in pairs, which may be nested.

        @param seconds: for how long at most; what is read later raises L{SnapshotExpired}.
        @raise TransactionUnderWay: inside a transaction, which may end before the pause does.
        """
        if self._changes.levels:
            raise TransactionUnderWay("a transaction sees one moment anyway: pause before it")
        if not self._snapshots:
            self.end()
            self.notice(self._connection.beginReading())
            self._expiry = time.monotonic() + seconds
        self._snapshots += 1

    def resume(self) -> None:
        """
        End what the last L{pause} began.

        @raise NotPaused: there was none.
        """
        if not self._snapshots:
            raise NotPaused("resume() comes after pause()")
        self._snapshots -= 1
        if not self._snapshots:
            self._expiry = inf
            self.end()

    def expirePause(self) -> None:
        """
        Give up the moment of the pause or snapshot under way, whose end nobody reached in its time.
        """
        if self._snapshots and not self._changes.levels:
            self._expiry = -inf
            if self._connection.inTransaction:
                self._connection.commit()

    def snapshot(self, seconds: float = inf) -> AbstractContextManager[None]:
        """
        L{pause} and L{resume} as a context; nothing in a transaction, which sees one moment anyway.
        """
        return _Snapshot(self, seconds)

    @property
    def inTransaction(self) -> bool:
        """
        Whether all that is read is of the moment of a writing transaction.
        """
        return bool(self._changes.levels)

    def fetchAll(self, sql: str, args: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """
        All rows of a query.
        """
        return self.read(runLogged, self._connection.fetchAll, sql, args)

    def refresh(self) -> None:
        """
        Learn whether somebody else committed, outside transactions and snapshots.
        """
        if not (self._changes.levels or self._snapshots):
            self.end()
            self.notice(self._connection.dataVersion())

    def rows(self, makeStatement: Callable[[], Statement | None]) -> Rows | None:
        """
        The rows of a query, of one moment, fetched as they are iterated over; L{closeRows} them.

        @param makeStatement: called in that moment; if it returns None there are no rows.
        """
        isPinned = self._join()
        if not isPinned:
            self.notice(self._connection.beginReading())
        rows = None
        try:
            statement = makeStatement()
            if statement is not None:
                rows = runLogged(self._connection.rows, *statement)
        finally:
            if not isPinned:
                if rows is None:
                    self.end()
                else:
                    self._open = rows
        return rows

    def endRead(self, rows: Rows) -> None:
        """
        Called when all of C{rows} were fetched; they need not have been looked at. Repeating it is safe.
        """
        if self._open is rows:
            self.end()

    def closeRows(self, rows: Rows) -> None:
        """
        Called when nobody will look at C{rows} any more. Repeating it is safe.
        """
        self._connection.closeRows(rows)
        self.endRead(rows)

    def _join(self) -> bool:
        if self._changes.levels:
            self._changes.flush()
            return True
        if self._snapshots:
            if self._expiry < time.monotonic():
                self.expirePause()
                raise SnapshotExpired("the pause or snapshot lasted too long, and is over")
            return True
        self.end()
        return False

    def end(self) -> None:
        """
        Look at no moment any longer, unless a transaction or snapshot is under way. Repeating it is safe.
        """
        self._open = None
        if self._connection.inTransaction and not (self._changes.levels or self._snapshots):
            self._connection.commit()

    def notice(self, version: int) -> None:
        """
        Called when a look begins.

        @param version: what the connection gave for it.
        """
        if version != self.version:
            self._changes.forgetFree()
            if self.version != -1:
                self._identities.expire()
                self._types.expire()
            self.version, self.knownRevisions = version, None

    def close(self) -> None:
        """
        Called when the store is closed.
        """
        self._open = None
        self._snapshots = 0

    def expire(self) -> None:
        """
        Look at the database afresh: items load their rows anew.
        """
        self.knownRevisions = None
        self._identities.expire()


class _Snapshot(AbstractContextManager[None]):
    """
    One context of L{Reads.snapshot}. Every look at a store enters some, so this is no generator.
    """

    def __init__(self, reads: Reads, seconds: float) -> None:
        self._reads, self._seconds = reads, seconds
        self._isPaused = False

    def __enter__(self) -> None:
        self._isPaused = not self._reads.inTransaction
        if self._isPaused:
            self._reads.pause(self._seconds)

    def __exit__(self, *_: object) -> None:
        # A transaction can't have begun meanwhile; but the store may have been closed.
        if self._isPaused and self._reads.inSnapshot:
            self._reads.resume()
