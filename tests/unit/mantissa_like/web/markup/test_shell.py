"""
Tests for L{mantissa_like.web._markup.shell}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web import Markup, Page, Shell, Viewer


class ShellTests(SynchronousTestCase):
    """
    Tests for L{Shell}.
    """

    def setUp(self) -> None:
        self.shell = Shell("Ships & Co", ["/static/a.css", "/static/b.css"])

    def test_wholePage(self) -> None:
        """
        A page is an HTML document with its language, its title, the styles in order and its main part.
        """
        page = self.shell.page(Page("<Notes>", Markup(b"<p>main</p>")), None)
        self.assertTrue(page.startswith(b'<!DOCTYPE html>\n<html lang="en">'))
        self.assertIn("<title>&lt;Notes&gt; · Ships &amp; Co</title>".encode(), page)
        self.assertIn(b'href="/static/a.css" /><link rel="stylesheet" href="/static/b.css"', page)
        self.assertIn(b"<p>main</p>", page)
        self.assertNotIn(b'rel="icon"', page)

    def test_icon(self) -> None:
        """
        A site's icon is linked.
        """
        page = Shell("Ships", [], "/static/icon.svg").page(Page("Notes", Markup(b"")), None)
        self.assertIn(b'<link rel="icon" href="/static/icon.svg" />', page)

    def test_visitor(self) -> None:
        """
        A visitor is offered to log in and to come back to the page.
        """
        page = self.shell.page(Page("Notes", Markup(b"")), None, path="/a?b=c&d")
        self.assertIn(b'href="/login?then=%2Fa%3Fb%3Dc%26d"', page)
        self.assertNotIn(b"/logout", page)

    def test_viewer(self) -> None:
        """
        Somebody logged in sees a name and can log out by a form with the session's token.
        """
        page = self.shell.page(Page("Notes", Markup(b"")), Viewer('al"ice', "tok&en"))
        self.assertIn(b'<a href="/account">al&quot;ice</a>', page)
        self.assertIn(b'<form method="post" action="/logout">', page)
        self.assertIn(b'name="csrfToken" value="tok&amp;en"', page)
        self.assertNotIn(b"/login", page)

    def test_language(self) -> None:
        """
        A page says what language it is in.
        """
        page = self.shell.page(Page("Notizen", "Text"), None, language="de")
        self.assertIn(b'<html lang="de">', page)

    def test_width(self) -> None:
        """
        A wide page takes all of the window, and a page has its own styles and scripts.
        """
        page = self.shell.page(Page("Notes", "", isWide=True, scripts=("a.js",), styles=("n.css",)), None)
        self.assertIn(b'class="wide"', page)
        self.assertIn(b'<script type="module" src="a.js"></script>', page)
        self.assertIn(b'<link rel="stylesheet" href="n.css" />', page)

    def test_scripts(self) -> None:
        """
        A script of all pages comes before those of one, and is on pages for all.
        """
        shell = Shell("Ships", [], staticURL="/s/".__add__, scripts=("times.js",))
        page = shell.page(Page("Notes", "", scripts=("a.js",)), None)
        self.assertIn(b'src="/s/times.js"></script><script type="module" src="/s/a.js"', page)
        self.assertIn(b'src="/s/times.js"', shell.pageForAll("Notes", b""))

    def test_pageForAll(self) -> None:
        """
        A page for all says nothing of accounts.
        """
        page = self.shell.pageForAll("Notes", b"<p>main</p>")
        self.assertIn(b"<p>main</p>", page)
        self.assertNotIn(b"account", page)
