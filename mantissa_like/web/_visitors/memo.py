"""
What was looked up in a store, kept until the store changes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from axiom.store import Store

__all__ = ["Memo"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memo(Generic[K, V]):
    """
    A function that reads one store, with its results.

    What was not found is not kept, so that asking for what does not exist takes no memory.
    """

    def __init__(self, store: Store, find: Callable[[K], V | None], most: int) -> None:
        """
        @param find: depends on its argument and the store alone.
        @param most: results kept at a time.
        """
        self._store, self._find, self._most = store, find, most
        self._found: dict[K, V] = {}
        self._revision = -1

    def __call__(self, key: K) -> V | None:
        """
        What is found for C{key} now, or None.
        """
        revision = self._store.revision
        if revision != self._revision:
            self._found.clear()
            self._revision = revision
        found = self._found.get(key)
        if found is None:
            found = self._find(key)
            if found is not None:
                if len(self._found) >= self._most:
                    self._found.clear()
                self._found[key] = found
        return found
