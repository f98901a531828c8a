"""
Tests for the pages of applications and products.
"""

from __future__ import annotations

from typing import Any

from zope.interface import implementer

from axiom.attributes import text
from axiom.item import Item
from mantissa_like.accounts import findSubStore
from mantissa_like.catalog import createProduct, findOfferings, findProduct, installations, installedOfferings
from mantissa_like.web import BadInput, Page, Redirect, SiteVisit, markup
from mantissa_like.web.interfaces import IConsolePage
from tests.unit.mantissa_like.web.console_site import ConsoleTestCase

TIMELINE = "timeline_timeline"


@implementer(IConsolePage)
class Motto(Item):
    """
    The page of an application.
    """

    typeName = "test_console_motto"
    powerupInterfaces = (IConsolePage,)

    words = text(default="Hello", allowNone=False)

    def show(self, visit: SiteVisit) -> Page:
        """
        The words, as finished markup.
        """
        return Page("A motto", markup(self.words))

    async def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The words.
        """
        return {"words": self.words}

    def post(self, visit: SiteVisit) -> Redirect:
        """
        Other words.
        """
        if not visit.fields.get("words"):
            raise BadInput("Say something.")
        self.words = visit.fields["words"]
        return Redirect(visit.path)


class OfferingTests(ConsoleTestCase):
    """
    Tests for the list of applications and the page of one.
    """

    def test_listed(self) -> None:
        """
        What is installed is told apart from what is not.
        """
        listed = self.get("/console/offerings")
        self.assertEqual(["base", "timeline"], listed["installed"])
        available = {each["name"] for each in listed["available"]}
        self.assertEqual(set(findOfferings()) - {"base", "timeline"}, available)
        self.assertEqual([{"name": "timeline", "types": [TIMELINE]}], listed["products"])
        self.assertIn("A timeline of one", self.page("/console/offerings"))
        self.assertIn('href="/console/offerings/timeline"', self.page("/console/offerings"))

    def test_installed(self) -> None:
        """
        An installed application has no button to install it, and says which products have something of it.
        """
        facts = self.get("/console/offerings/timeline")
        self.assertEqual((True, ["timeline"]), (facts["isInstalled"], facts["products"]))
        shown = self.page("/console/offerings/timeline")
        self.assertNotIn("Install timeline", shown)
        self.assertIn('href="/console/products/timeline"', shown)

    def test_install(self) -> None:
        """
        An application tells what it will be allowed before it is installed, by a button, once.
        """
        name = self.get("/console/offerings")["available"][0]["name"]
        path = f"/console/offerings/{name}"
        shown = self.page(path)
        self.assertIn("What it will be allowed", shown)
        self.assertIn("Its program runs within the server", shown)
        self.assertEqual(303, self.post(path, act="install").status)
        self.assertIn(name, [each.offeringName for each in installedOfferings(self.site.store)])
        self.assertIn(("offering.installed", name), self.audited())
        self.assertNotIn("What it will be allowed", self.page(path))
        self.assertEqual(400, self.post(path, act="install").status)

    def test_nothing(self) -> None:
        """
        There is nothing where no application and no product is.
        """
        for path in (
            "offerings/nothing",
            "offerings/nothing/own",
            "offerings/timeline/own",
            "products/nothing",
        ):
            self.assertEqual(404, self.client.get(f"/console/{path}").status, path)

    def test_ownPage(self) -> None:
        """
        An application's own page is shown in the console, tells programs, and takes forms.
        """
        application = findSubStore(self.site.store, "timeline", None)
        assert application is not None
        appStore = application.open()
        motto = Motto(store=appStore)
        appStore.powerUp(motto)
        path = "/console/offerings/timeline/own"
        self.assertIn(f'href="{path}"', self.page("/console/offerings/timeline"))
        shown = self.page(path)
        self.assertIn("<h1>A motto</h1>Hello", shown)
        self.assertIn('aria-label="Console"', shown)
        self.assertEqual(303, self.post(path, words="Good day").status)
        self.assertEqual({"words": "Good day"}, self.get(path))
        refused = self.post(path, words="")
        self.assertEqual(400, refused.status)
        self.assertIn("Say something.", refused.text)


class ProductTests(ConsoleTestCase):
    """
    Tests for products.
    """

    def test_made(self) -> None:
        """
        A product is made of what applications bring; a name that is taken, or nothing to grant, is refused.
        """
        self.assertEqual(303, self.post("/console/products/new", name="A/B ☕", types=TIMELINE).status)
        self.assertEqual([TIMELINE], list(findProduct(self.site.store, "A/B ☕").types))
        self.assertIn("A/B ☕", self.page("/console/products/A%2FB%20%E2%98%95"))
        for name, types in (("timeline", TIMELINE), ("x", ""), ("x", "login"), ("", TIMELINE)):
            response = self.post("/console/products/new", name=name, types=types)
            self.assertEqual(400, response.status, name)
        self.assertEqual(
            ["A/B ☕", "timeline"], [each["name"] for each in self.get("/console/offerings")["products"]]
        )

    def test_holders(self) -> None:
        """
        A product's page tells who has it.
        """
        self.site.addUser("alice")
        self.site.addUser("bob")
        self.post("/console/users/bob@example.com", act="grant", product="timeline")
        holders = self.get("/console/products/timeline")["holders"]
        self.assertEqual({"count": 1, "people": 3, "names": ["bob@example.com"], "isWhole": True}, holders)
        self.assertIn("1 of 3 people", self.page("/console/products/timeline"))

    def test_grantedToAll(self) -> None:
        """
        Everybody gets it once, after a question.
        """
        for name in ("alice", "bob"):
            self.site.addUser(name)
        self.post("/console/users/bob@example.com", act="grant", product="timeline")
        path = "/console/products/timeline"
        self.assertIn("All 3 people get it", self.post(path, act="grant-all").text)
        self.assertEqual(1, self.get(path)["holders"]["count"])
        job = self.get(self.command(path, act="grant-all", confirmed="yes").json()["url"])
        self.assertEqual(("done", 3, 3), (job["state"], job["finished"], job["steps"]))
        self.assertEqual(["2 of 3 people got it; the others had it before."], job["outcome"])
        for name in ("admin", "alice", "bob"):
            self.assertEqual(1, len(installations(self.site.storeOf(name))))

    def test_brokenProduct(self) -> None:
        """
        Where a product can't be granted, the job says so for each.
        """
        createProduct(self.site.store, "odd", [TIMELINE], findOfferings().values()).types = ["nothing"]
        job = self.get(self.command("/console/products/odd", act="grant-all", confirmed="yes").json()["url"])
        self.assertEqual(
            [
                "0 of 1 people got it; the others had it before.",
                "admin@example.com could not get it: no offering brings the powerup nothing.",
            ],
            job["outcome"],
        )

    def test_offTheList(self) -> None:
        """
        A product that is taken off the list can't be granted; who has it keeps it.
        """
        self.post("/console/users/admin@example.com", act="grant", product="timeline")
        path = "/console/products/timeline"
        self.assertIn("Those who have it keep it.", self.post(path, act="remove").text)
        self.post(path, act="remove", confirmed="yes")
        self.assertEqual([], self.get("/console/offerings")["products"])
        self.assertEqual(1, len(installations(self.site.storeOf("admin"))))
