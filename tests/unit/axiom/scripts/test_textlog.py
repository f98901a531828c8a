"""
Tests for L{axiom.scripts._textlog}.
"""

from __future__ import annotations

from io import StringIO
from typing import Any

from twisted.logger import ILogObserver, Logger, LogLevel, textFileLogObserver
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import implementer

from axiom.scripts._textlog import textLog


class TextLogTests(SynchronousTestCase):
    """
    Tests for L{textLog}.
    """

    def test_asTwistedDoes(self) -> None:
        """
        Every event becomes what Twisted makes of it, but for the fractions of seconds.
        """
        ours, twisteds = StringIO(), StringIO()
        observers = textLog(ours), textFileLogObserver(twisteds)

        @implementer(ILogObserver)
        def observe(event: Any) -> None:
            for observer in observers:
                observer({**event, "log_time": 1_700_000_000.0 + len(events)})
            events.append(event)

        events: list[Any] = []
        log: Any = Logger(namespace="tests", observer=observe)
        log.info("{line}", line="one line")
        log.info("{line}", line="two\nlines")
        log.warn("{line} and more", line="a line")
        log.info("{line}", line="of a system", log_system="worker 1")
        log.emit(LogLevel.info, None)
        log.failure("{line}", Failure(ZeroDivisionError("no")), line="failed")
        self.assertEqual(6, len(events))
        self.assertEqual(twisteds.getvalue(), ours.getvalue())
        self.assertIn("[tests#info] two\n\tlines\n", ours.getvalue())
