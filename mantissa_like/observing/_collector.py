"""
Catching the failures that are logged.

An observer is called wherever something fails, in any thread; so it only takes down what it needs, and
somebody else writes that into a store later.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock

from twisted.internet.interfaces import IReactorTime
from twisted.logger import ILogObserver, LogEvent, LogLevel
from twisted.python.failure import Failure
from zope.interface import implementer

from mantissa_like.observing._failures import Caught, fingerprintOf

__all__ = ["FailureCollector"]

_OWN = "mantissa_like.observing"
_MOST_KINDS = 100
_LONGEST_SUMMARY = 500
_LONGEST_TRACEBACK = 20_000


@implementer(ILogObserver)
class FailureCollector:
    """
    Collects the failures of one process until they are taken.

    @ivar lost: how many were not collected, since too many of different kinds came at once.
    """

    def __init__(self, clock: IReactorTime) -> None:
        self._clock = clock
        self._lock = Lock()
        self._caught: dict[str, Caught] = {}
        self.lost = 0

    def __call__(self, event: LogEvent) -> None:
        """
        Take down a failure, if it is one and not of collecting.
        """
        failure = event.get("log_failure")
        if not isinstance(failure, Failure) or event.get("log_level") not in (
            LogLevel.critical,
            LogLevel.error,
        ):
            return
        if str(event.get("log_namespace", "")).startswith(_OWN):
            return
        fingerprint, place = fingerprintOf(failure)
        when, request = self._clock.seconds(), str(event.get("request", ""))
        with self._lock:
            if (known := self._caught.get(fingerprint)) is not None:
                known.count += 1
                known.last, known.request = when, request or known.request
            elif len(self._caught) >= _MOST_KINDS:
                self.lost += 1
            else:
                self._caught[fingerprint] = _caught(failure, fingerprint, place, when, request)

    def take(self) -> list[Caught]:
        """
        What was collected since this was last called.
        """
        with self._lock:
            caught, self._caught = self._caught, {}
        return list(caught.values())

    def giveBack(self, caught: Iterable[Caught]) -> None:
        """
        Keep what was taken and could not be written.
        """
        with self._lock:
            for each in caught:
                since = self._caught.get(each.fingerprint)
                if since is not None:
                    since.count, since.first = since.count + each.count, each.first
                elif len(self._caught) >= _MOST_KINDS:
                    self.lost += each.count
                else:
                    self._caught[each.fingerprint] = each


def _caught(failure: Failure, fingerprint: str, place: str, when: float, request: str) -> Caught:
    kind = "" if failure.type is None else f"{failure.type.__module__}.{failure.type.__qualname__}"
    return Caught(
        fingerprint=fingerprint,
        kind=kind.removeprefix("builtins."),
        summary=_storable(failure.getErrorMessage(), _LONGEST_SUMMARY),
        place=place,
        traceback=_storable(failure.getTraceback(), _LONGEST_TRACEBACK),
        request=request,
        first=when,
        last=when,
    )


def _storable(said: str, longest: int) -> str:
    """
    The end of a text, as a store can keep it.
    """
    return said[-longest:].replace("\0", "\ufffd").encode("utf-8", "replace").decode()
