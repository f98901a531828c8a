"""
Tests for L{mantissa_like.web._personpages.search}.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from twisted.trial.unittest import SynchronousTestCase

from tests.unit.mantissa_like.web.memory_site import MemorySite
from tests.unit.mantissa_like.web.shelves import Book, BrokenApp, furnish

JSON = {"Accept": "application/json"}


class SearchPageTests(SynchronousTestCase):
    """
    Tests for L{SearchPage}.
    """

    def setUp(self) -> None:
        """
        Alice, with a shelf and three books.
        """
        self.site = MemorySite()
        self.store = self.site.addUser("alice")
        furnish(self.store)
        for title in ("Red <b>tea</b>", "Green tea", "Coffee"):
            Book(store=self.store, title=title)
        self.client = self.site.logIn("alice")

    def search(self, text: str, more: str = "") -> Any:
        """
        What a program gets.
        """
        return self.client.get(f"/search?q={quote(text)}{more}", JSON).json()

    def test_found(self) -> None:
        """
        What fits is found, with its address, a piece of it and its time.
        """
        answer = self.search("coffee")
        [result] = answer["results"]
        number = self.store.findUnique(Book, Book.title == "Coffee").storeID
        expected = {
            "app": "Shelf",
            "title": "Coffee",
            "url": f"/users/alice/shelf/{number}",
            "excerpt": "Coffee",
            "when": "1970-01-01T00:00:00Z",
        }
        self.assertEqual((expected, {"Shelf": 1}), (result, answer["counts"]))

    def test_page(self) -> None:
        """
        People see the words marked; what looks like markup is text.
        """
        text = self.client.get("/search?q=tea").text
        self.assertIn("Green <mark>tea</mark>", text)
        self.assertIn("Red &lt;b&gt;<mark>tea</mark>&lt;/b&gt;", text)
        self.assertIn("Shelf (2)", text)

    def test_merged(self) -> None:
        """
        The best of each application come first; one application can be looked at by itself.
        """
        furnish(self.store, "Other")
        apps = [result["app"] for result in self.search("tea")["results"]]
        self.assertEqual(["Shelf", "Other", "Shelf", "Other"], apps)
        answer = self.search("tea", "&app=Other")
        self.assertEqual(["Other", "Other"], [result["app"] for result in answer["results"]])
        self.assertEqual({"Shelf": 2, "Other": 2}, answer["counts"])

    def test_pages(self) -> None:
        """
        Twenty results make a page; after the last one there is no other.
        """
        for number in range(39):
            Book(store=self.store, title=f"tea {number}")
        sizes = [len(self.search("tea", f"&page={page}")["results"]) for page in (1, 2, 3)]
        self.assertEqual([20, 20, 1], sizes)
        self.assertEqual(3, self.search("tea", "&page=99")["page"])
        text = self.client.get("/search?q=tea&page=2").text
        self.assertIn('href="/search?q=tea"', text)
        self.assertIn('href="/search?q=tea&amp;page=3"', text)

    def test_bounded(self) -> None:
        """
        Of one application a hundred results are taken, and people read that there are more.
        """
        for number in range(101):
            Book(store=self.store, title=f"tea {number}")
        self.assertEqual((5, {"Shelf": 100}), tuple(self.search("tea")[key] for key in ("pages", "counts")))
        self.assertIn("Shelf (100+)", self.client.get("/search?q=tea").text)

    def test_hostile(self) -> None:
        """
        Whatever is typed, the answer is a page.
        """
        texts = (
            '"',
            "'; DROP TABLE x; --",
            "a AND",
            "NEAR(",
            "*",
            "^a",
            "{b}: c",
            "<script>alert(1)</script>",
            "-",
        )
        for text in texts:
            response = self.client.get(f"/search?q={quote(text)}")
            self.assertEqual(200, response.status, text)
            self.assertNotIn("<script>alert", response.text)

    def test_refused(self) -> None:
        """
        A text that is too long, and a page that is no number, are refused.
        """
        for query in (f"q={'x' * 201}", "q=x&page=0", "q=x&page=-1", "q=x&page=%C2%B2"):
            self.assertEqual(400, self.client.get(f"/search?{query}").status, query)

    def test_own(self) -> None:
        """
        Nobody finds what is another's.
        """
        self.site.addUser("bob")
        self.client = self.site.logIn("bob")
        self.assertEqual([], self.search("tea")["results"])
        self.assertIn("Nothing was found", self.client.get("/search?q=tea").text)

    def test_brokenApp(self) -> None:
        """
        An application that fails does not hide what others found.
        """
        self.store.powerUp(BrokenApp(store=self.store))
        self.assertEqual({"Shelf": 1}, self.search("coffee")["counts"])
        self.flushLoggedErrors(ZeroDivisionError)
