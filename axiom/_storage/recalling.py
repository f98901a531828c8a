"""
What is asked of a store again and again, and depends on items that change rarely.

The store counts the transactions that changed such items, or may have, whoever committed them. What was found
is remembered for as long as that number is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple, cast

if TYPE_CHECKING:
    from axiom._storage.changes import Changes
    from axiom._storage.reads import Reads
    from axiom.store import Store

__all__ = ["Recalling"]

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_MOST = 200


class Recalling:
    """
    What remembers answers: the part of a store for those who ask the same again.

    @ivar store: the store itself.
    @ivar reads: at which moment it is looked at.
    """

    store: Store
    reads: Reads
    _changes: Changes
    _answers: dict[tuple[Any, ...], Any]
    _answeredAt: int | None = None

    def recall(self, find: Callable[[Store, *Ts], T], *args: *Ts) -> T:
        """
        What C{find(store, *args)} returns; what it returned before, if no item that C{changesRarely} has
        changed since, whichever process writes.

        @param find: reads such items of the store and nothing else, no clock either, and returns what nobody
            changes. Always the same function, whose arguments are hashable.
        """
        if not self._changes.keepRare:
            # What it sees may never be committed.
            return find(self.store, *args)
        with self.store.snapshot():
            now = self.reads.revisions.rare
            if now != self._answeredAt:
                self._answers, self._answeredAt = {}, now
            asked = (find, *args)
            if asked not in self._answers:
                if len(self._answers) >= _MOST:
                    del self._answers[next(iter(self._answers))]
                self._answers[asked] = find(self.store, *args)
            return cast(T, self._answers[asked])
