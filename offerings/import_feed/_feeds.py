"""
A feed that somebody follows, and what it is known to have said.

To follow one is a durable function: it fetches, posts what is new, waits, and begins again, in whatever
process works for the store then. Only the fetch may happen twice; to take in what it brought is one step, so
each entry is posted once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

from epsilon.extime import Time

from axiom.attributes import integer, reference, text, timestamp
from axiom.item import Item, transacted
from axiom.store import Store
from mantissa_like.asyncitems import (
    AsynchronousItem,
    OperationError,
    OperationFailed,
    Retry,
    durable,
    effect,
    outsideEffect,
    retryOperation,
    sleep,
    step,
)
from offerings.import_feed._fetching import Fetched
from offerings.import_feed._posting import postNew
from offerings.import_feed.errors import FeedsSuspended
from offerings.import_feed.interfaces import IFeedReader, IFeedSource

__all__ = ["Feed"]

_RETRY = Retry(attempts=4, first=timedelta(seconds=30), factor=4, on=("FeedUnreachable",))
# After so many rounds in which nothing came, each twice as long as the one before, up to the longest.
_MOST_FAILURES = 14
_LONGEST_PAUSE = timedelta(days=1)


class Feed(Item):
    """
    One feed.

    @ivar reader: whose it is.
    @ivar address: where it is fetched.
    @ivar title: what it calls itself; empty until it was fetched.
    @ivar minutes: from one fetch to the next, if all goes well.
    @ivar added: when somebody began to follow it.
    @ivar fetched: when its server last answered well; None if it never did.
    @ivar due: when it is fetched next; None if it is not, or is being fetched.
    @ivar problem: why nothing came the last time, in words for people; empty if all is well.
    @ivar failures: how often in a row nothing came.
    @ivar posted: how many of its entries were posted.
    @ivar etag: what its server calls that which came last; may be empty.
    @ivar modified: when that was changed, as its server says it; may be empty.
    @ivar run: that of L{follow}; None if it is paused.
    """

    typeName = "import_feed_feed"
    schemaVersion = 1

    reader: Any = reference(allowNone=False, whenDeleted=reference.CASCADE)
    address = text(allowNone=False, caseSensitive=True, indexed=True)
    title = text(allowNone=False, default="")
    minutes = integer(allowNone=False, default=60)
    added = timestamp(allowNone=False)
    fetched = timestamp()
    due = timestamp()
    problem = text(allowNone=False, default="")
    failures = integer(allowNone=False, default=0)
    posted = integer(allowNone=False, default=0)
    etag = text(allowNone=False, caseSensitive=True, default="")
    modified = text(allowNone=False, caseSensitive=True, default="")
    run: Any = reference(reftype=AsynchronousItem, whenDeleted=reference.NULLIFY)

    @durable
    async def follow(self) -> Any:
        """
        Fetch it, take in what is new, wait, and so on for ever: each round is a run that ends in the next.
        """
        pause: float | None
        try:
            fetched = await effect(self, "fetch", retry=_RETRY, title=f"Fetch {self.address}")
            pause = await step("take in", self.takeIn, fetched)
        except OperationFailed as e:
            pause = await step("note failure", self.noteFailure, *_inWords(e.error))
        if pause is None:
            return None
        await sleep(timedelta(seconds=pause))
        return self.follow()

    @outsideEffect
    async def fetch(self, key: str) -> dict[str, Any]:
        """
        Ask its server for what it has.

        @raise FeedsSuspended: its owner may not follow feeds at the moment.
        """
        store = self.presentStore()
        if IFeedReader(store, None) is None:
            raise FeedsSuspended("Your feeds are switched off.")
        siteStore = cast(Store, store.parent)
        fetched: Fetched = await IFeedSource(siteStore).fetch(self.address, self.etag, self.modified)
        entries = None if fetched.feed is None else [[each.key, each.text] for each in fetched.feed.entries]
        return {
            "title": "" if fetched.feed is None else fetched.feed.title,
            "entries": entries,
            "etag": fetched.etag,
            "modified": fetched.modified,
            "wait": fetched.wait,
        }

    def takeIn(self, fetched: Mapping[str, Any]) -> float:
        """
        Post what is new, once, the oldest first.

        @param fetched: what L{fetch} returned.
        @return: the seconds to wait until it is fetched again.
        @raise NoTimeline: there is nowhere to post it.
        """
        if fetched["entries"] is not None:
            self.title = fetched["title"] or self.title
            self.posted += postNew(self, fetched["entries"], self.title, self.fetched is None, self._now())
            self.etag, self.modified = fetched["etag"], fetched["modified"]
        self.problem, self.failures = "", 0
        if fetched["wait"]:
            self.problem = "The server asks us to come later."
        else:
            self.fetched = self._now()
        return self._pause(max(fetched["wait"], self.minutes * 60))

    def noteFailure(self, problem: str, isForGood: bool) -> float | None:
        """
        Keep why nothing came.

        @return: the seconds to wait until it is tried again; None if it is not.
        """
        self.problem, self.due = problem, None
        self.failures += 1
        if isForGood or self.failures >= _MOST_FAILURES:
            return None
        seconds = self.minutes * 60.0 * 2 ** (self.failures - 1)
        longest = max(_LONGEST_PAUSE.total_seconds(), self.minutes * 60)
        return self._pause(min(seconds, longest))

    @transacted
    def begin(self) -> None:
        """
        Fetch it now, and follow it from now on, if it is not being fetched.
        """
        if self.isFetching:
            return
        self.pause()
        self.due, self.failures = None, 0
        self.run = self.follow()

    @transacted
    def pause(self) -> None:
        """
        Follow it no more, until L{begin}.
        """
        if self.run is not None and self.run.isPending:
            self.run.cancel()
        self.run = self.due = None

    @transacted
    def tryAgain(self) -> None:
        """
        Go on after a problem: if the code of the function was changed, with the record of what it did; else
        by fetching it now.
        """
        if self.isParked:
            retryOperation(self.run)
        else:
            self.begin()

    @property
    def isPaused(self) -> bool:
        """
        Whether its owner wants nothing of it for now.
        """
        return self.run is None

    @property
    def isParked(self) -> bool:
        """
        Whether its run does not fit the code any more.
        """
        return self.run is not None and self.run.isPending and bool(self.run.problem)

    @property
    def isFetching(self) -> bool:
        """
        Whether it is being fetched, or will be at once.
        """
        now = self.presentStore().runtime.clock.seconds()
        isWaiting = self.due is not None and self.due.asPOSIXTimestamp() > now
        return self.run is not None and self.run.isPending and not isWaiting and not self.isParked

    @property
    def isGivenUp(self) -> bool:
        """
        Whether it is fetched no more, since that went wrong too often or for good.
        """
        return self.run is not None and not self.run.isPending

    @property
    def name(self) -> str:
        """
        What people know it by.
        """
        return self.title or self.address

    def _pause(self, seconds: float) -> float:
        self.due = self._now() + timedelta(seconds=seconds)
        return seconds

    def _now(self) -> Time:
        return Time.fromPOSIXTimestamp(self.presentStore().runtime.clock.seconds())


def _inWords(error: OperationError) -> tuple[str, bool]:
    """
    What is told of an error, and whether it is one for good.
    """
    if not error.isOne("FeedProblem"):
        return "Something went wrong here that was not foreseen.", False
    return error.message, error.isOne("FeedGone")
