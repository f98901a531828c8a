"""
The timeline as a page and as JSON.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from epsilon.extime import Time
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.dependency import installOn
from axiom.store import Store
from mantissa_like.sharing import getEveryoneRole, getSelfRole, getShare
from mantissa_like.web import BadInput, IJSONView, IWebAction, IWebView, Markup, Page, Theme, Values, Visit
from offerings.timeline import PAGE_SIZE, Post, Timeline

NOON = Time.fromPOSIXTimestamp(1_700_000_000)


class TimelineViewTests(SynchronousTestCase):
    """
    The views of one timeline, for its owner and for others.
    """

    def setUp(self) -> None:
        """
        A timeline with one post.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.timeline = Timeline(store=self.store)
        installOn(self.timeline, self.store)
        self.number = self.timeline.write("Tea & <b>cake</b>", NOON)
        self.forAll = getShare(self.store, getEveryoneRole(self.store), "timeline")
        self.forOwner = getShare(self.store, getSelfRole(self.store), "timeline")

    def _visit(self, arguments: dict[str, str] | None = None, fields: dict[str, str] | None = None) -> Visit:
        return Visit(
            path="/users/alice/timeline",
            owner="alice",
            clock=Clock(),
            arguments=Values((arguments or {}).items()),
            fields=Values((fields or {}).items()),
            csrfToken="token",
        )

    def _shown(self, proxy: Any, **arguments: str) -> str:
        return self._text(IWebView(proxy).show(self._visit(arguments)))

    def _text(self, page: Page) -> str:
        self.assertIsInstance(page.content, Markup)
        return cast(Markup, page.content).decode()

    def test_postsAreText(self) -> None:
        """
        A post is shown as its text; what looks like markup in it is not.
        """
        shown = self._shown(self.forAll)
        self.assertIn("<p>Tea &amp; &lt;b&gt;cake&lt;/b&gt;</p>", shown)
        self.assertIn('<time datetime="2023-11-14T22:13:20Z">14 Nov 2023, 22:13 UTC</time>', shown)
        self.assertIn(f'id="post-{self.number}"', shown)

    def test_themes(self) -> None:
        """
        A site may show posts by a template of its own; on others they are shown as before.
        """
        before = self._shown(self.forAll)
        directory = Path(self.mktemp())
        (directory / "timeline").mkdir(parents=True)
        slot = '<t:slot xmlns:t="http://twistedmatrix.com/ns/twisted.web.template/0.1" name="body" />'
        (directory / "timeline" / "post.xml").write_text(f"<li>says: {slot}</li>")
        visit = replace(self._visit(), theme=Theme(directory))
        themed = self._text(IWebView(self.forAll).show(visit))
        self.assertIn("<li>says: Tea &amp; &lt;b&gt;cake&lt;/b&gt;</li>", themed)
        self.assertEqual(before, self._shown(self.forAll))

    def test_formForTheOwnerOnly(self) -> None:
        """
        The owner sees a form with its token, others see none.
        """
        self.assertIn('name="csrfToken" value="token"', self._shown(self.forOwner))
        self.assertNotIn("<form", self._shown(self.forAll))

    def test_oneNumberOnly(self) -> None:
        """
        What is no number of a post is refused.
        """
        for wrong in ("x", "-1", "", "9" * 30, "\u0665"):
            self.assertRaises(BadInput, self._shown, self.forAll, before=wrong)

    def test_pages(self) -> None:
        """
        A full page leads to the older one, which leads back.
        """
        numbers = [self.timeline.write(f"post {n}", NOON) for n in range(PAGE_SIZE)]
        first = self._shown(self.forAll)
        self.assertIn(f'href="/users/alice/timeline?before={numbers[0]}" rel="next"', first)
        self.assertNotIn('rel="prev"', first)
        second = self._shown(self.forAll, before=str(numbers[0]))
        self.assertIn(f'href="/users/alice/timeline?after={self.number}" rel="prev"', second)
        self.assertNotIn('rel="next"', second)

    def test_data(self) -> None:
        """
        Programs get the posts, their count and the URLs of the neighbours.
        """
        expected = {
            "count": 1,
            "posts": [
                {"number": self.number, "text": "Tea & <b>cake</b>", "written": "2023-11-14T22:13:20Z"}
            ],
            "older": None,
            "newer": None,
        }
        self.assertEqual(expected, IJSONView(self.forAll).data(self._visit()))

    def test_posting(self) -> None:
        """
        The owner's post is written at the clock's time, and the answer leads back to the timeline.
        """
        answer = IWebAction(self.forOwner).post(self._visit(fields={"text": "Hello"}))
        self.assertEqual("/users/alice/timeline", answer.url)
        newest = self.timeline.page().posts[0]
        self.assertEqual(
            ("Hello", 0, {"number": newest.number}),
            (newest.body, newest.written, answer.data),
        )

    def test_unfitPost(self) -> None:
        """
        A text that does not fit is refused, nothing is written, and the form shows it again.
        """
        visit = self._visit(fields={"text": " x" * 3000})
        self.assertRaises(BadInput, IWebAction(self.forOwner).post, visit)
        self.assertEqual(1, self.timeline.count())
        self.assertIn(" x x x", self._text(IWebView(self.forOwner).show(visit)))

    def test_othersCannotPost(self) -> None:
        """
        For those who may only read there is no action.
        """
        self.assertIdentical(None, IWebAction(self.forAll, None))

    def test_empty(self) -> None:
        """
        A timeline without posts says so.
        """
        self.store.query(Post).deleteFromStore()
        self.assertIn("Nothing has been written here yet.", self._shown(self.forAll))
