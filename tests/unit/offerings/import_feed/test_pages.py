"""
Tests for the pages of feeds.
"""

from __future__ import annotations

from axiom.dependency import installOn
from offerings.import_feed import MOST_FEEDS, FeedReader
from offerings.timeline import Timeline
from tests.unit.mantissa_like.web.sharing_site import JSON, SharingTestCase

FEEDS = "/users/alice/feeds"


class FeedsPageTests(SharingTestCase):
    """
    Alice follows feeds, which nobody fetches here.
    """

    def setUp(self) -> None:
        super().setUp()
        for item in (Timeline(store=self.alice), FeedReader(store=self.alice)):
            installOn(item, self.alice)
        self.reader = self.alice.findUnique(FeedReader)

    def add(self, address: str = "news.example/feed") -> str:
        """
        Follow a feed by the form.

        @return: its page.
        """
        return self.send(self.owner, FEEDS, address=address, minutes="60").headers["location"]

    def test_private(self) -> None:
        """
        Nobody but the owner sees any page.
        """
        for path in (FEEDS, self.add()):
            self.assertEqual(200, self.owner.get(path).status, path)
            for client in (self.stranger, self.site.logIn("bob")):
                self.assertEqual(404, client.get(path).status, path)

    def test_added(self) -> None:
        """
        A feed that was added is listed, and being fetched.
        """
        page = self.add("http://news.example/feed?a=<b>#c")
        (feed,) = self.owner.get(FEEDS, JSON).json()["feeds"]
        self.assertEqual(
            ("http://news.example/feed?a=%3Cb%3E", "fetching", 60, None),
            (feed["address"], feed["state"], feed["minutes"], feed["fetched"]),
        )
        self.assertEqual(feed, self.owner.get(page, JSON).json())
        self.assertIn(feed["address"], self.owner.get(FEEDS).text)

    def test_refused(self) -> None:
        """
        What can't be followed is told beside the field.
        """
        self.add()
        for address, said in (
            ("ftp://example.com/", "no address of the web"),
            ("https://a:b@example.com/", "a user or a password"),
            ("https://news.example/feed", "already"),
            ("https://example.com:x/", "no address of the web"),
            (f"https://example.com/{'é' * 300}", "at most"),
        ):
            answer = self.send(self.owner, FEEDS, address=address, minutes="60")
            self.assertEqual(400, answer.status, address)
            self.assertIn(said, answer.text)
        self.assertEqual(400, self.send(self.owner, FEEDS, address="x.example", minutes="1").status)
        for number in range(MOST_FEEDS - 1):
            self.reader.add(f"news.example/{number}", 60)
        self.assertEqual(400, self.send(self.owner, FEEDS, address="x.example", minutes="60").status)
        self.assertEqual(MOST_FEEDS, self.reader.feeds().count())
        for end in ("0", "x", "1/2", "9" * 30):
            self.assertEqual(404, self.owner.get(f"{FEEDS}/{end}").status, end)

    def test_acts(self) -> None:
        """
        A feed is paused, goes on, and is looked at more often.
        """
        page = self.add()
        for act, state in (
            ("pause", "paused"),
            ("fetch", "fetching"),
            ("pause", "paused"),
            ("again", "fetching"),
        ):
            self.assertEqual(303, self.send(self.owner, page, act=act).status)
            self.assertEqual(state, self.owner.get(page, JSON).json()["state"])
        self.send(self.owner, page, act="change", minutes="15")
        self.assertEqual(15, self.owner.get(page, JSON).json()["minutes"])
        for fields in ({"act": "explode"}, {"act": "change", "minutes": "0"}, {}):
            self.assertEqual(400, self.send(self.owner, page, **fields).status)

    def test_problem(self) -> None:
        """
        What is wrong with a feed is told in words, with a way to try again.
        """
        page = self.add()
        (feed,) = self.reader.feeds()
        feed.noteFailure("<Nothing> is there.", False)
        for path in (FEEDS, page):
            self.assertIn("&lt;Nothing&gt; is there.", self.owner.get(path).text)
        self.assertIn("Try again", self.owner.get(page).text)
        self.assertEqual("failing", self.owner.get(page, JSON).json()["state"])

    def test_removed(self) -> None:
        """
        A feed is removed after one question.
        """
        page = self.add()
        self.assertIn("What it posted stays", self.send(self.owner, page, act="remove").text)
        self.assertEqual(200, self.owner.get(page).status)
        self.assertEqual(303, self.send(self.owner, page, act="remove", confirmed="yes").status)
        self.assertEqual(404, self.owner.get(page).status)
