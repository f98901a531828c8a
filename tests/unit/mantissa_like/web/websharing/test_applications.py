"""
Tests for L{mantissa_like.web._websharing.applications} and the front page that lists them.
"""

from __future__ import annotations

from typing import Any, cast

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.accounts import findSubStore
from mantissa_like.catalog import RESERVED_NAMES, findOffering, installOffering
from mantissa_like.sharing import Share, getAccountRole
from mantissa_like.web._views.sharepath import USERS
from tests.unit.mantissa_like.web.memory_site import MemorySite

LINK = '<a href="/timeline/">Timeline</a>'


class ApplicationsTests(SynchronousTestCase):
    """
    Tests for L{Applications}.
    """

    def setUp(self) -> None:
        """
        A site with the timeline, which shows something to everybody, and with C{base}, which does not.
        """
        self.site = MemorySite()
        self.addCleanup(self.site.store.close)
        for name in ("base", "timeline"):
            installOffering(self.site.store, findOffering(name))
        subStore = findSubStore(self.site.store, "timeline", None)
        assert subStore is not None
        self.share: Share = subStore.open().findUnique(Share)

    def test_shown(self) -> None:
        """
        The front page leads to the applications that have a page for whoever looks, and says what they are.
        """
        front = self.site.client().get("/").text
        self.assertIn(f"{LINK}<p>Short posts, the newest first.</p>", front)
        self.assertEqual(1, front.count("<li>"))

    def test_mayNotBeSeen(self) -> None:
        """
        It does not lead to those which are shared with somebody else only, or with nobody.
        """
        self.site.addUser("alice")
        self.share.sharedTo = getAccountRole(self.share.presentStore(), "alice", "example.com")
        self.assertNotIn(LINK, self.site.client().get("/").text)
        self.assertIn(LINK, self.site.logIn("alice").get("/").text)
        self.share.suspended = True
        self.assertNotIn(LINK, self.site.logIn("alice").get("/").text)

    def test_reservedNames(self) -> None:
        """
        No application has the name of what a site serves itself.
        """
        root = cast(Any, self.site.server).resource
        own = {name.decode() for name in (*root._taken, *root._folders) if name}
        self.assertLessEqual(own | {USERS}, RESERVED_NAMES)
