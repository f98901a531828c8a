"""
The timeline in a browser.
"""

from __future__ import annotations

from pathlib import Path

from selenium.webdriver import Keys
from selenium.webdriver.common.by import By
from twisted.trial.unittest import SynchronousTestCase

from tests.acceptance.running import RunningSite
from tests.browser.browsing import Browser


class BrowserTests(SynchronousTestCase):
    """
    One browser and one site for all.
    """

    def setUp(self) -> None:
        """
        A running site, and a browser that has not been there.
        """
        self.site = RunningSite(Path(self.mktemp()) / "site.axiom")
        self.addCleanup(self.site.stop)
        self.site.start()
        self.browser = Browser(self.site)
        self.addCleanup(self.browser.close)

    def _post(self, text: str) -> None:
        area = self.browser.find("#text")
        area.send_keys(text)
        self.browser.submit(area)

    def test_logInPostLogOut(self) -> None:
        """
        A visitor reads and cannot write; after logging in, which leads back, the owner writes, in their own
        words; a reload does not write again; after logging out there is no form any more.
        """
        self.browser.open("/users/alice/timeline")
        self.assertEqual("alice’s timeline", self.browser.find("h1").text)
        self.assertEqual(0, self.browser.count("form.compose"))

        self.browser.find("nav.account a").click()
        self.browser.logIn("alice")
        self.assertEqual(f"{self.site.url}/users/alice/timeline", self.browser.chrome.current_url)
        self.assertIn("alice@localhost", self.browser.find("nav.account").text)

        self._post("Hello & <i>good</i> morning ☕")
        self.assertEqual("Hello & <i>good</i> morning ☕", self.browser.find(".post p").text)
        self.browser.chrome.refresh()
        self.assertEqual(1, self.browser.count(".post"))

        self.browser.open("/users/bob/timeline")
        self.assertEqual(0, self.browser.count("form.compose"))

        self.browser.submit(self.browser.find("nav.account button"))
        self.browser.open("/users/alice/timeline")
        self.assertEqual((1, 0), (self.browser.count(".post"), self.browser.count("form.compose")))

    def test_pages(self) -> None:
        """
        With more than twenty posts there are links to older and newer ones.
        """
        self.browser.open("/login?then=/users/alice/timeline")
        self.browser.logIn("alice")
        for number in range(21):
            self._post(f"post {number}")
        self.assertEqual((20, "post 20"), (self.browser.count(".post"), self.browser.find(".post p").text))
        self.browser.find("a[rel=next]").click()
        self.assertEqual((1, "post 0"), (self.browser.count(".post"), self.browser.find(".post p").text))
        self.browser.find("a[rel=prev]").click()
        self.assertEqual((20, "post 20"), (self.browser.count(".post"), self.browser.find(".post p").text))

    def test_keyboard(self) -> None:
        """
        Every field of the form to log in has a label; and the first press of Tab on a page reaches the link
        that skips to the content, which is then seen.
        """
        self.browser.open("/login")
        self.assertEqual(
            ["username", "password"],
            [label.get_attribute("for") for label in self.browser.chrome.find_elements(By.TAG_NAME, "label")],
        )
        self.browser.open("/users/alice/timeline")
        self.browser.find("body").send_keys(Keys.TAB)
        focused = self.browser.chrome.switch_to.active_element
        self.assertEqual("Skip to content", focused.text)
        self.assertTrue(focused.is_displayed() and focused.rect["y"] >= 0)

    def test_narrowScreen(self) -> None:
        """
        On a phone nothing is wider than the screen.
        """
        self.browser.chrome.set_window_size(360, 740)
        for path in ("/", "/login", "/users/alice/timeline", "/timeline/", "/nothing-here"):
            self.browser.open(path)
            width = self.browser.run("return document.documentElement.scrollWidth")
            self.assertLessEqual(width, self.browser.run("return window.innerWidth"), path)
