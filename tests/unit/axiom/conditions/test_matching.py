"""
Conditions on the words of texts.
"""

from __future__ import annotations

from typing import Any

from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from axiom.attributes import AND, OR, integer, reference, text
from axiom.errors import AxiomError
from axiom.iaxiom import IComparison
from axiom.item import Item, Placeholder
from axiom.search import InvalidSearch, matches
from axiom.store import Store


class Author(Item):
    """
    Who writes articles.
    """

    typeName = "test_matching_author"

    about = text(searchable=True)


class Article(Item):
    """
    Something with two texts that are searched alike.
    """

    typeName = "test_matching_article"

    title = text(searchable=True)
    body = text(searchable="words")
    author = reference(reftype=Author)
    stars = integer(default=0)


class Mixed(Item):
    """
    Texts that are searched in different ways.
    """

    typeName = "test_matching_mixed"

    stems = text(searchable="stems")
    parts = text(searchable="parts")
    plain = text()


class MatchTests(SynchronousTestCase):
    """
    Articles found by their words.
    """

    def setUp(self) -> None:
        """
        Three articles.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        for title, body in (
            ("Été indien", "A song by Joe Dassin"),
            ("Fast databases", "SQLite is fast, and small"),
            ("Slow food", "Not fast food"),
        ):
            Article(store=self.store, title=title, body=body)

    def found(self, comparison: Any, source: Any = Article) -> list[str | None]:
        """
        The titles of the articles that fulfil the condition, first words only.
        """
        query = self.store.query(source, comparison, sort=source.storeID)
        return [article.title.split()[0] for article in query]

    def test_interface(self) -> None:
        """
        It is a condition.
        """
        verifyObject(IComparison, Article.body.matches("fast"))

    def test_oneColumn(self) -> None:
        """
        Only the words of the column count.
        """
        self.assertEqual(["Fast", "Slow"], self.found(Article.body.matches("fast")))
        self.assertEqual(["Fast"], self.found(Article.title.matches("fast")))

    def test_allColumns(self) -> None:
        """
        Each word may be in any column of the class.
        """
        self.assertEqual(["Fast"], self.found(matches(Article, "databases sqlite")))
        self.assertEqual([], self.found(Article.body.matches("databases sqlite")))

    def test_caseAndAccents(self) -> None:
        """
        Neither case nor accents count, in what is stored nor in what is typed.
        """
        for words in ("été", "ete", "ÉTÉ", "Ete"):
            self.assertEqual(["Été"], self.found(Article.title.matches(words)), words)

    def test_lastWordMayBegin(self) -> None:
        """
        The last word may be the beginning of one, unless a blank or a quotation mark ends it.
        """
        self.assertEqual(["Fast"], self.found(Article.body.matches("small sql")))
        for words in ("sql small", "small sql ", 'small "sql"'):
            self.assertEqual([], self.found(Article.body.matches(words)), words)

    def test_quoted(self) -> None:
        """
        Quoted words stand beside each other.
        """
        self.assertEqual(["Fast"], self.found(Article.body.matches('"is fast"')))
        self.assertEqual([], self.found(Article.body.matches('"fast is"')))
        self.assertEqual(["Fast"], self.found(Article.body.matches("fast is")))

    def test_whateverIsTyped(self) -> None:
        """
        Nothing that a person may type is an error; marks beside words do not count.
        """
        for words in (
            "fast",
            "fast!",
            "(fast",
            "fast)",
            "*fast",
            "fast -",
            "fast\0",
            '"fast',
            "^fast",
            "'fast",
            "{fast}",
        ):
            self.assertEqual(["Fast", "Slow"], self.found(Article.body.matches(words)), words)
        for words in (
            "",
            " ",
            '"',
            '""',
            "*",
            "()",
            "\0",
            "\ud800",
            "title:fast",
            "fast OR",
            "NEAR(",
            "a" * 5000,
        ):
            self.assertEqual([], self.found(Article.body.matches(words)), words)
        self.assertEqual(["Fast", "Slow"], self.found(Article.body.matches("fast " * 5000)))

    def test_combines(self) -> None:
        """
        It combines with other conditions, also by OR.
        """
        fast = Article.body.matches("fast")
        song = Article.title == "Été indien"
        self.assertEqual(["Été", "Fast", "Slow"], self.found(OR(fast, song)))
        self.assertEqual([], self.found(AND(fast, song)))
        self.assertEqual(["Slow"], self.found(fast & Article.title.startswith("Slow")))
        self.assertEqual(["Fast", "Slow"], self.found(fast | Article.title.matches("fast")))

    def test_joins(self) -> None:
        """
        Classes are joined, each with its own words; of one class twice, by placeholders.
        """
        joe = Author(store=self.store, about="singer of songs")
        self.store.findUnique(Article, Article.title.matches("indien")).author = joe
        condition = AND(
            Article.author == Author.storeID, Author.about.matches("singer"), Article.body.matches("joe")
        )
        self.assertEqual([joe], [author for _, author in self.store.query((Article, Author), condition)])
        one, other = Placeholder(Article), Placeholder(Article)
        pairs = self.store.query(
            (one, other),
            AND(one.title.matches("fast"), other.title.matches("slow"), one.stars == other.stars),
        )
        self.assertEqual([("Fast databases", "Slow food")], [(a.title, b.title) for a, b in pairs])
        self.assertEqual(["Fast"], self.found(matches(one, "databases small"), one))

    def test_syntax(self) -> None:
        """
        What is in the syntax of FTS5 is taken as such, within the column.
        """
        for expression, expected in (
            ("fast NOT sqlite", ["Slow"]),
            ("joe OR food", ["Été", "Slow"]),
            ("NEAR(sqlite small, 5)", ["Fast"]),
            ("indien OR food", ["Slow"]),
        ):
            self.assertEqual(expected, self.found(Article.body.matches(expression, syntax=True)), expression)
        self.assertEqual(["Fast"], self.found(matches(Article, "title: fast", syntax=True)))

    def test_invalidSyntax(self) -> None:
        """
        What is not is refused at once, with what was looked for.
        """
        for expression in ("fast AND", "a)", '"open', "nosuch: fast", "", "*"):
            error = self.assertRaises(InvalidSearch, matches, Article, expression, syntax=True)
            self.assertEqual(expression, error.expression)
            self.assertIn(repr(expression), str(error))
            self.assertIsInstance(error, AxiomError)

    def test_kinds(self) -> None:
        """
        A column is searched by words, by their stems or by their parts, as it says.
        """
        Mixed(store=self.store, stems="She was connecting databases", parts="Donaudampfschiff 日本語テキスト")
        for comparison, expected in (
            (Mixed.stems.matches("connected database "), 1),
            (Mixed.stems.matches("dampf"), 0),
            (Mixed.parts.matches("DAMPF"), 1),
            (Mixed.parts.matches("日本語"), 1),
            (Mixed.parts.matches("connect"), 0),
        ):
            self.assertEqual(expected, self.store.query(Mixed, comparison).count(), repr(comparison))

    def test_notSearchable(self) -> None:
        """
        A column that is not searchable says so, and so does a class with none or several kinds.
        """
        for match in (
            lambda: Mixed.plain.matches("a"),
            lambda: Mixed.storeID.matches("a"),
            lambda: Placeholder(Mixed).plain.matches("a"),
            lambda: matches(Mixed, "a"),
        ):
            self.assertRaises(TypeError, match)

    def test_unknownKind(self) -> None:
        """
        A kind that is not there is refused when the column is declared.
        """
        self.assertRaises(ValueError, text, searchable="magic")

    def test_nothingStored(self) -> None:
        """
        Of a class of which nothing was stored nothing is found.
        """
        self.assertEqual(0, self.store.query(Author, Author.about.matches("a")).count())

    def test_repr(self) -> None:
        """
        It says what is looked for, and where.
        """
        self.assertEqual("Article.body matches 'fast'", repr(Article.body.matches("fast")))
        self.assertEqual("Article matches 'fast'", repr(matches(Article, "fast")))
