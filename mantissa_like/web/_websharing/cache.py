"""
Pages kept in memory, each for as long as its store is unchanged.

A page was made of a store at one revision, and is shown only at that revision, whichever process writes; and
not when something that it shows may be seen no longer, since the time has come for that.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from math import inf

from mantissa_like.web._markup.representation import Representation

__all__ = ["PageCache"]

_OVERHEAD_BYTES = 500
_LARGEST_PART = 8


class PageCache:
    """
    A bounded number of pages, those that were longest not asked for leaving first.
    """

    def __init__(self, mostPages: int, mostBytes: int) -> None:
        """
        @param mostPages: 0 keeps none.
        @param mostBytes: of all together.
        """
        self._mostPages, self._mostBytes = mostPages, mostBytes
        self._pages: OrderedDict[Hashable, tuple[int, float, Representation]] = OrderedDict()
        self._bytes = 0

    def __repr__(self) -> str:
        return f"<PageCache {len(self._pages)} pages, {self._bytes} bytes>"

    def get(self, key: Hashable, revision: int, now: float) -> Representation | None:
        """
        The page that was made at this revision of its store and is good now, or None.

        @param key: tells the store, the viewer and everything else on which a page depends.
        """
        kept = self._pages.get(key)
        if kept is None or kept[0] != revision or kept[1] <= now:
            return None
        self._pages.move_to_end(key)
        return kept[2]

    def put(self, key: Hashable, revision: int, page: Representation, until: float | None = None) -> None:
        """
        Keep a page instead of the one that was made at another revision, unless it would push out too many
        others.

        @param until: seconds on the clock that C{get} is told; None for as long as the store is unchanged.
        """
        self._remove(key)
        if _sizeOf(page) > self._mostBytes // _LARGEST_PART:
            return
        self._pages[key] = revision, inf if until is None else until, page
        self._bytes += _sizeOf(page)
        while len(self._pages) > self._mostPages or self._bytes > self._mostBytes:
            self._remove(next(iter(self._pages)))

    def _remove(self, key: Hashable) -> None:
        kept = self._pages.pop(key, None)
        if kept is not None:
            self._bytes -= _sizeOf(kept[2])


def _sizeOf(page: Representation) -> int:
    return len(page.body) + _OVERHEAD_BYTES
