"""
Long queries: run in a thread, while the thread of the store goes on.

They read by a connection of their own what was committed before. Only rows come from the thread; items are
made of them where all items of the store live, some at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from twisted.internet.defer import Deferred, DeferredLock
from twisted.internet.task import deferLater

from axiom._engine.connection import Connection
from axiom.errors import SQLError, StoreClosed, TransactionUnderWay

if TYPE_CHECKING:
    from axiom._queries.base import BaseQuery
    from axiom.store import Store

__all__ = ["DeferredQueries"]

T = TypeVar("T")

Statement = tuple[str, Sequence[Any]]
Row = tuple[Any, ...]

# Of so many rows items are made before the reactor does other things.
_SLICE = 1000
# So many steps of SQLite's machine pass before it is asked whether to go on.
_STEPS = 10_000
# The generation of no items: rows of it are loaded anew.
_OUTDATED = -1


class DeferredQueries:
    """
    The long queries of one store, one after another.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._turn = DeferredLock()
        self._running = Lock()
        self._isClosed = False

    def results(self, query: BaseQuery[T]) -> Deferred[list[T]]:
        """
        What C{query} yields; it is C{query.deferred()} that one calls.
        """
        return Deferred.fromCoroutine(self._results(query))

    def count(self, query: BaseQuery[Any]) -> Deferred[int]:
        """
        How many that is; it is C{query.deferredCount()} that one calls.
        """
        return Deferred.fromCoroutine(self._count(query))

    async def _results(self, query: BaseQuery[T]) -> list[T]:
        revision, rows = await self._fetch(query, query.statement)
        runtime = self._store.runtime
        found: list[T] = []
        for start in range(0, len(rows), _SLICE):
            if start and runtime.isRunning:
                await deferLater(runtime.clock, 0)
            found += self._made(query, revision, rows[start : start + _SLICE])
        return found

    async def _count(self, query: BaseQuery[Any]) -> int:
        _, rows = await self._fetch(query, query.countStatement)
        return int(rows[0][0]) if rows else 0

    def _made(self, query: BaseQuery[T], revision: int, rows: list[Row]) -> list[T]:
        isCurrent = self._store.revision == revision
        generation = self._store.identities.generation if isCurrent else _OUTDATED
        return list(query.results([(generation, rows)]))

    async def _fetch(
        self, query: BaseQuery[Any], makeStatement: Callable[[], Statement | None]
    ) -> tuple[int, list[Row]]:
        store = self._store
        if store.reads.isPinned:
            raise TransactionUnderWay("a query in a thread does not see what this transaction sees")
        query.prepare()
        statement = store.reads.read(makeStatement)
        if statement is None:
            return store.revision, []
        if store.directory.database is None:
            return store.revision, store.querySQL(*statement)
        isGivenUp = False

        def mayStop() -> bool:
            return isGivenUp or self._isClosed

        await self._turn.acquire()
        try:
            return await store.runtime.inThread(self._read, statement, mayStop)
        finally:
            # Nobody waits for it any more, if its Deferred was cancelled.
            isGivenUp = True
            self._turn.release()

    def _read(self, statement: Statement, mayStop: Callable[[], bool]) -> tuple[int, list[Row]]:
        # The only method that runs in another thread.
        with self._running:
            if mayStop():
                raise StoreClosed("the store was closed before the query was run")
            connection = Connection(self._store.directory.database, None, self._store.patience)
            try:
                connection.engine.set_progress_handler(mayStop, _STEPS)
                connection.execute("PRAGMA query_only = ON")
                connection.beginReading()
                revision = connection.execute("SELECT revision FROM axiom_revision").get
                return int(revision), connection.fetchAll(*statement)
            except SQLError as e:
                if mayStop():
                    raise StoreClosed("the store was closed while the query was run") from e
                raise
            finally:
                connection.close()

    def close(self) -> None:
        """
        Give up the query that runs; those that wait fail in their turn. Afterwards no thread uses the
        database.
        """
        self._isClosed = True
        with self._running:
            pass
