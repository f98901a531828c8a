"""
Transactions, savepoints, snapshots and single reads of one store.

Whenever one begins, the store learns whether somebody else committed since the last one; then the items in
memory load their rows anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import inf
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from twisted.logger import Logger

from axiom._engine.querylog import runLogged
from axiom._items.item import _DELETED, Item
from axiom.errors import ChangeRejected, NotPaused, SnapshotExpired, WriteInSnapshot

if TYPE_CHECKING:
    from axiom._engine.connection import Connection, Rows
    from axiom._storage.changes import Changes
    from axiom._storage.identities import IdentityMap
    from axiom._storage.types import TypeTable

__all__ = ["Transactions"]

P = ParamSpec("P")
T = TypeVar("T")

Statement = tuple[str, Sequence[Any]]


class Transactions:
    """
    The one place where a store's transactions begin and end.

    @ivar tell: called with the revision of each writing transaction, after all else that follows its commit.
    """

    _log = Logger()

    def __init__(
        self, connection: Connection, changes: Changes, identities: IdentityMap, types: TypeTable
    ) -> None:
        self._connection, self._changes, self._identities, self._types = (
            connection,
            changes,
            identities,
            types,
        )
        self._version = -1
        self._revision: int | None = None
        self._reading: Rows | None = None
        self._snapshots = 0
        self._expiry = inf
        self._telling = False
        self.tell: Callable[[int], object] = lambda revision: None

    @property
    def active(self) -> bool:
        """
        Whether a writing transaction is under way.
        """
        return bool(self._changes.levels)

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

    def transact(self, f: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """
        Call C{f} in a transaction, or in a savepoint of the one under way.
        """
        if self._changes.levels:
            return self._inSavepoint(f, *args, **kwargs)
        if self._telling:
            raise ChangeRejected("committed() and deleted() must not change items")
        if self._snapshots:
            raise WriteInSnapshot("a snapshot is only read")
        self._endRead()
        self._notice(self._connection.beginWriting())
        self._changes.push()
        try:
            result = f(*args, **kwargs)
            self._changes.flush()
            if self._changes.wrote:
                self._revision = self._countRevision()
            self._connection.commit()
        except BaseException:
            self._revision = None
            try:
                self._connection.rollback()
            finally:
                self._changes.discard()
            raise
        level = self._changes.keep()
        revision = self._revision
        self._callBack([item for item, *_ in level.found.values()], level.afterCommit)
        if level.wrote and revision is not None:
            self.tell(revision)
        return result

    def _inSavepoint(self, f: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        name = f"level_{len(self._changes.levels)}"
        self._changes.push()
        try:
            self._connection.savepoint(name)
            result = f(*args, **kwargs)
            self._changes.flush()
            self._connection.release(name)
        except BaseException:
            try:
                self._connection.rollbackTo(name)
            finally:
                self._changes.discard()
            raise
        self._changes.keep()
        return result

    def revert(self) -> None:
        """
        Undo what the innermost level did so far; it goes on. Without a transaction there is nothing to do.
        """
        depth = len(self._changes.levels)
        if not depth:
            return
        name = f"level_{depth - 1}"
        if depth == 1:
            self._revision = None
            self._connection.rollback()
        else:
            self._connection.rollbackTo(name)
        self._changes.discard()
        self._changes.push()
        if depth == 1:
            self._notice(self._connection.beginWriting())
        else:
            self._connection.savepoint(name)

    def _countRevision(self) -> int:
        counted = self._connection.fetchAll(
            "UPDATE axiom_revision SET revision = revision + 1 RETURNING revision"
        )
        return int(counted[0][0])

    def _callBack(self, items: list[Item], callbacks: list[Callable[[], object]]) -> None:
        # The transaction is committed: whatever fails from now on, its caller must not take that for its
        # failure.
        self._telling = True
        try:
            for item in items:
                hook = item.deleted if item._state == _DELETED else item.committed
                if hook.__func__ not in (Item.deleted, Item.committed):  # type: ignore[attr-defined]
                    self._call(hook)
        finally:
            self._telling = False
        for callback in callbacks:
            self._call(callback)

    def _call(self, callback: Callable[[], object]) -> None:
        try:
            callback()
        except Exception:
            self._log.failure("{callback} failed; its transaction is committed", callback=callback)

    def afterCommit(self, f: Callable[[], object]) -> None:
        """
        Call C{f} once this transaction is committed, never if it is not; at once outside a transaction.
        """
        if self._changes.levels:
            self._changes.levels[-1].afterCommit.append(f)
        else:
            f()

    @property
    def revision(self) -> int:
        """
        How many writing transactions were committed, by anyone.
        """
        self.refresh()
        if self._revision is None:
            self._revision = int(self._connection.execute("SELECT revision FROM axiom_revision").get)
        return self._revision

    def read(self, f: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """
        Call C{f}; whatever it reads is of one moment.

        @raise WriteInSnapshot: it writes, outside a transaction.
        """
        if self._isPinned():
            return f(*args, **kwargs)
        self._notice(self._connection.beginReading())
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
        @raise ChangeRejected: inside a transaction, which may end before the pause does.
        """
        if self._changes.levels:
            raise ChangeRejected("a transaction sees one moment anyway: pause before it")
        if not self._snapshots:
            self._endRead()
            self._notice(self._connection.beginReading())
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
            self._endRead()

    def expirePause(self) -> None:
        """
        Give up the moment of the pause or snapshot under way, whose end nobody reached in its time.
        """
        if self._snapshots and not self._changes.levels:
            self._expiry = -inf
            if self._connection.inTransaction:
                self._connection.commit()

    @contextmanager
    def snapshot(self, seconds: float = inf) -> Iterator[None]:
        """
        L{pause} and L{resume} as a context; nothing in a transaction, which sees one moment anyway.
        """
        if self._changes.levels:
            yield
            return
        self.pause(seconds)
        try:
            yield
        finally:
            # A transaction can't have begun meanwhile; but the store may have been closed.
            if self._snapshots:
                self.resume()

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
            self._endRead()
            self._notice(self._connection.dataVersion())

    def rows(self, makeStatement: Callable[[], Statement | None]) -> Rows | None:
        """
        The rows of a query, of one moment, fetched as they are iterated over; L{closeRows} them.

        @param makeStatement: called in that moment; if it returns None there are no rows.
        """
        isPinned = self._isPinned()
        if not isPinned:
            self._notice(self._connection.beginReading())
        rows = None
        try:
            statement = makeStatement()
            if statement is not None:
                rows = runLogged(self._connection.rows, *statement)
        finally:
            if not isPinned:
                if rows is None:
                    self._endRead()
                else:
                    self._reading = rows
        return rows

    def endRead(self, rows: Rows) -> None:
        """
        Called when all of C{rows} were fetched; they need not have been looked at. Repeating it is safe.
        """
        if self._reading is rows:
            self._endRead()

    def closeRows(self, rows: Rows) -> None:
        """
        Called when nobody will look at C{rows} any more. Repeating it is safe.
        """
        self._connection.closeRows(rows)
        self.endRead(rows)

    def _isPinned(self) -> bool:
        if self._changes.levels:
            self._changes.flush()
            return True
        if self._snapshots:
            if self._expiry < time.monotonic():
                self.expirePause()
                raise SnapshotExpired("the pause or snapshot lasted too long, and is over")
            return True
        self._endRead()
        return False

    def _endRead(self) -> None:
        self._reading = None
        if self._connection.inTransaction and not (self._changes.levels or self._snapshots):
            self._connection.commit()

    def _notice(self, version: int) -> None:
        if version != self._version:
            if self._version != -1:
                self._identities.expire()
                self._types.expire()
            self._version, self._revision = version, None

    def close(self) -> None:
        """
        Give the database back. Repeating it is safe.
        """
        self._reading = None
        self._snapshots = 0
        self._connection.close()

    def expire(self) -> None:
        """
        Look at the database afresh: items load their rows anew.
        """
        self._revision = None
        self._identities.expire()
