"""
Timelines and posts.
"""

from __future__ import annotations

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from axiom.dependency import installOn
from axiom.store import Store
from mantissa_like.sharing import getDefaultShareID, getEveryoneRole, getSelfRole, getShare
from mantissa_like.web import Filled
from offerings.timeline import (
    LONGEST_POST,
    PAGE_SIZE,
    IReadableTimeline,
    IWritableTimeline,
    Post,
    Timeline,
    UnfitText,
)

NOON = Time.fromPOSIXTimestamp(1_700_000_000)


class TimelineTests(SynchronousTestCase):
    """
    One timeline in a store in memory.
    """

    def setUp(self) -> None:
        """
        An empty timeline, installed.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.timeline = Timeline(store=self.store)
        installOn(self.timeline, self.store)

    def _write(self, count: int) -> list[int]:
        return [self.timeline.write(f"post {n}", NOON) for n in range(count)]

    def test_newestFirst(self) -> None:
        """
        The first page has the newest posts, the newest one first.
        """
        self._write(PAGE_SIZE + 3)
        page = self.timeline.page()
        newest = PAGE_SIZE + 2
        self.assertEqual([f"post {n}" for n in range(newest, 2, -1)], [post.body for post in page.posts])
        self.assertEqual((True, False), (page.hasOlder, page.hasNewer))

    def test_older(self) -> None:
        """
        The page before the oldest post shown has those that are left, and nothing older.
        """
        self._write(PAGE_SIZE + 3)
        first = self.timeline.page()
        page = self.timeline.page(before=first.posts[-1].number)
        self.assertEqual(["post 2", "post 1", "post 0"], [post.body for post in page.posts])
        self.assertEqual((False, True), (page.hasOlder, page.hasNewer))

    def test_backToNewer(self) -> None:
        """
        The page after the newest post shown is the one that was left, also when it is not the first.
        """
        self._write(3 * PAGE_SIZE)
        first = self.timeline.page()
        second = self.timeline.page(before=first.posts[-1].number)
        third = self.timeline.page(before=second.posts[-1].number)
        back = self.timeline.page(after=third.posts[0].number)
        self.assertEqual(second.posts, back.posts)
        self.assertEqual((True, True), (back.hasOlder, back.hasNewer))
        self.assertFalse(self.timeline.page(after=second.posts[0].number).hasNewer)

    def test_exactlyOnePage(self) -> None:
        """
        A full page with nothing behind it has no older one.
        """
        self._write(PAGE_SIZE)
        self.assertFalse(self.timeline.page().hasOlder)

    def test_counting(self) -> None:
        """
        The count is that of the posts.
        """
        self._write(3)
        self.assertEqual(3, self.timeline.count())
        self.assertEqual(3, self.store.count(Post))

    def test_trimming(self) -> None:
        """
        White space around a text is not kept.
        """
        self.timeline.write("  hello \n", NOON)
        self.assertEqual(["hello"], [post.body for post in self.timeline.page().posts])

    def test_unfitTexts(self) -> None:
        """
        An empty text, one that is too long and one with a NUL are refused, and nothing is written.
        """
        for text in ("", " \n", "x" * (LONGEST_POST + 1), "a\0b"):
            self.assertRaises(UnfitText, self.timeline.write, text, NOON)
        self.assertEqual((0, 0), (self.timeline.count(), self.store.count(Post)))

    def test_longestText(self) -> None:
        """
        A text of the greatest length is taken.
        """
        self.timeline.write("x" * LONGEST_POST, NOON)
        self.assertEqual(1, self.timeline.count())

    def test_sharing(self) -> None:
        """
        Everybody may read, only the owner may write, and the timeline is what a bare URL shows.
        """
        forAll = getShare(self.store, getEveryoneRole(self.store), "timeline")
        forOwner = getShare(self.store, getSelfRole(self.store), "timeline")
        self.assertEqual(
            [(True, False), (True, True)],
            [
                (IReadableTimeline.providedBy(proxy), IWritableTimeline.providedBy(proxy))
                for proxy in (forAll, forOwner)
            ],
        )
        self.assertRaises(AttributeError, getattr, forAll, "write")
        self.assertEqual("timeline", getDefaultShareID(self.store))

    def test_tab(self) -> None:
        """
        On its owner's home page the timeline says how many posts it has.
        """
        self._write(1)
        [tab] = self.timeline.tabs()
        self.assertEqual(("Timeline", "timeline", "1 post"), (tab.name, tab.url, tab.badge))
        self._write(1)
        self.assertEqual("2 posts", self.timeline.tabs()[0].badge)

    def test_postsPerPage(self) -> None:
        """
        Its owner chooses how many posts a page has.
        """
        self._write(7)
        [(parameter, value)] = self.timeline.preferences().values.items()
        self.assertEqual(PAGE_SIZE, value)
        self.timeline.prefer(Filled({parameter: 5}))
        page = self.timeline.page()
        self.assertEqual((5, True), (len(page.posts), page.hasOlder))
        self.assertEqual(5, len(self.timeline.page(after=page.posts[-1].number - 3).posts))

    def test_search(self) -> None:
        """
        Posts are found by their words, each at a page that it stands on.
        """
        first, *_ = self._write(30)
        self.timeline.write("Crème brûlée, and much more than fits in a title of sixty characters", NOON)
        results = self.timeline.search("creme", 10)
        [found] = results.found
        self.assertEqual(("Timeline", NOON), (results.name, found.when))
        self.assertEqual("Crème brûlée, and much more than fits in a title of sixty…", found.title)
        [found] = [each for each in self.timeline.search("post", 50).found if each.title == "post 0"]
        self.assertEqual(f"timeline?before={first + 1}#post-{first}", found.url)
        self.assertEqual([first], [post.number for post in self.timeline.page(before=first + 1).posts])
        self.assertEqual(3, len(self.timeline.search("post", 3).found))
