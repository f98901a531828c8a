"""
Tests for L{mantissa_like.asyncitems._retries}.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.asyncitems import OperationError, Retry

ERROR = OperationError("ConnectionResetError", "", bases=("ConnectionError", "OSError"))


class RetryTests(SynchronousTestCase):
    """
    Tests for rules of trying again.
    """

    def delays(self, retry: Retry, chance: float) -> list[float]:
        """
        The seconds before each attempt but the first.
        """
        waits = [retry.delay(attempts, ERROR, lambda: chance) for attempts in range(1, retry.attempts)]
        return [wait.total_seconds() for wait in waits if wait is not None]

    def test_grows(self) -> None:
        """
        Waits grow by the factor up to the longest.
        """
        retry = Retry(5, timedelta(seconds=1), 3.0, timedelta(seconds=10))
        self.assertEqual([1.0, 3.0, 9.0, 10.0], self.delays(retry, 0.0))

    def test_jitter(self) -> None:
        """
        Chance makes each a little shorter.
        """
        retry = Retry(3, timedelta(seconds=10), 1.0, jitter=0.2)
        self.assertEqual([8.0, 8.0], self.delays(retry, 1.0))

    def test_last(self) -> None:
        """
        After the last attempt there is no other one.
        """
        self.assertIs(None, Retry(3).delay(3, ERROR, lambda: 0.0))

    def test_veryMany(self) -> None:
        """
        No number of attempts is too large to reckon with.
        """
        retry = Retry(10**6, factor=10.0, jitter=0.0)
        self.assertEqual(retry.most, retry.delay(10**5, ERROR, lambda: 0.0))

    def test_kinds(self) -> None:
        """
        Only errors of the named kinds, or kinds of those, are worth it.
        """
        tried = [Retry(on=on).delay(1, ERROR, lambda: 0.0) for on in (("OSError",), ("KeyError",))]
        self.assertEqual([timedelta(seconds=1), None], tried)

    def test_refused(self) -> None:
        """
        What makes no sense is refused.
        """
        wrong: list[dict[str, Any]] = [
            {"attempts": 0},
            {"factor": 0.5},
            {"jitter": 1.5},
            {"first": timedelta(-1)},
            {"most": timedelta(-1)},
        ]
        for rule in wrong:
            self.assertRaises(ValueError, Retry, **rule)
