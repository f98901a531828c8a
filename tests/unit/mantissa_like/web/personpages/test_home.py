"""
Tests for L{mantissa_like.web._personpages.home}.
"""

from __future__ import annotations

from dataclasses import replace

from msgspec import structs
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.catalog import Product
from mantissa_like.web import makeSiteFactory
from tests.unit.mantissa_like.web.memory_client import MemoryClient
from tests.unit.mantissa_like.web.memory_site import MemorySite
from tests.unit.mantissa_like.web.shelves import BrokenApp, furnish

JSON = {"Accept": "application/json"}


class HomePageTests(SynchronousTestCase):
    """
    Tests for L{HomePage}.
    """

    def setUp(self) -> None:
        """
        A site with Alice, who has nothing, and an administrator.
        """
        self.site = MemorySite()
        self.store = self.site.addUser("alice")
        self.site.addAdministrator("ada")
        self.client = self.site.logIn("alice")

    def test_apps(self) -> None:
        """
        Each application has its places, those of high priority first, with addresses in the person's own
        space or of the site.
        """
        furnish(self.store, "<Shelf>")
        apps = self.client.get("/home", JSON).json()["apps"]
        self.assertEqual(
            [("Rules", "/rules", ""), ("<Shelf>", "/users/alice/shelf", "0 books")],
            [(app["name"], app["url"], app["badge"]) for app in apps],
        )
        text = self.client.get("/home").text
        self.assertIn('<a href="/users/alice/shelf">&lt;Shelf&gt;</a>', text)

    def test_nothing(self) -> None:
        """
        Who has no application reads which ones the site gives and whom to ask.
        """
        Product(store=self.site.store, name="photo_album", types=[])
        text = self.client.get("/home").text
        for part in ("You have no apps yet", "Photo album", "ask ada@example.com"):
            self.assertIn(part, text)

    def test_nothingToGive(self) -> None:
        """
        Where the site has no product either, that is said.
        """
        self.assertIn("this site has none to give yet. Ask ada@example.com.", self.client.get("/home").text)

    def test_brokenApp(self) -> None:
        """
        An application that fails is logged and does not hide the others.
        """
        self.store.powerUp(BrokenApp(store=self.store))
        furnish(self.store)
        names = [app["name"] for app in self.client.get("/home", JSON).json()["apps"]]
        self.assertEqual(["Rules", "Shelf"], names)
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))

    def test_console(self) -> None:
        """
        Only administrators are led to the console.
        """
        links = {
            name: [link["url"] for link in self.site.logIn(name).get("/home", JSON).json()["links"]]
            for name in ("alice", "ada")
        }
        self.assertNotIn("/console", links["alice"])
        self.assertEqual([*links["alice"], "/console"], links["ada"])

    def test_loggedOut(self) -> None:
        """
        A visitor logs in first.
        """
        response = self.site.client().get("/home")
        self.assertEqual((303, "/login?then=%2Fhome"), (response.status, response.headers["location"]))


class FrontPageTests(SynchronousTestCase):
    """
    Tests for L{FrontPage}.
    """

    def test_onward(self) -> None:
        """
        A visitor is led to log in, and then home; who is logged in goes there at once.
        """
        site = MemorySite()
        site.addUser("alice")
        self.assertIn('href="/login?then=/home"', site.client().get("/").text)
        text = site.logIn("alice").get("/").text
        self.assertIn('href="/home"', text)
        self.assertNotIn("/login", text)

    def test_join(self) -> None:
        """
        Where everybody may join, a visitor is led there, too.
        """
        context = MemorySite().context
        for signUp, isLed in (("open", True), ("invitation", False), ("closed", False)):
            accounts = structs.replace(context.config.accounts, signUp=signUp)
            config = structs.replace(context.config, accounts=accounts)
            client = MemoryClient(makeSiteFactory(replace(context, config=config)))
            self.assertEqual(isLed, 'href="/join"' in client.get("/").text, signUp)

    def test_data(self) -> None:
        """
        Programs get the same.
        """
        site = MemorySite()
        self.assertEqual(
            {"title": "Example", "viewer": None, "applications": []}, site.client().get("/", JSON).json()
        )
