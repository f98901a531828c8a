"""
Two browsers, two calendars: what one person does, the other sees.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp
from typing import ClassVar

from selenium.webdriver.common.by import By
from twisted.trial.unittest import SynchronousTestCase

from tests.acceptance.running import RunningSite, axiomatic
from tests.browser.browsing import Browser


class CalendarTests(SynchronousTestCase):
    """
    Alice and Bob, each with a calendar and a browser of their own; Bob's runs no JavaScript.
    """

    site: ClassVar[RunningSite]
    alice: ClassVar[Browser]
    bob: ClassVar[Browser]

    @classmethod
    def setUpClass(cls) -> None:
        """
        The site and the browsers, in which both have logged in.
        """
        super().setUpClass()
        cls.site = RunningSite(Path(mkdtemp(dir=Path.cwd())) / "site.axiom")
        axiomatic(cls.site.path, "offering", "install", "calendar")
        for name in ("alice", "bob"):
            axiomatic(cls.site.path, "product", "grant", "calendar", f"{name}@localhost")
        cls.addClassCleanup(cls.site.stop)
        cls.site.start()
        cls.alice, cls.bob = Browser(cls.site), Browser(cls.site, hasScripts=False)
        for browser, name in ((cls.alice, "alice"), (cls.bob, "bob")):
            cls.addClassCleanup(browser.close)
            browser.open("/login")
            browser.logIn(name)

    def test_appointment(self) -> None:
        """
        Alice invites Bob, who confirms without JavaScript; that is on Alice's page without a reload. She
        cancels it, and that is in Bob's calendar.
        """
        self.alice.open("/users/alice/calendar/new?day=2030-01-15")
        self.alice.find("#people").send_keys("bob@localhost")
        self.alice.fill("#title", "Lunch")
        self._sees(self.alice, "Waiting for bob@localhost.")
        self.bob.open("/users/bob/calendar")
        self.assertIn("Tuesday, 15 January 2030", self._text(self.bob))
        self._press(self.bob, "Confirm")
        self._sees(self.alice, "bob@localhost comes.")
        self._press(self.alice, "Cancel the appointment …")
        self._press(self.alice, "Cancel the appointment")
        self._sees(self.alice, "bob@localhost knows that it is cancelled.")
        self.bob.open("/users/bob/calendar")
        self.assertIn("cancelled", self._text(self.bob))

    def test_writingGoesOn(self) -> None:
        """
        What Alice has written in a form stays there when an answer arrives.
        """
        self.alice.open("/users/alice/calendar/new?day=2030-01-22")
        self.alice.find("#people").send_keys("bob@localhost")
        self.alice.fill("#title", "Lunch")
        self._sees(self.alice, "Waiting for bob@localhost.")
        self.alice.eventually(lambda: self.alice.count("html[data-live=connected]"))
        self.alice.find("summary").click()
        self.alice.run("document.querySelector('#start').value = '2030-01-16T09:00'")
        self.bob.open("/users/bob/calendar")
        self._press(self.bob, "Decline")
        self._sees(self.alice, "bob@localhost does not come.")
        self.assertEqual("2030-01-16T09:00", self.alice.run("return document.querySelector('#start').value"))

    def test_timeZone(self) -> None:
        """
        Where the browser is in another time zone than the calendar, a button takes it over.
        """
        self.alice.chrome.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": "Asia/Tokyo"})
        self.alice.open("/users/alice/calendar")
        self._press(self.alice, "Use it for the calendar")
        self.assertIn("All times are in the time zone Asia/Tokyo.", self._text(self.alice))
        self.assertFalse(self.alice.find(".zone-offer").is_displayed())

    def _text(self, browser: Browser) -> str:
        return browser.find("main").text

    def _sees(self, browser: Browser, text: str) -> None:
        browser.eventually(lambda: text in self._text(browser))

    def _press(self, browser: Browser, label: str) -> None:
        browser.click(browser.chrome.find_element(By.XPATH, f"//button[text()='{label}']"))
