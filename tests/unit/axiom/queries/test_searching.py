"""
Searches: what was found, the best first, with excerpts.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import AND, integer, text
from axiom.item import Item, Placeholder
from axiom.search import Excerpt, Hit, matches
from axiom.store import Store


class Page(Item):
    """
    Something to look for.
    """

    typeName = "test_searching_page"

    title = text(searchable=True)
    body = text(searchable=True)
    stars = integer(default=0)


class SearchTests(SynchronousTestCase):
    """
    Pages found by their words.
    """

    def setUp(self) -> None:
        """
        Pages about a fox, one more than others, among others.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.little = Page(store=self.store, title="Animals", body="The fox" + " and the dog" * 30, stars=2)
        self.much = Page(store=self.store, title="Hunting", body="Fox, fox and fox", stars=1)
        self.titled = Page(store=self.store, title="Fox", body="It lives in" + " the wood" * 60)
        for number in range(10):
            Page(store=self.store, title=f"Page {number}", body="nothing of that kind")

    def items(self, *args: object, **kwargs: object) -> list[Page]:
        """
        What a search finds, in its order.
        """
        return [hit.item for hit in self.store.search(*args, **kwargs)]  # type: ignore[arg-type]

    def test_bestFirst(self) -> None:
        """
        The items are those in memory, those in which the words stand most come first, and the scores fall.
        """
        hits = list(self.store.search(Page.body.matches("fox")))
        self.assertEqual([self.much, self.little], [hit.item for hit in hits])
        self.assertGreater(hits[0].score, hits[1].score)
        self.assertGreater(hits[1].score, 0)

    def test_repeatable(self) -> None:
        """
        A search is run anew each time.
        """
        search = self.store.search(Page.body.matches("fox"))
        self.assertEqual(2, len(list(search)))
        self.much.body = "goose"
        self.assertEqual([self.little], [hit.item for hit in search])

    def test_weights(self) -> None:
        """
        A word in a column with a greater weight counts more.
        """
        fox = matches(Page, "fox")
        self.assertEqual(self.titled, self.items(fox, weights={Page.title: 50})[0])
        self.assertEqual(self.much, self.items(fox, weights={Page.body: 50})[0])
        self.assertRaises(ValueError, self.store.search, fox, weights={Page.stars: 2})

    def test_condition(self) -> None:
        """
        What the items should fulfil beside it can be said, also by another search.
        """
        fox = matches(Page, "fox")
        self.assertEqual([self.little], self.items(fox, Page.stars > 1))
        self.assertEqual([self.titled], self.items(fox, Page.body.matches("wood")))
        better = Placeholder(Page)
        self.assertEqual(
            [self.much, self.titled], self.items(fox, AND(better.stars == 2, Page.stars < better.stars))
        )

    def test_placeholder(self) -> None:
        """
        A placeholder is searched like its class.
        """
        page = Placeholder(Page)
        self.assertEqual([self.much, self.little], self.items(page.body.matches("fox")))

    def test_limits(self) -> None:
        """
        Some of the hits can be asked for, and how many there are.
        """
        search = self.store.search(Page.body.matches("fox"), limit=1, offset=1)
        self.assertEqual([self.little], [hit.item for hit in search])
        self.assertEqual(2, self.store.search(Page.body.matches("fox")).count())
        self.assertEqual(1, search.count())
        self.assertEqual(
            [self.much], [hit.item for hit in self.store.search(Page.body.matches("fox")).cloneQuery(1)]
        )

    def test_order(self) -> None:
        """
        Another order can be asked for.
        """
        self.assertEqual(
            [self.little, self.much, self.titled],
            self.items(matches(Page, "fox"), sort=Page.stars.descending),
        )

    def test_notSorted(self) -> None:
        """
        The best are the first without all being sorted, and each row is found by its storeID.
        """
        search = self.store.search(matches(Page, "fox"), Page.stars == 1, limit=1)
        plan = " ".join(str(step[-1]) for step in search.explain())
        self.assertNotIn("TEMP B-TREE", plan)
        self.assertIn("USING INTEGER PRIMARY KEY", plan)

    def test_excerpt(self) -> None:
        """
        An excerpt is a piece of the text with what was found marked.
        """
        [hit] = self.store.search(Page.body.matches('"the fox"'), words=4)
        self.assertEqual((("The fox", True), (" and the…", False)), hit.excerpt.parts)
        self.assertEqual("[The fox] and the…", hit.excerpt.marked("[", "]"))
        self.assertEqual("The fox and the…", str(hit.excerpt))

    def test_excerptOfClass(self) -> None:
        """
        Of several columns the excerpt is of the one in which most was found.
        """
        found = {hit.item: str(hit.excerpt) for hit in self.store.search(matches(Page, "fox"))}
        self.assertEqual("Fox, fox and fox", found[self.much])
        self.assertEqual("Fox", found[self.titled])

    def test_excerptLength(self) -> None:
        """
        An excerpt has from 1 to 64 words.
        """
        for words in (0, 65):
            self.assertRaises(ValueError, self.store.search, matches(Page, "fox"), words=words)

    def test_notAMatch(self) -> None:
        """
        Another condition than one on words can't be searched for, nor can what is no text.
        """
        for bad in ("fox", Page.title == "Fox", None):
            self.assertRaises(TypeError, self.store.search, bad)
        self.assertRaises(TypeError, matches, Page, None)

    def test_hostileText(self) -> None:
        """
        A text that has the characters which mark what was found can spoil the marks, not the text.
        """
        Page(store=self.store, title="", body="a \ufdd1<b>\ufdd0 weasel \ufdd0\ufdd0")
        [hit] = self.store.search(Page.body.matches("weasel"))
        self.assertEqual("a <b> weasel ", str(hit.excerpt))

    def test_changedInLoop(self) -> None:
        """
        A loop over hits may change and delete items.
        """
        for hit in self.store.search(Page.body.matches("fox")):
            self.assertIs(self.much, hit.item)
            self.little.deleteFromStore()
            hit.item.title = "changed"
        self.assertEqual([self.much], self.items(Page.body.matches("fox")))

    def test_distinct(self) -> None:
        """
        The same search for each result once is one.
        """
        self.assertEqual(2, len(list(self.store.search(Page.body.matches("fox")).distinct())))

    def test_values(self) -> None:
        """
        Hits and excerpts are values.
        """
        excerpt = Excerpt((("fox", True),))
        self.assertEqual(Hit(self.much, 1.0, excerpt), Hit(self.much, 1.0, Excerpt((("fox", True),))))
