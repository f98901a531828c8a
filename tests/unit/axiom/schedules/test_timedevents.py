"""
Events that fail.
"""

from __future__ import annotations

import sys

from axiom.scheduler import TimedEvent, TimedEventFailureLog
from tests.unit.axiom.scheduling import Bell, Brick, Fuse, SchedulerTestCase, at


class FailureTests(SchedulerTestCase):
    """
    What is left of them, and what goes on.
    """

    def test_logged(self) -> None:
        """
        A failure is logged, also as an item; what the event had changed is undone, and it is not run again.
        """
        bell = self.bell(1)
        bell.callBack = lambda: 1 / 0
        self.clock.advance(2)
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))
        self.assertEqual((0, 0), (bell.rung, self.store.count(TimedEvent)))
        log = self.store.findUnique(TimedEventFailureLog)
        self.assertEqual((at(1), at(2), bell), (log.desiredTime, log.actualTime, log.runnable))
        self.assertIn(b"ZeroDivisionError", log.traceback)

    def test_notRunnable(self) -> None:
        """
        An item that can't be run is a failure, and so is one that returns what is no time.
        """
        self.scheduler.schedule(Brick(store=self.store), at(1))
        bell = self.bell(1)
        self.patch(Bell, "run", lambda self: "soon")
        self.clock.advance(1)
        self.assertEqual(1, len(self.flushLoggedErrors(AttributeError)))
        self.assertEqual(1, len(self.flushLoggedErrors(TypeError)))
        runnables = {log.runnable for log in self.store.query(TimedEventFailureLog)}
        self.assertIn(bell, runnables)
        self.assertEqual((2, 0), (len(runnables), self.store.count(TimedEvent)))

    def test_exit(self) -> None:
        """
        One that calls C{sys.exit} is a failure like any other.
        """
        bells = [self.bell(1), self.bell(2)]
        bells[0].callBack = sys.exit
        self.clock.advance(2)
        self.assertEqual(1, len(self.flushLoggedErrors(SystemExit)))
        self.assertEqual([0, 1], [bell.rung for bell in bells])
        self.assertIdentical(bells[0], self.store.findUnique(TimedEventFailureLog).runnable)

    def test_othersRun(self) -> None:
        """
        Others are run, before and after.
        """
        bells = [self.bell(1), self.bell(3)]
        self.scheduler.schedule(Brick(store=self.store), at(2))
        self.clock.advance(3)
        self.flushLoggedErrors(AttributeError)
        self.assertEqual([1, 1], [bell.rung for bell in bells])

    def test_handled(self) -> None:
        """
        An item that handles its failure decides whether it is run again, and no item is made.
        """
        fuse = Fuse(store=self.store, again=at(9))
        self.scheduler.schedule(fuse, at(1))
        self.clock.advance(1)
        self.assertIsInstance(fuse.seen, ZeroDivisionError)
        self.assertEqual([9], self.times(fuse))
        fuse.again = None
        self.clock.advance(8)
        self.assertEqual(2, len(self.flushLoggedErrors(ZeroDivisionError)))
        self.assertEqual((0, 0), (self.store.count(TimedEvent), self.store.count(TimedEventFailureLog)))

    def test_handlerFails(self) -> None:
        """
        If handling the failure fails, both are logged, the first as an item.
        """
        fuse = Fuse(store=self.store, isDud=True)
        self.scheduler.schedule(fuse, at(1))
        self.clock.advance(1)
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))
        self.assertEqual(1, len(self.flushLoggedErrors(ValueError)))
        self.assertIn(b"boom", self.store.findUnique(TimedEventFailureLog).traceback)
        self.assertEqual(0, self.store.count(TimedEvent))
