"""
The log as lines of text.
"""

from __future__ import annotations

from typing import IO, Any

from twisted.logger import FileLogObserver, ILogObserver, LogEvent, formatEventAsClassicLogText, formatTime

__all__ = ["textLog"]

# The format of who logs so much that a line is made at once, under this name.
_READY = "{line}"


def textLog(out: IO[Any]) -> ILogObserver:
    """
    What writes each event to C{out}, as Twisted does.
    """
    return FileLogObserver(out, _Formatting())


class _Formatting:
    """
    Formats events; the time once a second.
    """

    def __init__(self) -> None:
        self._second, self._formatted = -1, ""

    def __call__(self, event: LogEvent) -> str | None:
        """
        The line of an event; None if there is nothing to be said.
        """
        if event.get("log_format") != _READY or "log_failure" in event:
            return formatEventAsClassicLogText(event, self._time)
        system = event.get("log_system") or f"{event['log_namespace']}#{event['log_level'].name}"
        line = str(event["line"]).replace("\n", "\n\t")
        return f"{self._time(event['log_time'])} [{system}] {line}\n"

    def _time(self, when: float | None) -> str:
        if when is None:
            return "-"
        second = int(when)
        if second != self._second:
            self._second, self._formatted = second, formatTime(second)
        return self._formatted
