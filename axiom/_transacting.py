"""
The transactions of a store, as its users see them.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from axiom._changes import Changes
    from axiom._transactions import Transactions
    from axiom._upgrades import Upgrades

__all__ = ["Transacting"]

P = ParamSpec("P")
T = TypeVar("T")


class Transacting:
    """
    What begins and ends transactions: the part of a store for whoever changes it.

    @ivar transactions: where they begin and end.
    @ivar upgrades: what is to be done to items before a snapshot, in which nothing can be written.
    """

    transactions: Transactions
    upgrades: Upgrades
    _changes: Changes

    def transact(self, f: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """
        Call C{f} in a transaction: committed when it returns, undone in the database and in memory when it
        raises.

        Inside another one it is a savepoint.

        @return: what C{f} returns.
        @raise StoreBusy: another process held the write lock; nothing happened.
        """
        return self.transactions.transact(f, *args, **kwargs)

    def snapshot(self) -> AbstractContextManager[None]:
        """
        A context in which everything that is read is of one moment, while others write; it can't write.
        """
        if not self.transactions.active:
            self.upgrades.upgradeEverything()
        return self.transactions.snapshot()

    @property
    def revision(self) -> int:
        """
        How many writing transactions were committed to this store, by anyone: never repeated, never less.
        """
        return self.transactions.revision

    def afterCommit(self, f: Callable[[], object]) -> None:
        """
        Call C{f} once this transaction is committed, never if it is not; at once outside a transaction.
        """
        self.transactions.afterCommit(f)

    def checkpoint(self) -> None:
        """
        Write what is changed in memory, within the transaction.
        """
        self._changes.flush()
