"""
The incarnation of a store, as its users see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from axiom._engine.incarnations import CREATE, INSERT, RENEW, SELECT, TABLE, Incarnation, makeName

if TYPE_CHECKING:
    from axiom._storage.transactions import Transactions
    from axiom.store import Store

__all__ = ["Incarnate"]


class Incarnate:
    """
    What knows which store it is: the part of a store for whoever tells others about it.

    @ivar transactions: where its transactions begin and end.
    @ivar store: the store itself.
    """

    transactions: Transactions
    store: Store
    _known: tuple[int, Incarnation] | None = None

    @property
    def incarnation(self) -> Incarnation:
        """
        Who this store is now. It is another one after the store was restored, moved or brought back; the
        first time, a transaction writes it down.
        """
        # Somebody else may have renewed it.
        if self._known is not None and self._known[0] == self.store.reads.version:
            return self._known[1]
        found = self._find() or self.transactions.transact(self._findOrMake)
        # Only what is committed is remembered.
        self.transactions.afterCommit(lambda: self._know(found))
        return found

    def _know(self, incarnation: Incarnation) -> None:
        self._known = self.store.reads.version, incarnation

    def renewIncarnation(self) -> None:
        """
        Be another incarnation, in a transaction, if anybody was told the one before; for whoever finds that
        this store was set back, or moves it.
        """
        self.transactions.transact(self._renew)

    def _find(self) -> Incarnation | None:
        if not self.store.querySQL("SELECT 1 FROM sqlite_master WHERE name = ?", (TABLE,)):
            return None
        [(identity, name)] = self.store.querySQL(SELECT)
        return Incarnation(identity, name)

    def _findOrMake(self) -> Incarnation:
        found = self._find()
        if found is None:
            found = Incarnation(makeName(), makeName())
            self.store.executeSQL(CREATE)
            self.store.executeSQL(INSERT, (found.identity, found.name))
        return found

    def _renew(self) -> None:
        found = self._find()
        if found is not None:
            renewed = Incarnation(found.identity, makeName())
            self.store.executeSQL(RENEW, (renewed.name,))
            self.transactions.afterCommit(lambda: self._know(renewed))
