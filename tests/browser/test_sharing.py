"""
Sharing in a browser: with a person, and by a link with a password.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp
from typing import ClassVar
from urllib.parse import urlsplit

from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.sharing import Share, getEveryoneRole
from tests.acceptance.running import PASSWORDS, RunningSite, axiomatic
from tests.browser.browsing import Browser

CARDS = "BEGIN:VCARD\nVERSION:3.0\nFN:Bob Builder\nEMAIL:bob@localhost\nEND:VCARD\n"
TIMELINE = "/users/alice/timeline"


class SharingTests(SynchronousTestCase):
    """
    Alice shares her timeline, which nobody else sees at first.

    @cvar site: of all tests.
    """

    site: ClassVar[RunningSite]

    @classmethod
    def setUpClass(cls) -> None:
        """
        A site on which people have address books.
        """
        super().setUpClass()
        cls.site = RunningSite(Path(mkdtemp(dir=Path.cwd())) / "site.axiom")
        axiomatic(cls.site.path, "offering", "install", "people")
        for name in PASSWORDS:
            axiomatic(cls.site.path, "product", "grant", "people", f"{name}@localhost")
        with closing(cls.site.open("alice")) as store:
            store.query(Share, Share.sharedTo == getEveryoneRole(store)).deleteFromStore()
        cls.addClassCleanup(cls.site.stop)
        cls.site.start()

    def browser(self, name: str, path: str) -> Browser:
        """
        A browser in which somebody has logged in and gone to a page.
        """
        browser = Browser(self.site)
        self.addCleanup(browser.close)
        browser.open(f"/login?then={path}")
        browser.logIn(name)
        return browser

    def choose(self, alice: Browser, whom: str) -> None:
        """
        Open the dialog on the page of the timeline, and choose with whom to share.
        """
        alice.open(TIMELINE)
        alice.click(alice.find("p.tools a"))
        Select(alice.find("#with")).select_by_value(whom)

    def test_withPerson(self) -> None:
        """
        A contact that was imported is suggested. With whom something is shared, they find it among what is
        shared with them and may do what was chosen; once it is ended they see nothing any more; and that can
        be undone.
        """
        alice = self.browser("alice", "/users/alice/people/cards")
        cards = Path(self.mktemp()).absolute()
        cards.write_text(CARDS)
        alice.find("#file").send_keys(str(cards))
        alice.submit(alice.find("#file"))
        self.assertIn("1 of 1 people are new.", alice.find(".flash").text)

        self.choose(alice, "person")
        suggested = alice.find("#person-list option").get_attribute("value")
        self.assertEqual("bob@localhost", suggested)
        self.assertFalse(alice.find("#password").is_displayed())
        alice.find("#person").send_keys("bob@localhost")
        alice.find("input[value='timeline.IWritableTimeline']").click()
        alice.submit(alice.find("#person"))
        self.assertIn("Shared with: bob@localhost.", alice.find(".flash").text)

        bob = self.browser("bob", "/shares/received")

        def isListed() -> bool:
            bob.chrome.refresh()
            return bob.count("td a") > 0

        bob.eventually(isListed)
        bob.click(bob.find("td a"))
        bob.find("#text").send_keys("Hello from Bob")
        bob.submit(bob.find("#text"))
        self.assertEqual("Hello from Bob", bob.find(".post p").text)

        alice.open("/shares")
        row = "//tr[td[contains(., 'bob@localhost')]]"
        alice.click(alice.chrome.find_element(By.XPATH, f"{row}//button[text()='End']"))
        bob.open(TIMELINE)
        self.assertEqual("404", bob.find(".status").text)
        bob.open("/shares/received")
        self.assertEqual(0, bob.count("td a"))

        alice.click(alice.chrome.find_element(By.XPATH, f"{row}//button[text()='Share again']"))
        bob.open(TIMELINE)
        self.assertEqual("alice’s timeline", bob.find("h1").text)

    def test_link(self) -> None:
        """
        A link with a password is of use to whoever has both, also with JavaScript off.
        """
        alice = self.browser("alice", "/")
        self.choose(alice, "link")
        self.assertFalse(alice.find("#person").is_displayed())
        alice.find("#password").send_keys("correct horse")
        alice.submit(alice.find("#password"))
        link = urlsplit(str(alice.find("input.link").get_attribute("value"))).path

        stranger = Browser(self.site, hasScripts=False)
        self.addCleanup(stranger.close)
        stranger.open(link)
        self.assertEqual("This takes a password", stranger.find("h1").text)
        stranger.find("#password").send_keys("wrong horse")
        stranger.submit(stranger.find("#password"))
        self.assertEqual("The password is wrong.", stranger.find(".problem").text)
        stranger.find("#password").send_keys("correct horse")
        stranger.submit(stranger.find("#password"))
        self.assertEqual(("alice’s timeline", 0), (stranger.find("h1").text, stranger.count("#text")))
