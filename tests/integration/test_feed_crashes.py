"""
Following a feed in processes that are killed after each of their commits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from twisted.internet.defer import Deferred, maybeDeferred, succeed
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import implementer

from axiom.dependency import installOn
from axiom.runtime import Runtime
from axiom.store import Store
from axiom.substore import SubStore
from axiom.testing import CrashPoint, NotCrashed, crash
from mantissa_like.asyncitems import AsyncWork, stuckOperations
from offerings.import_feed import Entry, Feed, FeedReader, Fetched, IFeedSource, ParsedFeed
from offerings.timeline import Post, Timeline

HOUR = 3600
_BEGINNING = 1_000_000_000


@implementer(IFeedSource)
class HourlySource:
    """
    A feed that has one more entry each hour.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def fetch(self, address: str, etag: str, modified: str) -> Deferred[Fetched]:
        """
        See L{IFeedSource}.
        """
        hours = int(self._clock.seconds() - _BEGINNING) // HOUR
        texts = [f"{number}" for number in range(hours + 2)]
        entries = (Entry(hashlib.sha256(each.encode()).hexdigest(), each) for each in reversed(texts))
        return succeed(Fetched(ParsedFeed("", tuple(entries))))


@contextmanager
def opened(directory: str) -> Iterator[tuple[Store, Clock]]:
    """
    Alice's store on a site, and the time there, which begins at the same moment each time.
    """
    clock = Clock()
    clock.advance(_BEGINNING)
    site = Store(directory, runtime=Runtime(clock, maybeDeferred))
    site.inMemoryPowerUp(HourlySource(clock), IFeedSource)
    with site.findUnique(SubStore).opened() as alice:
        yield alice, clock
    site.close()


def follow(directory: str) -> None:
    """
    Do what there is to do, now and an hour later.
    """
    with opened(directory) as (alice, clock):
        worker = AsyncWork(lambda: 0.0)
        for seconds in (0, HOUR):
            clock.advance(seconds)
            again = worker.work(alice).again
            while again is not None and again.asPOSIXTimestamp() <= clock.seconds():
                again = worker.work(alice).again


class FeedCrashTests(SynchronousTestCase):
    """
    Tests for killed processes.
    """

    def killed(self, number: int) -> bool:
        """
        Let a process follow a feed that is killed after so many commits, and another one go on.

        @return: whether there were so many.
        """
        directory = self.mktemp()
        site = Store(directory)
        with SubStore.createNew(site, ["alice"]).opened() as alice:
            for item in (Timeline(store=alice), FeedReader(store=alice)):
                installOn(item, alice)
        site.close()
        with opened(directory) as (alice, _):
            alice.findUnique(FeedReader).add("news.example", 60)
            assert alice.dbdir is not None
            place = alice.dbdir.path
        isThere = True
        try:
            crash(follow, directory, at=CrashPoint.AFTER_COMMIT, store=place, number=number)
        except NotCrashed:
            isThere = False
        follow(directory)
        with opened(directory) as (alice, clock):
            feed = alice.findUnique(Feed)
            posts = list(alice.query(Post, sort=Post.storeID.ascending).getColumn("body"))
            self.assertEqual((["0", "1", "2"], 3, ""), (posts, feed.posted, feed.problem), f"commit {number}")
            assert feed.due is not None
            self.assertEqual(clock.seconds() + 2 * HOUR, feed.due.asPOSIXTimestamp())
            self.assertEqual([], list(stuckOperations(alice)))
        return isThere

    def test_afterEachCommit(self) -> None:
        """
        Whichever commit is the last, another process goes on, and each entry is posted once.
        """
        number = 1
        while self.killed(number):
            number += 1
        # Each hour it begins a fetch, ends it, posts, and goes on.
        self.assertLess(6, number)
