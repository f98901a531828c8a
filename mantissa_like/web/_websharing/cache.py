"""
Pages kept in memory, each for as long as its store is unchanged.

No clock decides: a page was made of a store at one revision, and is shown only at that revision, whichever
process writes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

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
        self._pages: OrderedDict[Hashable, tuple[int, Representation]] = OrderedDict()
        self._bytes = 0

    def __repr__(self) -> str:
        return f"<PageCache {len(self._pages)} pages, {self._bytes} bytes>"

    def get(self, key: Hashable, revision: int) -> Representation | None:
        """
        The page that was made at this revision of its store, or None.

        @param key: tells the store, the viewer and everything else on which a page depends.
        """
        kept = self._pages.get(key)
        if kept is None or kept[0] != revision:
            return None
        self._pages.move_to_end(key)
        return kept[1]

    def put(self, key: Hashable, revision: int, page: Representation) -> None:
        """
        Keep a page instead of the one that was made at another revision, unless it would push out too many
        others.
        """
        self._remove(key)
        if _sizeOf(page) > self._mostBytes // _LARGEST_PART:
            return
        self._pages[key] = revision, page
        self._bytes += _sizeOf(page)
        while len(self._pages) > self._mostPages or self._bytes > self._mostBytes:
            self._remove(next(iter(self._pages)))

    def _remove(self, key: Hashable) -> None:
        kept = self._pages.pop(key, None)
        if kept is not None:
            self._bytes -= _sizeOf(kept[1])


def _sizeOf(page: Representation) -> int:
    return len(page.body) + _OVERHEAD_BYTES
