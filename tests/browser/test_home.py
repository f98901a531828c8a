"""
The person's pages in a browser without JavaScript.
"""

from __future__ import annotations

from pathlib import Path

from selenium.webdriver.common.by import By
from twisted.trial.unittest import SynchronousTestCase

from tests.acceptance.running import RunningSite
from tests.browser.browsing import Browser


class HomeTests(SynchronousTestCase):
    """
    From home to preferences and to what is found.
    """

    def setUp(self) -> None:
        """
        A running site, and Alice, who has logged in.
        """
        self.site = RunningSite(Path(self.mktemp()) / "site.axiom")
        self.addCleanup(self.site.stop)
        self.site.start()
        self.browser = Browser(self.site, hasScripts=False)
        self.addCleanup(self.browser.close)
        self.browser.open("/")
        self.browser.click(self.browser.find("main a.button"))
        self.browser.logIn("alice")

    def _follow(self, text: str) -> None:
        self.browser.click(self.browser.chrome.find_element(By.LINK_TEXT, text))

    def test_homeToPreferencesToSearch(self) -> None:
        """
        After logging in a person is at home; goes to their app and writes; chooses how many posts a page has;
        and finds what they wrote, with the words marked, at the page that shows it.
        """
        browser = self.browser
        self.assertEqual("Home", browser.find("h1").text)
        self._follow("Timeline")
        for number in range(6):
            browser.fill("#text", f"milk {number}")

        browser.open("/home")
        self.assertEqual("6 posts", browser.find(".cards .badge").text)
        self._follow("Preferences")
        self._follow("Timeline")
        browser.fill("#postsPerPage", "5")
        self.assertEqual("Your preferences are saved.", browser.find(".flash p").text)
        browser.open("/users/alice/timeline")
        self.assertEqual(5, browser.count(".post"))

        browser.open("/search")
        browser.fill("#q", "MILK 0")
        self.assertEqual(
            ["milk", "0"], [each.text for each in browser.chrome.find_elements(By.TAG_NAME, "mark")]
        )
        self._follow("milk 0")
        self.assertEqual("milk 0", browser.find(".post p").text)
