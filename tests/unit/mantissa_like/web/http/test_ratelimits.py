"""
Tests for L{mantissa_like.web._http.ratelimits}.
"""

from __future__ import annotations

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web._http.ratelimits import TokenBuckets


class TokenBucketsTests(SynchronousTestCase):
    """
    Tests for L{TokenBuckets}.
    """

    def setUp(self) -> None:
        """
        Two a second, three at once.
        """
        self.clock = Clock()
        self.buckets = TokenBuckets(2, 3, self.clock, most=2)

    def test_burst(self) -> None:
        """
        So many may come at once; the next has to wait until a token is back.
        """
        self.assertEqual([0, 0, 0, 0.5], [self.buckets.take("a") for _ in range(4)])
        self.clock.advance(0.5)
        self.assertEqual([0, 0.5], [self.buckets.take("a") for _ in range(2)])

    def test_askingCostsNothing(self) -> None:
        """
        Who is refused does not wait longer for having asked.
        """
        for _ in range(10):
            self.buckets.take("a")
        self.clock.advance(0.25)
        self.assertEqual(0.25, self.buckets.take("a"))

    def test_full(self) -> None:
        """
        A bucket holds no more than so many, however long nobody asked.
        """
        self.buckets.take("a")
        self.clock.advance(3600)
        self.assertEqual([0, 0, 0, 0.5], [self.buckets.take("a") for _ in range(4)])

    def test_bounded(self) -> None:
        """
        Who asked longest ago is forgotten.
        """
        for key in "abac":
            self.buckets.take(key)
        self.assertEqual(2, len(self.buckets))
        self.assertEqual([0, 0.5], [self.buckets.take("a") for _ in range(2)])
