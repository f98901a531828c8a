"""
The transactions of a store, as its users see them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from twisted.internet.defer import Deferred, succeed
from twisted.internet.interfaces import IDelayedCall
from twisted.logger import Logger

if TYPE_CHECKING:
    from axiom._engine.connection import Connection
    from axiom._items.item import Item
    from axiom._storage.changes import Changes
    from axiom._storage.reads import Reads
    from axiom._storage.transactions import Transactions
    from axiom._storage.watching import Watch, Watching
    from axiom._upgrades.upgrades import Upgrades
    from axiom.runtime import Runtime
    from axiom.store import Store

__all__ = ["Transacting"]

P = ParamSpec("P")
T = TypeVar("T")


class Transacting:
    """
    What begins and ends transactions: the part of a store for whoever changes it.

    @ivar longestSnapshot: the seconds for which a snapshot or pause may last.
    @ivar runtime: its clock and threads.
    @ivar transactions: where they begin and end.
    @ivar reads: at which moment it is looked at.
    @ivar upgrades: what is to be done to items before a snapshot, in which nothing can be written.
    @ivar store: the store itself.
    @ivar parent: the store whose substore it is, or None.
    """

    _log = Logger()

    longestSnapshot = 60.0

    runtime: Runtime
    transactions: Transactions
    reads: Reads
    upgrades: Upgrades
    store: Store
    parent: Store | None
    _changes: Changes
    _connection: Connection
    _watching: Watching
    _pauseEnd: IDelayedCall | None = None
    _isAttached = False
    _attached: Sequence[Store] = ()

    def transact(self, f: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """
        Call C{f} in a transaction: committed when it returns, undone in the database and in memory when it
        raises.

        Inside another one it is a savepoint. It is one of each L{attached<attachToParent>} substore too.

        @return: what C{f} returns.
        @raise TypeError: C{f} is asynchronous; it would run after the transaction.
        @raise StoreBusy: another process held the write lock; nothing happened.
        """
        if self._isAttached and self.parent is not None:
            return self.parent.transact(f, *args, **kwargs)
        if self._attached:
            return self._transactJointly(partial(f, *args, **kwargs))
        return self.transactions.transact(f, *args, **kwargs)

    def _transactJointly(self, f: Callable[[], T]) -> T:
        for substore in self._attached:
            f = partial(substore._transactJointly, f)
        return self.transactions.transact(f)

    def attachToParent(self) -> None:
        """
        From now on let the transactions of this store and of its parent be the same, until it is closed.

        What fails undoes the changes in both. They are committed one after the other, the parent last.

        @raise ValueError: there is no parent, or a transaction is under way.
        """
        if self.parent is None:
            raise ValueError(f"{self!r} is no substore, so there is nothing to attach it to")
        if self.transactions.active or self.parent.transactions.active:
            raise ValueError(f"{self!r} can't be attached in the middle of a transaction")
        if not self._isAttached:
            self._isAttached = True
            self.parent._attached = (*self.parent._attached, self.store)

    def _detach(self) -> None:
        if self._isAttached and self.parent is not None:
            self._isAttached = False
            self.parent._attached = [each for each in self.parent._attached if each is not self]

    def revert(self) -> None:
        """
        Undo what the transaction under way did until now, the innermost one; it goes on. So do those of
        attached substores.
        """
        self.transactions.revert()
        for substore in self._attached:
            substore.revert()

    @property
    def autocommit(self) -> bool:
        """
        Whether each change is a transaction of its own, since none is under way.
        """
        return not self.transactions.active

    @property
    def touched(self) -> list[Item]:
        """
        The items that the transaction under way has changed so far; may be empty.
        """
        return self._changes.touched()

    @property
    def transaction(self) -> list[Item] | None:
        """
        What is L{touched}; None if no transaction is under way.
        """
        return None if self.autocommit else self.touched

    def snapshot(self) -> AbstractContextManager[None]:
        """
        A context in which everything that is read is of one moment, while others write; it can't write.

        It lasts for L{longestSnapshot} at most; what is read later raises C{SnapshotExpired}.
        """
        if not self.transactions.active:
            self.upgrades.upgradeEverything()
        return self.reads.snapshot(self.longestSnapshot)

    def pause(self) -> None:
        """
        Let everything that is read be of this moment until L{resume}, while others write; nothing can be
        written here. Pauses are nested, and bounded as L{snapshot} is.
        """
        if not self.reads.isPinned:
            self.upgrades.upgradeEverything()
        self.reads.pause(self.longestSnapshot)
        if self._pauseEnd is None:
            # Where nobody reads any more either, the log must not grow for ever.
            self._pauseEnd = self.runtime.callLater(self.longestSnapshot, self._expirePause)

    def resume(self) -> None:
        """
        End what the last L{pause} began.

        @raise NotPaused: there was none.
        """
        self.reads.resume()
        if not self.reads.isPinned:
            self._forgetPause()

    def _expirePause(self) -> None:
        self._pauseEnd = None
        self.reads.expirePause()

    def _forgetPause(self) -> None:
        if self._pauseEnd is not None:
            self._pauseEnd.cancel()
            self._pauseEnd = None

    def sealed(self, isSealed: bool = True) -> AbstractContextManager[None]:
        """
        A context within a transaction in which everything is read as ever, and whoever changes something,
        or would do it after the commit, gets C{StoreSealed}: for code that may be run again.

        @param isSealed: False for a context within that one in which changes are no mistake.
        """
        if isSealed:
            self.upgrades.upgradeEverything()
        return self._changes.sealed(isSealed)

    @property
    def revision(self) -> int:
        """
        How many writing transactions were committed to this store, by anyone: never repeated, never less.
        """
        return self.reads.revisions.all

    def onChange(self, f: Callable[[int], object]) -> Watch:
        """
        Call C{f} with each new revision, or with the newest of several: at once after a commit of this
        object's, within 50 ms after one by anybody else, while the reactor runs.

        @return: its C{stop()} ends that; so does closing the store.
        @raise NotInReactorThread: the reactor runs in another thread than this one, which uses the store.
        """
        return self._watching.add(f)

    def afterCommit(self, f: Callable[[], object], durable: bool = False) -> None:
        """
        Call C{f} once this transaction is committed, never if it is not; at once outside a transaction.

        @param durable: whether to call it only when what was committed is on the disk.
        """
        called = partial(self._whenDurable, f) if durable else f
        if self._isAttached and self.parent is not None and not self.parent.autocommit:
            self.parent.afterCommit(called)
        else:
            self.transactions.afterCommit(called)

    def _whenDurable(self, f: Callable[[], object]) -> None:
        self.durable().addCallback(lambda _: f()).addErrback(
            lambda failure: self._log.failure("{f} failed; its transaction is committed", failure, f=f)
        )

    def durable(self) -> Deferred[None]:
        """
        Fires when everything that was committed so far is on the disk; with C{DiskFailed} if that refuses.

        Threads wait for the disk, each for many stores.
        """
        log = self._connection.log
        if self._connection.isDurable or log is None:
            return succeed(None)
        return self.runtime.disk.sync(log)

    def checkpoint(self) -> None:
        """
        Write what is changed in memory, within the transaction.
        """
        self._changes.flush()
