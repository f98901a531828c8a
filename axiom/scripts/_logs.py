"""
How a server's log is written: text for people on a terminal, an object of JSON a line for programs.
"""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from typing import Any, TextIO

import msgspec
from twisted.logger import (
    FileLogObserver,
    ILogObserver,
    LogEvent,
    formatEvent,
)
from twisted.python.failure import Failure

from axiom.scripts._textlog import textLog

__all__ = ["FORMATS", "formatFor", "observerFor"]

FORMATS = ("auto", "text", "json")

# Said by other names, or in the message already.
_LEFT_OUT = frozenset(("format", "isError", "line", "message", "time", "system"))


def formatFor(file: TextIO, wanted: str) -> str:
    """
    C{text} or C{json}: what is wanted; by C{auto} what suits the file.
    """
    if wanted != "auto":
        return wanted
    isTerminal = getattr(file, "isatty", lambda: False)()
    return "text" if isTerminal else "json"


def observerFor(file: TextIO, wanted: str) -> ILogObserver:
    """
    What writes events to a file.

    @param wanted: one of L{FORMATS}.
    """
    return textLog(file) if formatFor(file, wanted) == "text" else FileLogObserver(file, _JSONLines())


class _JSONLines:
    """
    Makes a line of JSON of an event: C{time}, C{level}, C{logger} and C{message}, C{traceback} of a failure,
    and whatever plain values it has besides. The time is formatted once a second.
    """

    def __init__(self) -> None:
        self._second, self._formatted = -1, ""

    def __call__(self, event: LogEvent) -> str:
        """
        The line of an event.
        """
        fields = self._fields(event)
        try:
            return msgspec.json.encode(fields).decode() + "\n"
        except (UnicodeEncodeError, OverflowError):
            # Texts that are no Unicode and very large numbers are rare, and this is slow.
            return json.dumps(fields) + "\n"

    def _fields(self, event: LogEvent) -> dict[str, Any]:
        level, failure = event.get("log_level"), event.get("log_failure")
        fields = {
            "time": self._time(event.get("log_time", 0.0)),
            "level": level.name if level is not None else "info",
            "logger": event.get("log_namespace") or event.get("log_system") or "",
            # Who logs much has made the line already.
            "message": event["line"] if event.get("log_format") == "{line}" else formatEvent(event),
        }
        for name, value in event.items():
            if not name.startswith("log_") and name not in _LEFT_OUT and _isPlain(value):
                fields[name] = value
        if isinstance(failure, Failure):
            fields["traceback"] = failure.getTraceback()
        return fields

    def _time(self, when: float) -> str:
        second = int(when)
        if second != self._second:
            self._second = second
            self._formatted = datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")
        return f"{self._formatted}.{int((when - second) * 1000):03}Z"


def _isPlain(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, (str, int))
