"""
What becomes of a message after an attempt to deliver it, in one transaction of the sender's store each.

Answered, it is done when its consequence has heard the answer. Failed, it is tried again, later each time and
not at the same moment as others; in the end it is given up, a dead letter, and the next one of its pair goes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from axiom.store import Store
from mantissa_like.agenda import guarded
from mantissa_like.config import MessageSettings
from mantissa_like.messaging._outgoing import DEAD, DONE, DUE, Due, OutgoingMessage, isDue, nowIn, promoteNext
from mantissa_like.messaging._values import WORK, Answer
from mantissa_like.messaging.errors import TargetUnreachable

__all__ = ["LONGEST_WAIT", "conclude", "failed", "giveUp", "unreachable"]

_FIRST_WAIT, _LONGEST_WAIT = 1.0, 3600.0
_SPREAD = 0.5
LONGEST_WAIT = _LONGEST_WAIT * (1 + _SPREAD)
"""So many seconds after a failed attempt the next one is made, at most."""

_MOST_DOUBLINGS = 20

Random = Callable[[], float]


def conclude(store: Store, number: int, answer: Answer) -> Due | None:
    """
    Tell the consequence of a message the answer, once.

    @return: the next message of its pair, if that is due.
    @raise Exception: the consequence's; nothing was changed.
    """
    return store.transact(_conclude, store, number, answer)


def _conclude(store: Store, number: int, answer: Answer) -> Due | None:
    message = _dueMessage(store, number)
    if message is None:
        return None
    with guarded(store, WORK, str(number)):
        message.tellConsequence(answer.value)
    message.state, message.due = DONE, None
    promoted = promoteNext(store, message.pair)
    if promoted is None or not isDue(promoted[0]):
        return None
    following, areAnyDead = promoted
    return following, following.message(areAnyDead)


def failed(store: Store, number: int, error: str, settings: MessageSettings, random: Random) -> None:
    """
    Count a failed attempt.

    @param error: why, with a traceback.
    @param random: gives numbers from 0 to 1.
    """

    def count(message: OutgoingMessage) -> None:
        message.attempts += 1
        message.noteError(error)
        if message.attempts >= settings.attempts:
            _giveUp(message)
        else:
            _postpone(message, _backoff(message.attempts, random))

    _change(store, number, count)


def unreachable(
    store: Store, number: int, error: TargetUnreachable, settings: MessageSettings, random: Random
) -> None:
    """
    Try again when the target can perhaps be reached; that is no attempt, but ends after days.
    """

    def wait(message: OutgoingMessage) -> None:
        isFirst = not message.lastError
        message.noteError(str(error))
        age = nowIn(store) - message.queued
        if age > timedelta(days=settings.unreachableDays):
            if not isFirst:
                _giveUp(message)
                return
            # It has waited behind others, or in a copy of the store, and not for its target.
            _postpone(message, _spread(_FIRST_WAIT, random))
        else:
            # In step with its age the waits grow as if each were twice the one before.
            seconds = age.total_seconds() if error.retryAfter is None else error.retryAfter
            _postpone(message, _spread(min(max(seconds, _FIRST_WAIT), _LONGEST_WAIT), random))

    _change(store, number, wait)


def giveUp(store: Store, number: int, error: str) -> None:
    """
    Make a dead letter of what can't be delivered.
    """

    def give(message: OutgoingMessage) -> None:
        message.noteError(error)
        _giveUp(message)

    _change(store, number, give)


def _change(store: Store, number: int, change: Callable[[OutgoingMessage], object]) -> None:
    def inTransaction() -> None:
        message = _dueMessage(store, number)
        if message is not None:
            change(message)

    store.transact(inTransaction)


def _dueMessage(store: Store, number: int) -> OutgoingMessage | None:
    """
    The message, unless it was dropped while it was under way.
    """
    found: OutgoingMessage | None = store.getItemByID(number, default=None)
    return found if found is not None and found.state == DUE else None


def _giveUp(message: OutgoingMessage) -> None:
    message.state, message.due = DEAD, None
    promoteNext(message.presentStore(), message.pair)


def _postpone(message: OutgoingMessage, seconds: float) -> None:
    message.due = nowIn(message.presentStore()) + timedelta(seconds=seconds)


def _backoff(attempts: int, random: Random) -> float:
    return _spread(min(_FIRST_WAIT * 2 ** min(attempts - 1, _MOST_DOUBLINGS), _LONGEST_WAIT), random)


def _spread(seconds: float, random: Random) -> float:
    """
    Up to half as long again, so that what failed together is not tried together.
    """
    return seconds * (1 + _SPREAD * random())
