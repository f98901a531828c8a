"""
Tests for L{mantissa_like.observing.FailureCollector}.
"""

from __future__ import annotations

from twisted.internet.task import Clock
from twisted.logger import Logger, LogPublisher
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.observing import FailureCollector


def explode(message: str, depth: int) -> None:
    """
    Raise an error, so many calls further down.
    """
    secret = "hunter2"
    if depth:
        explode(message, depth - 1)
    raise ValueError(message, len(secret))


def fail(message: str, depth: int = 0) -> Failure:
    """
    A failure raised by L{explode}.
    """
    try:
        explode(message, depth)
    except ValueError:
        return Failure()
    raise AssertionError("nothing exploded")


class FailureCollectorTests(SynchronousTestCase):
    """
    Tests for L{FailureCollector}.
    """

    def setUp(self) -> None:
        """
        A log that is collected.
        """
        self.collector = FailureCollector(Clock())
        self.log = Logger(namespace="app", observer=LogPublisher(self.collector))

    def test_alike(self) -> None:
        """
        Failures raised at the same place by the same calls are one kind, however they word it.
        """
        for message in ("one", "two"):
            self.log.failure("it failed", fail(message), request=message)
        [caught] = self.collector.take()
        self.assertEqual((2, "ValueError", "two"), (caught.count, caught.kind, caught.request))
        self.assertIn("in explode", caught.place)
        self.assertEqual([], self.collector.take())

    def test_different(self) -> None:
        """
        Another way to the same place is another kind.
        """
        self.log.failure("it failed", fail("x"))
        self.log.failure("it failed", fail("x", depth=1))
        self.assertEqual(2, len({each.fingerprint for each in self.collector.take()}))

    def test_withoutVariables(self) -> None:
        """
        The traceback shows code, and the values of no variables.
        """
        self.log.failure("it failed", fail("x"))
        [caught] = self.collector.take()
        self.assertIn("raise ValueError(message, len(secret))", caught.traceback)
        self.assertNotIn("hunter2", caught.traceback)

    def test_others(self) -> None:
        """
        What is no failure, and what observing itself logs, is passed over.
        """
        self.log.error("no failure")
        own = Logger(namespace="mantissa_like.observing._observatory", observer=LogPublisher(self.collector))
        own.failure("can't write", fail("x"))
        self.assertEqual([], self.collector.take())

    def test_unstorable(self) -> None:
        """
        Whatever a failure says can be kept: not too long, and text.
        """
        self.log.failure("it failed", fail("\0\udcff" + "x" * 10_000))
        [caught] = self.collector.take()
        caught.traceback.encode()
        self.assertNotIn("\0", caught.summary + caught.traceback)
        self.assertLessEqual(len(caught.summary), 500)

    def test_bounded(self) -> None:
        """
        Of too many kinds at once, the later ones are only counted.
        """
        for number in range(120):
            kind = type(f"Error{number}", (Exception,), {})
            self.log.failure("it failed", Failure(kind()))
        self.assertEqual((100, 20), (len(self.collector.take()), self.collector.lost))
