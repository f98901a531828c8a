"""
The person's pages in a browser without JavaScript.
"""

from __future__ import annotations

import os
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from twisted.trial.unittest import SynchronousTestCase

from tests.acceptance.running import PASSWORDS, RunningSite

_PATHS = (
    "/home",
    "/search?q=milk",
    "/account/preferences",
    "/account/preferences/timeline",
    "/account/storage",
    "/account/export",
    "/account/import",
    "/account/delete",
    "/account/restore",
)


def _chromiumWithoutScripts() -> Chrome:
    options = ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("--headless", "--disable-gpu", "--disable-background-networking", "--disable-sync"):
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    browser = Chrome(options=options, service=ChromeService("/usr/bin/chromedriver"))
    browser.implicitly_wait(10)
    return browser


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
        self.browser = _chromiumWithoutScripts()
        self.addCleanup(self.browser.quit)
        self._open("/")
        self._find("main a.button").click()
        self._find("#username").send_keys("alice")
        self._send("#password", PASSWORDS["alice"])

    def _open(self, path: str) -> None:
        self.browser.get(self.site.url + path)

    def _find(self, selector: str) -> WebElement:
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def _send(self, selector: str, text: str) -> None:
        field = self._find(selector)
        field.clear()
        field.send_keys(text)
        field.find_element(By.XPATH, "ancestor::form//button").click()

    def test_homeToPreferencesToSearch(self) -> None:
        """
        After logging in a person is at home; goes to their app and writes; chooses how many posts a page has;
        and finds what they wrote, with the words marked, at the page that shows it.
        """
        self._find("link[rel=stylesheet]")
        self.assertEqual("Home", self._find("h1").text)
        self.browser.find_element(By.LINK_TEXT, "Timeline").click()
        for number in range(6):
            self._send("#text", f"milk {number}")
            self._find(f"li.post:nth-child({number + 1})")

        self._open("/home")
        self.assertIn("6 posts", self._find(".cards .badge").text)
        self.browser.find_element(By.LINK_TEXT, "Preferences").click()
        self.browser.find_element(By.LINK_TEXT, "Timeline").click()
        self._send("#postsPerPage", "5")
        self.assertEqual("Your preferences are saved.", self._find(".flash p").text)
        self._open("/users/alice/timeline")
        self.assertEqual(5, len(self.browser.find_elements(By.CSS_SELECTOR, ".post")))

        self._open("/search")
        self._send("#q", "MILK 0")
        self.assertEqual("milk 0", self._find(".found a").text)
        self.assertEqual(["milk", "0"], [m.text for m in self.browser.find_elements(By.TAG_NAME, "mark")])
        self._find(".found a").click()
        self.assertEqual("milk 0", self._find(".post p").text)

    def test_everyFieldHasALabel(self) -> None:
        """
        On each of the pages every field that people see has a label, and the page one heading of the first
        rank.
        """
        self._find("h1")
        # What is not there is not waited for.
        self.browser.implicitly_wait(0)
        for path in _PATHS:
            self._open(path)
            self.assertEqual(1, len(self.browser.find_elements(By.TAG_NAME, "h1")), path)
            for field in self.browser.find_elements(
                By.CSS_SELECTOR, "input:not([type=hidden]), select, textarea"
            ):
                identifier = field.get_attribute("id")
                self._find(f"label[for='{identifier}']")
