"""
A site on which Alice follows a feed, for tests.
"""

from __future__ import annotations

import hashlib

from twisted.internet.defer import Deferred
from zope.interface import implementer

from axiom.dependency import installOn
from axiom.store import Store
from mantissa_like.testing import TrialSite
from offerings.import_feed import Entry, FeedReader, Fetched, IFeedSource, ParsedFeed
from offerings.timeline import Post, Timeline

__all__ = ["ADDRESS", "FakeSource", "FeedSite", "feedOf"]

ADDRESS = "https://news.example/feed"


def feedOf(*texts: str, title: str = "News", **keys: str) -> Fetched:
    """
    What is fetched if a feed has these entries, the newest first.

    @param keys: by what the feed knows an entry, by its text; the text itself if it is left out.
    """
    entries = (Entry(hashlib.sha256(keys.get(each, each).encode()).hexdigest(), each) for each in texts)
    return Fetched(ParsedFeed(title, tuple(entries)), '"1"', "Sun, 09 Sep 2001 01:46:40 GMT")


@implementer(IFeedSource)
class FakeSource:
    """
    Answers when a test says so.

    @ivar asked: the address and the validators of each request.
    @ivar answers: those that wait for an answer.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []
        self.answers: list[Deferred[Fetched]] = []

    def fetch(self, address: str, etag: str, modified: str) -> Deferred[Fetched]:
        """
        See L{IFeedSource}.
        """
        self.asked.append((address, etag, modified))
        answer: Deferred[Fetched] = Deferred()
        self.answers.append(answer)
        return answer


class FeedSite(TrialSite):
    """
    Alice has a timeline and feeds; what is fetched is decided by a test.
    """

    def __init__(self) -> None:
        super().__init__()
        self.source = FakeSource()
        self.store.inMemoryPowerUp(self.source, IFeedSource)
        self.alice: Store = self.addUser("alice@example.com")
        for item in (Timeline(store=self.alice), FeedReader(store=self.alice)):
            installOn(item, self.alice)
        self.reader = self.alice.findUnique(FeedReader)

    def answer(self, outcome: Fetched | Exception) -> None:
        """
        Answer the request that waits.
        """
        self.settle()
        (waiting,) = self.source.answers
        self.source.answers.clear()
        if isinstance(outcome, Exception):
            waiting.errback(outcome)
        else:
            waiting.callback(outcome)
        self.settle()

    def untilAsked(self) -> float:
        """
        Let time pass until the next request.

        @return: how many seconds that were.
        """
        began = self.clock.seconds()
        while not self.source.answers:
            self.advance(min(each.getTime() for each in self.clock.getDelayedCalls()) - self.clock.seconds())
        return self.clock.seconds() - began

    def posts(self) -> list[str]:
        """
        What is on the timeline, the oldest first.
        """
        return list(self.alice.query(Post, sort=Post.storeID.ascending).getColumn("body"))
