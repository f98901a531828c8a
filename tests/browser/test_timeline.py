"""
The timeline in a browser.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from epsilon.extime import Time
from selenium.webdriver import Keys
from selenium.webdriver.common.by import By
from twisted.trial.unittest import SynchronousTestCase

from offerings.timeline import Timeline
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
        self.browser.fill("#text", text)

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
        with closing(self.site.open("alice")) as store:
            timeline = store.findUnique(Timeline)
            for number in range(21):
                timeline.write(f"post {number}", Time.fromPOSIXTimestamp(number))
        self.browser.open("/users/alice/timeline")
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
