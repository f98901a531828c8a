"""
Failures that were logged, those that are alike as one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from epsilon.extime import Time
from twisted.python.failure import Failure

from axiom.attributes import boolean, integer, text, timestamp
from axiom.item import Item
from axiom.store import Store

__all__ = ["Caught", "CollectedFailure", "fingerprintOf", "forgetFailures", "recordFailures"]

_INNERMOST = 3
_MOST_KINDS = 1000


class CollectedFailure(Item):
    """
    One kind of failure.

    @ivar fingerprint: tells it from others: of the exception's class and where it was raised.
    @ivar kind: the name of the exception's class, with its module.
    @ivar summary: what the exception said the last time; at most 500 characters, may be empty.
    @ivar place: where it was raised: module, line and function.
    @ivar count: how often it happened.
    @ivar firstSeen: when it first did.
    @ivar lastSeen: when it last did.
    @ivar traceback: how, the last time; without the values of variables.
    @ivar request: the number of the request in which it last happened; empty if it was in none.
    @ivar isResolved: whether an administrator called it done; it is not any more when it happens again.
    """

    typeName = "observing_failure"

    fingerprint = text(allowNone=False, indexed=True, caseSensitive=True, unique=True)
    kind = text(allowNone=False)
    summary = text(allowNone=False)
    place = text(allowNone=False)
    count = integer(allowNone=False)
    firstSeen = timestamp(allowNone=False)
    lastSeen = timestamp(allowNone=False, indexed=True)
    traceback = text(allowNone=False)
    request = text(allowNone=False, caseSensitive=True)
    isResolved = boolean(allowNone=False, default=False)


@dataclass
class Caught:
    """
    What happened since failures were last recorded; see L{CollectedFailure}.
    """

    fingerprint: str
    kind: str
    summary: str
    place: str
    traceback: str
    request: str
    first: float
    last: float
    count: int = 1


def fingerprintOf(failure: Failure) -> tuple[str, str]:
    """
    What is the same for failures that are alike: their class, and the innermost lines of code.

    @return: the fingerprint, and the innermost place.
    """
    frames = [(name, _shortened(file), line) for name, file, line, *_ in failure.frames[-_INNERMOST:]]
    places = [f"{file}:{line} in {name}" for name, file, line in frames] or ["an unknown place"]
    kind = failure.type.__qualname__ if failure.type is not None else ""
    digest = hashlib.sha256("\n".join([kind, *places]).encode()).hexdigest()
    return digest[:16], places[-1]


def recordFailures(store: Store, caught: Iterable[Caught]) -> None:
    """
    Add what happened to what is known.
    """
    store.transact(_record, store, list(caught))


def forgetFailures(store: Store, before: Time) -> None:
    """
    Forget the failures that did not happen since, and the oldest if there are too many kinds.
    """

    def forget() -> None:
        store.query(CollectedFailure, CollectedFailure.lastSeen < before).deleteFromStore()
        for each in store.query(CollectedFailure, sort=CollectedFailure.lastSeen.descending)[_MOST_KINDS:]:
            each.deleteFromStore()

    store.transact(forget)


def _record(store: Store, caught: list[Caught]) -> None:
    for each in caught:
        known: CollectedFailure | None = store.findFirst(
            CollectedFailure, CollectedFailure.fingerprint == each.fingerprint
        )
        last = Time.fromPOSIXTimestamp(each.last)
        if known is None:
            CollectedFailure(
                store=store,
                fingerprint=each.fingerprint,
                kind=each.kind,
                summary=each.summary,
                place=each.place,
                count=each.count,
                firstSeen=Time.fromPOSIXTimestamp(each.first),
                lastSeen=last,
                traceback=each.traceback,
                request=each.request,
            )
            continue
        known.count += each.count
        known.summary, known.traceback, known.request = each.summary, each.traceback, each.request
        known.lastSeen, known.isResolved = last, False


def _shortened(path: str) -> str:
    """
    The path of a source file from its package on, the same wherever it is installed.
    """
    for root in ("site-packages/", "lib/"):
        if root in path:
            return path.rpartition(root)[2]
    return "/".join(path.rsplit("/", 3)[-3:])
