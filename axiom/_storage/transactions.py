"""
The transactions and savepoints of one store.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CoroutineType
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from twisted.logger import Logger

from axiom._items.item import Item
from axiom._items.states import DELETED
from axiom.errors import ChangeRejected, WriteInSnapshot

if TYPE_CHECKING:
    from axiom._engine.connection import Connection
    from axiom._storage.changes import Changes
    from axiom._storage.reads import Reads

__all__ = ["Transactions"]

P = ParamSpec("P")
T = TypeVar("T")


class Transactions:
    """
    The one place where a store's transactions begin and end.

    @ivar tell: called with the revision of each writing transaction, after all else that follows its commit.
    """

    _log = Logger()

    def __init__(self, connection: Connection, changes: Changes, reads: Reads) -> None:
        self._connection, self._changes, self._reads = connection, changes, reads
        self._telling = False
        self.tell: Callable[[int], object] = lambda revision: None

    @property
    def active(self) -> bool:
        """
        Whether a writing transaction is under way.
        """
        return bool(self._changes.levels)

    def transact(self, f: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """
        Call C{f} in a transaction, or in a savepoint of the one under way.

        @raise TypeError: C{f} is asynchronous; nothing was run.
        @raise ChangeRejected: a hook of an item changed items after the commit, which stands.
        """
        if self._changes.levels:
            return self._inSavepoint(f, *args, **kwargs)
        if self._telling:
            raise ChangeRejected("committed() and deleted() must not change items")
        if self._reads.inSnapshot:
            raise WriteInSnapshot("a snapshot is only read")
        self._reads.end()
        self._reads.notice(self._connection.beginWriting())
        self._changes.push()
        try:
            result = _done(f(*args, **kwargs))
            self._changes.flush()
            if self._changes.wrote:
                self._reads.knownRevisions = self._reads.countRevision(self._changes.isOrdinary)
            self._connection.commit()
        except BaseException:
            self._reads.knownRevisions = None
            try:
                self._connection.rollback()
            finally:
                self._changes.discard()
            raise
        level = self._changes.keep()
        revisions = self._reads.knownRevisions
        rejected = self._callHooks(level.items())
        for callback in level.afterCommit:
            self._call(callback)
        if level.wrote and revisions is not None:
            self.tell(revisions.all)
        if rejected is not None:
            raise rejected
        return result

    def _inSavepoint(self, f: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        name = f"level_{len(self._changes.levels)}"
        self._changes.push()
        try:
            self._connection.savepoint(name)
            result = _done(f(*args, **kwargs))
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
            self._reads.knownRevisions = None
            self._connection.rollback()
        else:
            self._connection.rollbackTo(name)
        self._changes.discard()
        self._changes.push()
        if depth == 1:
            self._reads.notice(self._connection.beginWriting())
        else:
            self._connection.savepoint(name)

    def _callHooks(self, items: list[Item]) -> Exception | None:
        # The transaction is committed: whatever fails from now on, its caller must not take that for its
        # failure. Only the mistake of a hook that changes items is told, when all else is done.
        rejected: Exception | None = None
        self._telling = True
        try:
            for item in items:
                name = "deleted" if item._state == DELETED else "committed"
                if getattr(type(item), name) is not getattr(Item, name):
                    rejected = self._call(getattr(item, name), ChangeRejected) or rejected
        finally:
            self._telling = False
        return rejected

    def _call(self, callback: Callable[[], object], *returned: type[Exception]) -> Exception | None:
        """
        Call C{callback}, and log what it raises, unless that is to be C{returned}.
        """
        try:
            callback()
        except returned as error:
            return error
        except Exception:
            self._log.failure("{callback} failed; its transaction is committed", callback=callback)
        return None

    def afterCommit(self, f: Callable[[], object]) -> None:
        """
        Call C{f} once this transaction is committed, never if it is not; at once outside a transaction.
        """
        if self._changes.levels:
            self._changes.expectUnsealed("what follows the commit")
            self._changes.levels[-1].afterCommit.append(f)
        else:
            f()


def _done(result: T) -> T:
    if isinstance(result, CoroutineType):
        result.close()
        raise TypeError(
            f"{result.__qualname__} is asynchronous and would run after its transaction:"
            " wait first, then transact what is to be written"
        )
    return result
