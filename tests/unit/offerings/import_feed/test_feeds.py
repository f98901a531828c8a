"""
Tests for L{offerings.import_feed._feeds}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.dependency import uninstallFrom
from mantissa_like.asyncitems import AsynchronousItem, stuckOperations
from offerings.import_feed import Feed, FeedGone, FeedRefused, FeedUnreachable, Fetched, KnownEntry
from offerings.timeline import Timeline
from tests.unit.offerings.import_feed.feedsite import ADDRESS, FeedSite, feedOf

HOUR = 3600


class FeedTests(SynchronousTestCase):
    """
    Tests for a feed that Alice follows, every hour.
    """

    def setUp(self) -> None:
        self.site = FeedSite()
        self.addCleanup(self.site.close)
        self.feed = self.site.reader.add("news.example/feed", 60)

    def test_posted(self) -> None:
        """
        What is new is posted, the oldest first, each once; and it is fetched hour after hour.
        """
        self.site.answer(feedOf("b", "a"))
        self.assertEqual(
            (["News: a", "News: b"], 2, "News"), (self.site.posts(), self.feed.posted, self.feed.title)
        )
        for texts in (("c", "b", "a"), ("c",), ("d", "c", "b", "a")):
            self.assertEqual(HOUR, self.site.untilAsked())
            self.site.answer(feedOf(*texts))
        self.assertEqual([f"News: {each}" for each in "abcd"], self.site.posts())

    def test_aFewAtFirst(self) -> None:
        """
        Of what a feed has when Alice begins to follow it, the five newest are posted; the others never are.
        """
        texts = [f"{number}" for number in range(50)]
        self.site.answer(feedOf(*texts))
        self.assertEqual([f"News: {number}" for number in (4, 3, 2, 1, 0)], self.site.posts())
        self.site.advance(HOUR)
        self.site.answer(feedOf("new", *texts))
        self.assertEqual("News: new", self.site.posts()[-1])
        self.assertEqual(6, len(self.site.posts()))

    def test_twiceInOne(self) -> None:
        """
        What is twice in a feed is posted once, by its key or by what it says.
        """
        self.site.answer(feedOf("a", "b", "a", "c", b="x", c="x"))
        self.assertEqual(["News: b", "News: a"], self.site.posts())

    def test_otherKeys(self) -> None:
        """
        What a feed knows by something else than before is not new, nor is what it has changed.
        """
        self.site.answer(feedOf("a", "b"))
        for fetched in (feedOf("a", "b", a="1", b="2"), feedOf("A", "B", A="a", B="b")):
            self.site.advance(HOUR)
            self.site.answer(fetched)
        self.assertEqual(["News: b", "News: a"], self.site.posts())

    def test_conditional(self) -> None:
        """
        The server gets back what it said of the last feed, and may say that nothing is new.
        """
        self.site.answer(feedOf("a"))
        self.site.advance(HOUR)
        self.site.answer(Fetched())
        self.site.advance(HOUR)
        self.site.settle()
        known = (ADDRESS, '"1"', "Sun, 09 Sep 2001 01:46:40 GMT")
        self.assertEqual([(ADDRESS, "", ""), known, known], self.site.source.asked)
        self.assertEqual(["News: a"], self.site.posts())

    def test_retried(self) -> None:
        """
        A server that does not answer is asked again soon, four times; what it says then counts.
        """
        for _ in range(3):
            self.site.answer(FeedUnreachable("It takes too long."))
            self.assertTrue(self.feed.isFetching)
            self.assertLess(self.site.untilAsked(), HOUR / 2)
        self.site.answer(feedOf("a"))
        self.assertEqual((["News: a"], ""), (self.site.posts(), self.feed.problem))

    def test_lessAndLess(self) -> None:
        """
        A feed that gives nothing is asked less and less, until it is given up.
        """
        pauses = [self.feed.noteFailure("There is nothing.", False) for _ in range(14)]
        hours = [each / HOUR for each in pauses if each is not None]
        self.assertEqual([1, 2, 4, 8, 16] + [24] * 8, hours)
        self.assertEqual((None, "There is nothing."), (pauses[-1], self.feed.problem))

    def test_gone(self) -> None:
        """
        A feed that is gone for good is given up at once, until its owner tries again.
        """
        self.site.answer(FeedGone("It is gone."))
        self.assertEqual((True, "It is gone.", None), (self.feed.isGivenUp, self.feed.problem, self.feed.due))
        self.site.advance(10 * HOUR)
        self.assertEqual(1, len(self.site.source.asked))
        self.feed.tryAgain()
        self.site.answer(feedOf("a"))
        self.assertEqual((["News: a"], "", 0), (self.site.posts(), self.feed.problem, self.feed.failures))

    def test_failed(self) -> None:
        """
        A feed that gives nothing says why; it is asked again after an hour, and then after two.
        """
        for hours in (1, 2):
            self.site.answer(FeedRefused("There is nothing."))
            self.assertEqual("There is nothing.", self.feed.problem)
            self.assertEqual(hours * HOUR, self.site.untilAsked())

    def test_unforeseen(self) -> None:
        """
        Of an error that is not about the feed, its owner is not told the details.
        """
        self.site.answer(ZeroDivisionError("secret"))
        self.assertIn("not foreseen", self.feed.problem)
        self.assertNotIn("secret", self.feed.problem)

    def test_later(self) -> None:
        """
        A server that wants to be asked later is.
        """
        self.site.answer(Fetched(wait=5 * HOUR))
        self.site.advance(5 * HOUR - 1)
        self.assertEqual([], self.site.source.answers)
        self.site.advance(1)
        self.site.answer(feedOf("a"))
        self.assertEqual(["News: a"], self.site.posts())

    def test_noTimeline(self) -> None:
        """
        Without a timeline nothing is lost: it is posted when there is one.
        """
        self.site.alice.findUnique(Timeline).deleteFromStore()
        self.site.answer(feedOf("a"))
        self.assertIn("no timeline", self.feed.problem)
        self.assertEqual(0, self.site.alice.count(KnownEntry))
        Timeline(store=self.site.alice)
        self.feed.tryAgain()
        self.site.answer(feedOf("a"))
        self.assertEqual(["News: a"], self.site.posts())

    def test_restarted(self) -> None:
        """
        A server that stops in the middle of a fetch goes on with it, and with the wait after it.
        """
        self.site.settle()
        self.site.restart()
        self.site.source.answers.pop(0)
        self.site.answer(feedOf("a"))
        self.site.restart()
        self.site.advance(HOUR)
        self.site.answer(feedOf("b", "a"))
        self.assertEqual(["News: a", "News: b"], self.site.posts())

    def test_now(self) -> None:
        """
        It is fetched now if its owner wants it, and an hour after that.
        """
        self.site.answer(feedOf("a"))
        self.site.advance(HOUR / 2)
        self.feed.begin()
        self.site.answer(feedOf("b", "a"))
        self.site.advance(HOUR - 1)
        self.assertEqual(2, len(self.site.source.asked))
        self.site.advance(1)
        self.assertEqual(3, len(self.site.source.asked))

    def test_paused(self) -> None:
        """
        While it is paused it is not fetched, and what was under way is cancelled.
        """
        self.site.settle()
        self.feed.pause()
        self.site.advance(10 * HOUR)
        self.assertEqual((1, True), (len(self.site.source.asked), self.feed.isPaused))
        self.site.source.answers.clear()
        self.feed.begin()
        self.site.answer(feedOf("a"))
        self.assertEqual(["News: a"], self.site.posts())

    def test_removed(self) -> None:
        """
        What is removed leaves its posts, and nothing else.
        """
        self.site.answer(feedOf("a"))
        self.site.reader.remove(self.feed)
        self.site.advance(HOUR)
        store = self.site.alice
        left = store.count(Feed), store.count(KnownEntry), store.count(AsynchronousItem)
        self.assertEqual(((0, 0, 0), ["News: a"]), (left, self.site.posts()))

    def test_suspended(self) -> None:
        """
        While the application is switched off, nothing is fetched.
        """
        self.site.answer(feedOf("a"))
        self.site.alice.powerDown(self.site.reader)
        self.site.advance(HOUR)
        self.assertEqual(
            (1, "Your feeds are switched off."), (len(self.site.source.asked), self.feed.problem)
        )
        self.site.alice.powerUp(self.site.reader)
        self.assertEqual(HOUR, self.site.untilAsked())
        self.site.answer(feedOf("b", "a"))
        self.assertEqual((["News: a", "News: b"], ""), (self.site.posts(), self.feed.problem))

    def test_takenAway(self) -> None:
        """
        If the application is taken away, nothing of it goes on or is stuck.
        """
        self.site.answer(feedOf("a"))
        uninstallFrom(self.site.reader, self.site.alice)
        self.site.reader.deleteFromStore()
        self.site.advance(HOUR)
        self.assertEqual((0, 0), (self.site.alice.count(Feed), self.site.alice.count(AsynchronousItem)))

    def test_noHistory(self) -> None:
        """
        However long it is followed, what is recorded of it does not grow, and nothing is stuck.
        """
        counts = set()
        for number in range(20):
            self.site.answer(feedOf(f"{number}"))
            self.site.untilAsked()
            counts.add(self.site.alice.count(AsynchronousItem))
        self.assertLess(max(counts), 5)
        self.assertEqual([], list(stuckOperations(self.site.alice)))

    def test_parked(self) -> None:
        """
        If its code was changed so that it can't go on, it says so, and goes on when that is mended.
        """
        self.site.settle()
        (answer,) = self.site.source.answers
        changed = Feed.follow.versions.pop(1)
        Feed.follow.versions[2] = changed
        try:
            answer.callback(feedOf("a"))
            self.site.settle()
        finally:
            Feed.follow.versions[1] = Feed.follow.versions.pop(2)
        self.assertEqual((True, False), (self.feed.isParked, self.feed.isFetching))
        self.feed.tryAgain()
        self.site.settle()
        self.assertEqual((False, ["News: a"]), (self.feed.isParked, self.site.posts()))
