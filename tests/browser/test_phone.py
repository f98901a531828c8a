"""
The pages on a phone: nothing is wider than the screen, and everything has a label.
"""

from __future__ import annotations

from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from tests.acceptance.running import RunningSite, axiomatic
from tests.browser.browsing import Browser

FOR_VISITORS = (
    "/",
    "/login",
    "/join",
    "/reset",
    "/account/restore",
    "/users/alice/timeline",
    "/timeline/",
    "/nothing-here",
)
FOR_ALICE = (
    "/home",
    "/search?q=milk",
    "/users/alice/timeline",
    "/users/alice/files",
    "/users/alice/notes",
    "/users/alice/feeds",
    "/users/alice/calendar",
    "/users/alice/calendar/new",
    "/users/alice/calendar/week",
    "/users/alice/calendar/month",
    "/users/alice/people",
    "/users/alice/people/new",
    "/users/alice/people/groups",
    "/users/alice/people/cards",
    "/shares",
    "/shares/received",
    "/shares/new?item=timeline",
    "/shares/why?item=timeline&who=bob",
    "/account",
    "/account/address",
    "/account/passkeys",
    "/account/tokens",
    "/account/totp",
    "/account/sessions",
    "/account/preferences",
    "/account/preferences/calendar",
    "/account/preferences/timeline",
    "/account/storage",
    "/account/undelivered",
    "/account/export",
    "/account/import",
    "/account/delete",
)
_UNLABELLED = """
return [...document.querySelectorAll('input:not([type=hidden]), textarea, select')]
  .filter(each => !each.labels.length && !each.ariaLabel).map(each => each.name)
"""
OFFERINGS = ("calendar", "files", "import_feed", "notes", "people")


class PhoneTests(SynchronousTestCase):
    """
    A browser of 360 by 740 pixels, and a site with all bundled applications.
    """

    def test_nothingIsWider(self) -> None:
        """
        No page can be scrolled to the side, not even with one long word in a post; each has one heading of
        the first rank, and every field that people see a label.
        """
        site = RunningSite(Path(self.mktemp()) / "site.axiom")
        for name in OFFERINGS:
            axiomatic(site.path, "offering", "install", name)
            axiomatic(site.path, "product", "grant", name, "alice@localhost")
        site.set("sign-up", '"open"')
        self.addCleanup(site.stop)
        site.start()
        self.browser = Browser(site)
        self.addCleanup(self.browser.close)
        self.browser.chrome.set_window_size(360, 740)
        self._assertNarrow(*FOR_VISITORS)
        self.browser.open("/login?then=/users/alice/timeline")
        self.browser.logIn("alice")
        self.browser.fill("#text", "milk " + "m" * 200)
        self._assertNarrow(*FOR_ALICE)

    def _assertNarrow(self, *paths: str) -> None:
        for path in paths:
            self.browser.open(path)
            self.assertEqual(1, self.browser.count("h1"), path)
            width = self.browser.run("return document.documentElement.scrollWidth")
            self.assertLessEqual(width, self.browser.run("return window.innerWidth"), path)
            self.assertEqual([], self.browser.run(_UNLABELLED), path)
