"""
Everybody who follows pages of one site, in this process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from twisted.internet.defer import Deferred
from twisted.internet.task import Cooperator, LoopingCall, deferLater

from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.web._live.feed import Feed
from mantissa_like.web._live.following import Following
from mantissa_like.web._live.notices import Notices
from mantissa_like.web._live.works import LiveWorks
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._websharing.sharedpages import SharedPages
from mantissa_like.web.errors import TOO_MANY_REQUESTS, RequestRefused

__all__ = ["Feeds"]

# What stands between a browser and the server often ends a connection that is silent for a minute.
_ROUND_SECONDS = 50
_CHECK_PAUSE = 0.1
_LAST_WORD_SECONDS = 0.25


class Feeds:
    """
    The feeds of all stores, and how many may follow them.

    While somebody follows, everybody is visited once in a round to see whether they are still there and still
    logged in. All sessions are looked at besides whenever the site store changes, a few at a time.
    """

    def __init__(self, context: SiteContext, pages: SharedPages) -> None:
        self._clock = clock = context.clock
        self._works = LiveWorks(
            context,
            pages,
            Notices(clock),
            perform=Cooperator(scheduler=lambda f: clock.callLater(0, f)).cooperate,
        )
        self._inPassing = Cooperator(scheduler=lambda f: clock.callLater(_CHECK_PAUSE, f))
        self._most, self._mostOfOne = context.config.limits.liveConnections, context.config.limits.liveOfOne
        self._feeds: dict[int, Feed] = {}
        self._followings: dict[Following, SubStore] = {}
        self._visitors: Counter[str] = Counter()
        self._due = 0.0
        self._rounds = LoopingCall(self._visitSome)
        self._rounds.clock = clock
        self._isChecking = self._hasToCheck = False

    def __repr__(self) -> str:
        return f"<Feeds: {len(self)} follow {len(self._feeds)} stores>"

    def __len__(self) -> int:
        """
        How many follow.
        """
        return len(self._followings)

    def admit(self, visitor: str) -> None:
        """
        Make sure that one more may follow.

        @raise RequestRefused: there are as many as there may be, of this visitor or of all.
        """
        if len(self) >= self._most or self._visitors[visitor] >= self._mostOfOne:
            raise RequestRefused(TOO_MANY_REQUESTS, "Too many pages are followed. Close some of them.")

    def add(self, following: Following, subStore: SubStore, store: Store) -> None:
        """
        Tell somebody of the changes of a store.

        @param store: that of C{subStore}, open for now.
        """
        feed = self._feeds.get(subStore.storeID)
        if feed is None:
            feed = self._feeds[subStore.storeID] = Feed(self._works, subStore, store)
        self._followings[following] = subStore
        self._visitors[following.visitor] += 1
        feed.add(following)
        if not self._rounds.running:
            self._stop = self._works.notices.follow(self._works.context.siteStore, self._checkSoon)
            self._rounds.start(1.0, now=False)

    def remove(self, following: Following) -> None:
        """
        Undo L{add}; done already, it does nothing.
        """
        subStore = self._followings.pop(following, None)
        if subStore is None:
            return
        self._visitors[following.visitor] -= 1
        if not self._visitors[following.visitor]:
            del self._visitors[following.visitor]
        feed = self._feeds[subStore.storeID]
        feed.remove(following)
        if feed.isEmpty:
            feed.close()
            del self._feeds[subStore.storeID]
        if not self._followings:
            self._rounds.stop()
            self._stop()

    def close(self) -> Deferred[None] | None:
        """
        Let everybody go, who may connect again, perhaps to another process.

        @return: fires when this has had time to be sent to them; None if there was nobody.
        """
        isAnybodyTold = bool(self._followings)
        for following in list(self._followings):
            following.connection.end(mayReturn=True)
            self.remove(following)
        self._works.notices.close()
        return deferLater(self._clock, _LAST_WORD_SECONDS) if isAnybodyTold else None

    def _visitSome(self) -> None:
        self._due += len(self) / _ROUND_SECONDS
        number, self._due = int(self._due), self._due % 1
        for following in list(islice(self._followings, number)):
            # The first becomes the last.
            self._followings[following] = self._followings.pop(following)
            following.check()
            following.connection.keepAlive()

    def _checkSoon(self) -> None:
        self._hasToCheck = True
        if not self._isChecking:
            self._isChecking = True
            self._inPassing.cooperate(self._checkAll())

    def _checkAll(self) -> Iterator[None]:
        while self._hasToCheck:
            self._hasToCheck = False
            # What is noticed may not be committed yet.
            yield
            for following in list(self._followings):
                following.check()
                yield
        self._isChecking = False
