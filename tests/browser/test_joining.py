"""
What somebody new does: sign up, write, share and end that, in a browser with JavaScript and in one without.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select
from twisted.trial.unittest import SynchronousTestCase

from tests.acceptance.running import RunningSite
from tests.browser.browsing import Browser

TIMELINE = "/users/carol/timeline"


class JoiningTests(SynchronousTestCase):
    """
    A site that anybody may join, and Bob, who is there already.
    """

    def test_withScripts(self) -> None:
        """
        Carol signs up, confirms by mail, writes, and shares with Bob, who sees it; once she has ended that,
        he does not.
        """
        self._walk(hasScripts=True)

    def test_withoutScripts(self) -> None:
        """
        The same where neither has JavaScript.
        """
        self._walk(hasScripts=False)

    def _walk(self, hasScripts: bool) -> None:
        site = RunningSite(Path(self.mktemp()) / "site.axiom")
        for name, value in {"sign-up": '"open"', "mailbox": "true", "products": '["timeline"]'}.items():
            site.set(name, value)
        self.addCleanup(site.stop)
        site.start()
        self.carol, self.bob = Browser(site, hasScripts), Browser(site, hasScripts)
        self.addCleanup(self.carol.close)
        self.addCleanup(self.bob.close)
        self.bob.open("/login")
        self.bob.logIn("bob")

        self._join()
        self._end("Everybody")
        self._assertHidden()
        self._shareWithBob()
        self.bob.open(TIMELINE)
        self.assertEqual("Here I am", self.bob.find(".post p").text)
        self._end("bob@localhost")
        self._assertHidden()

    def _join(self) -> None:
        carol = self.carol
        carol.open("/")
        carol.click(carol.chrome.find_element(By.LINK_TEXT, "Join"))
        carol.fill("#mailbox", "carol@example.com")
        self.assertIn("carol@example.com", carol.find(".card p").text)
        carol.open("/mailbox")
        carol.open(urlsplit(str(carol.find(".letter a").get_attribute("href"))).path)
        self.assertEqual("carol", carol.find("#name").get_attribute("value"))
        carol.fill("#password", "tall green bicycle")
        self.assertEqual("Welcome! Your account is carol@localhost.", carol.find(".flash").text)
        carol.click(carol.find(".cards").find_element(By.LINK_TEXT, "Timeline"))
        carol.fill("#text", "Here I am")

    def _shareWithBob(self) -> None:
        carol = self.carol
        carol.open(TIMELINE)
        carol.click(carol.chrome.find_element(By.LINK_TEXT, "Share"))
        Select(carol.find("#with")).select_by_value("person")
        carol.fill("#person", "bob")
        self.assertEqual("Shared with: bob@localhost.", carol.find(".flash").text)

    def _end(self, whom: str) -> None:
        carol = self.carol
        carol.open("/shares")
        row = f"//tr[td[text()='{whom}']]"
        carol.click(carol.chrome.find_element(By.XPATH, f"{row}//button[text()='End']"))

    def _assertHidden(self) -> None:
        self.bob.open(TIMELINE)
        self.assertEqual("404", self.bob.find(".status").text)
