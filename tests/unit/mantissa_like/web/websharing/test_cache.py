"""
Tests for L{mantissa_like.web._websharing.cache}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web._markup.representation import Representation
from mantissa_like.web._websharing.cache import PageCache


def page(size: int = 1) -> Representation:
    """
    Some page.
    """
    return Representation(b"text/plain", b"x" * size)


class PageCacheTests(SynchronousTestCase):
    """
    Tests for L{PageCache}.
    """

    def test_sameRevision(self) -> None:
        """
        A page is shown at the revision at which it was made, and at no other.
        """
        cache, made = PageCache(10, 10**6), page()
        cache.put("a", 5, made)
        self.assertIs(made, cache.get("a", 5, 0.0))
        self.assertEqual(
            [None, None, None], [cache.get("a", 4, 0.0), cache.get("a", 6, 0.0), cache.get("b", 5, 0.0)]
        )

    def test_until(self) -> None:
        """
        From the moment on at which something in it may be seen no longer, a page is not shown.
        """
        cache, made = PageCache(10, 10**6), page()
        cache.put("a", 5, made, until=100.0)
        self.assertEqual((made, None), (cache.get("a", 5, 99.9), cache.get("a", 5, 100.0)))

    def test_replaced(self) -> None:
        """
        The page of a later revision takes the place of the earlier one.
        """
        cache, made = PageCache(10, 10**6), page()
        cache.put("a", 5, page())
        cache.put("a", 6, made)
        self.assertEqual((None, made), (cache.get("a", 5, 0.0), cache.get("a", 6, 0.0)))
        self.assertEqual("<PageCache 1 pages, 501 bytes>", repr(cache))

    def test_oldestLeaves(self) -> None:
        """
        The page that was longest not asked for makes room.
        """
        cache = PageCache(2, 10**6)
        cache.put("a", 1, page())
        cache.put("b", 1, page())
        cache.get("a", 1, 0.0)
        cache.put("c", 1, page())
        self.assertEqual([True, False, True], [cache.get(key, 1, 0.0) is not None for key in "abc"])

    def test_boundedInBytes(self) -> None:
        """
        However few pages there are, they are not larger than allowed together.
        """
        cache = PageCache(100, 10_000)
        for key in range(20):
            cache.put(key, 1, page(700))
        self.assertEqual("<PageCache 8 pages, 9600 bytes>", repr(cache))

    def test_largePageIsNotKept(self) -> None:
        """
        A page as large as many others does not push them out, and is not kept.
        """
        cache = PageCache(100, 10_000)
        cache.put("a", 1, page())
        cache.put("b", 1, page(9_000))
        self.assertEqual("<PageCache 1 pages, 501 bytes>", repr(cache))

    def test_none(self) -> None:
        """
        With room for no page, none is kept.
        """
        cache = PageCache(0, 10_000)
        cache.put("a", 1, page())
        self.assertIs(None, cache.get("a", 1, 0.0))
