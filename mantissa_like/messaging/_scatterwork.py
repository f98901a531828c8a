"""
The work of a store that scatters commands.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from epsilon.extime import Time
from zope.interface import implementer

from axiom.store import Store
from mantissa_like.agenda import IStoreWork, Turn
from mantissa_like.messaging._outgoing import OutgoingMessage, nextDue, nowIn
from mantissa_like.messaging._scatter import PAGE, Scatter
from mantissa_like.messaging._scattersteps import (
    WORK,
    answersOf,
    askSome,
    collateSome,
    endScatter,
    messagesOf,
)
from mantissa_like.messaging._storetroubles import STORE_TROUBLES
from mantissa_like.messaging.errors import CollatorDied, QueueFull

__all__ = ["ScatterWork"]

_FEW = PAGE // 2
_MOST_COLLATED = 2 * PAGE
_MOST_POSTPONED = 2_000
_OFTEN = timedelta(seconds=1)
_FULL = timedelta(seconds=5)


@implementer(IStoreWork)
class ScatterWork:
    """
    Keeps up to a page and a half of the messages of each scatter under way, besides those that are tried
    again later, and collates their answers by the page, or once a second.

    @cvar name: how records call it.
    """

    name = WORK

    def work(self, store: Store) -> Turn:
        """
        See L{IStoreWork}.
        """
        if not store.hasType(Scatter):
            return Turn()
        running = list(store.query(Scatter, Scatter.isRunning == True))  # noqa: E712 (a condition of SQL)
        return Turn(_first(self._advance(store, each) for each in running))

    def commitsLost(self, store: Store) -> None:
        """
        See L{IStoreWork}: nothing to do, what the store holds is what is to be done.
        """

    def died(self, store: Store, what: str) -> None:
        """
        See L{IStoreWork}: what killed its process is not tried again.
        """
        found: Scatter | None = store.getItemByID(int(what), default=None)
        if found is not None and found.isRunning:
            endScatter(found, CollatorDied(found.collate))

    def _advance(self, store: Store, scatter: Scatter) -> Time | None:
        """
        Do what can be done now.

        @return: when there may be more to do, if nobody answers meanwhile; None if there will not be.
        """
        try:
            return self._step(store, scatter)
        except STORE_TROUBLES:
            raise
        except Exception as e:
            # It is the application's code that failed, and would again.
            store.transact(endScatter, scatter, e)
            return None

    def _step(self, store: Store, scatter: Scatter) -> Time | None:
        now = nowIn(store)
        isOver = scatter.deadline is not None and _isPast(scatter.deadline, now)
        fresh = messagesOf(scatter, OutgoingMessage.lastError == "").count()
        if isOver or fresh <= _FEW or _isPast(scatter.collated + _OFTEN, now):
            store.transact(collateSome, scatter, _MOST_COLLATED)
            if answersOf(scatter)[:1].count():
                return now
        if isOver:
            store.transact(endScatter, scatter)
            return None
        if scatter.hasMore and fresh <= _FEW and messagesOf(scatter).count() < _MOST_POSTPONED:
            try:
                store.transact(askSome, scatter)
            except QueueFull:
                return now + _FULL
            return now
        left = answersOf(scatter)[:1].count()
        if not (scatter.hasMore or left or messagesOf(scatter).count()):
            store.transact(endScatter, scatter)
            return None
        return _first([scatter.deadline, nextDue(store, now), now + _OFTEN if left else None])


def _first(moments: Iterable[Time | None]) -> Time | None:
    return min((each for each in moments if each is not None), key=Time.asPOSIXTimestamp, default=None)


def _isPast(moment: Time, now: Time) -> bool:
    return bool(moment.asPOSIXTimestamp() <= now.asPOSIXTimestamp())
