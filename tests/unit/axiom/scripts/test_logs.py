"""
Tests for L{axiom.scripts._logs}.
"""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

from twisted.logger import Logger
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase

from axiom.scripts._logs import formatFor, observerFor


class Terminal(StringIO):
    """
    A file that is a terminal.
    """

    def isatty(self) -> bool:
        """
        It is.
        """
        return True


class LogTests(SynchronousTestCase):
    """
    Tests for L{observerFor} and L{formatFor}.
    """

    def logged(self, wanted: str = "json", message: str = "it {what}", **values: Any) -> str:
        """
        What is written of one event.
        """
        file = StringIO()
        Logger(namespace="app", observer=observerFor(file, wanted)).info(message, **values)
        return file.getvalue()

    def test_chosen(self) -> None:
        """
        People at a terminal get text, everybody else JSON, unless they say what they want.
        """
        self.assertEqual("text", formatFor(Terminal(), "auto"))
        self.assertEqual("json", formatFor(StringIO(), "auto"))
        self.assertEqual("json", formatFor(Terminal(), "json"))
        self.assertIn("[app#info] it works\n", self.logged("text", what="works"))

    def test_object(self) -> None:
        """
        Each event is one line, with its plain values by their names.
        """
        line = self.logged(what='wo"rks\n', count=3, part=0.5, isDone=True, nothing=None)
        self.assertEqual(1, line.count("\n"))
        event = json.loads(line)
        self.assertRegex(event.pop("time"), r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z")
        expected = {"level": "info", "logger": "app", "message": 'it wo"rks\n', "what": 'wo"rks\n'}
        self.assertEqual({**expected, "count": 3, "part": 0.5, "isDone": True, "nothing": None}, event)

    def test_onlyPlainValues(self) -> None:
        """
        What is no plain value is in the message only.
        """
        event = json.loads(self.logged(what=[1], other=object(), much=float("inf"), line="it"))
        self.assertEqual("it [1]", event["message"])
        self.assertEqual({"time", "level", "logger", "message"}, set(event))

    def test_failure(self) -> None:
        """
        A failure has its traceback.
        """
        file = StringIO()
        Logger(observer=observerFor(file, "json")).failure("no", Failure(ZeroDivisionError("never")))
        event = json.loads(file.getvalue())
        self.assertEqual(("critical", "no"), (event["level"], event["message"]))
        self.assertIn("ZeroDivisionError: never", event["traceback"])

    def test_unprintable(self) -> None:
        """
        Whatever is logged can be written.
        """
        event = json.loads(self.logged(what="\udcff\0", number=2**70))
        self.assertEqual(("it \udcff\0", 2**70), (event["message"], event["number"]))
