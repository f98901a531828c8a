"""
The changes of one store for all who follow its pages.

The store is opened once for each change, however many there are to be told of it; who may not see the page
any more is told nothing, and is let go.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twisted.internet.interfaces import IDelayedCall
from twisted.logger import Logger

from axiom.errors import CannotOpenStore, StoreBusy
from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.sharing import nextExpiry
from mantissa_like.sharing.errors import NoSuchShare
from mantissa_like.stores import TooManyStores
from mantissa_like.web._live.following import Following, newsOf
from mantissa_like.web._live.works import LiveWorks
from mantissa_like.web._websharing.sharedpages import Asked
from mantissa_like.web.errors import RequestRefused
from mantissa_like.web.interfaces import ILiveView

__all__ = ["Feed"]

# When the store is looked at after its files were written to: a commit is seen in them before it is one, long
# before where it waits for a slow disk.
_DELAYS = (0.002, 0.02, 0.2, 2.0, 10.0)
# Between two times that all are told.
_PAUSE = 0.05
# To an expiry that is far away it is waited in steps.
_LONGEST_WAIT = 86_400.0


class Feed:
    """
    What follows one store.
    """

    _log = Logger()

    def __init__(self, works: LiveWorks, subStore: SubStore, store: Store) -> None:
        """
        @param store: that of C{subStore}, open for now.
        """
        self._works, self._subStore = works, subStore
        self._followings: dict[Asked, dict[Following, None]] = {}
        self._later: IDelayedCall | None = None
        self._expiry: IDelayedCall | None = None
        self._isBehind, self._hasExpired, self._quietUntil = False, False, 0.0
        # First, so that nothing is missed.
        self._stop = works.notices.follow(store, self._notice)
        self._revision = store.revision
        self._awaitExpiry(store)

    def __repr__(self) -> str:
        return f"<Feed of {self._subStore.storeID}: {sum(map(len, self._followings.values()))} follow>"

    @property
    def isEmpty(self) -> bool:
        """
        Whether nobody follows.
        """
        return not self._followings

    def add(self, following: Following) -> None:
        """
        Tell somebody of changes from now on, and at once if there is one which they do not know.
        """
        self._followings.setdefault(following.asked, {})[following] = None
        if following.revision != self._revision:
            self._isBehind = True
            self._notice()

    def remove(self, following: Following) -> None:
        """
        Undo L{add}; done already, it does nothing.
        """
        same = self._followings.get(following.asked, {})
        same.pop(following, None)
        if not same:
            self._followings.pop(following.asked, None)

    def close(self) -> None:
        """
        Look for changes no more.
        """
        self._stop()
        for call in (self._later, self._expiry):
            if call is not None:
                call.cancel()
        self._later = self._expiry = None

    def _notice(self) -> None:
        if self._later is not None:
            self._later.cancel()
        self._lookLater(0)

    def _lookLater(self, attempt: int) -> None:
        if attempt < len(_DELAYS):
            clock = self._works.context.clock
            delay = max(_DELAYS[attempt], self._quietUntil - clock.seconds())
            self._later = clock.callLater(delay, self._look, attempt)

    def _awaitExpiry(self, store: Store) -> None:
        """
        Look again when the next of the shares expires, which changes nothing in the store.
        """
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None
        until, clock = nextExpiry(store), self._works.context.clock
        if until is not None:
            self._expiry = clock.callLater(min(until - clock.seconds(), _LONGEST_WAIT), self._expire)

    def _expire(self) -> None:
        self._expiry = None
        self._hasExpired = True
        self._notice()

    def _look(self, attempt: int) -> None:
        self._later = None
        # Before, since it may be that nobody is left to look for afterwards.
        self._lookLater(attempt + 1)
        try:
            with self._works.context.pool.lease(self._subStore) as store, store.snapshot():
                told = self._find(store)
        except (StoreBusy, TooManyStores):
            return
        except CannotOpenStore:
            self._endAll()
            return
        if told:
            self._quietUntil = self._works.context.clock.seconds() + _PAUSE
            self._works.perform(self._tellAll(told))

    def _find(self, store: Store) -> list[tuple[Following, int, bytes]]:
        """
        What is to be told to whom; those who may not see it any more are let go.
        """
        if self._revision == store.revision and not self._isBehind and not self._hasExpired:
            return []
        self._revision = revision = store.revision
        hasExpired, self._isBehind, self._hasExpired = self._hasExpired, False, False
        self._awaitExpiry(store)
        told = []
        for asked, followings in list(self._followings.items()):
            behind = [each for each in followings if each.revision != revision]
            if not behind and not hasExpired:
                continue
            try:
                news = self._newsFor(store, asked, {each.revision for each in behind})
            except (NoSuchShare, RequestRefused):
                for each in list(followings):
                    each.connection.end(mayReturn=False)
                continue
            told += [(each, revision, news[each.revision]) for each in behind]
        return told

    def _newsFor(self, store: Store, asked: Asked, known: set[int]) -> dict[int, bytes]:
        shown, visit = self._works.pages.find(store, asked)
        view: Any = ILiveView(shown, None)
        if view is None:
            return dict.fromkeys(known, newsOf(store.revision))
        try:
            return {since: newsOf(store.revision, view.changes(visit, since)) for since in known}
        except Exception:
            self._log.failure("{view} cannot tell what has changed", view=view)
            return dict.fromkeys(known, newsOf(store.revision))

    def _tellAll(self, told: list[tuple[Following, int, bytes]]) -> Iterator[None]:
        for following, revision, news in told:
            if following.revision != revision:
                following.tell(revision, news)
            yield

    def _endAll(self) -> None:
        for followings in list(self._followings.values()):
            for following in list(followings):
                following.connection.end(mayReturn=False)
