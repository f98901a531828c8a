"""
Tests for L{mantissa_like.web._visitors.memo}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import text
from axiom.item import Item
from axiom.store import Store
from mantissa_like.web._visitors.memo import Memo


class Word(Item):
    """
    Something to look up.
    """

    typeName = "test_memo_word"
    word = text()


class MemoTests(SynchronousTestCase):
    """
    Tests for L{Memo}.
    """

    def setUp(self) -> None:
        """
        A memo of the words in a store.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.asked: list[str] = []
        self.memo: Memo[str, str] = Memo(self.store, self.find, 2)

    def find(self, word: str) -> str | None:
        """
        The word, if it is in the store.
        """
        self.asked.append(word)
        return word if self.store.count(Word, Word.word == word) else None

    def test_kept(self) -> None:
        """
        What was found is not looked up again.
        """
        Word(store=self.store, word="a")
        self.assertEqual(["a", "a"], [self.memo("a"), self.memo("a")])
        self.assertEqual(["a"], self.asked)

    def test_forgottenWithTheNextChange(self) -> None:
        """
        Any change of the store makes everything be looked up again.
        """
        word = Word(store=self.store, word="a")
        self.memo("a")
        word.deleteFromStore()
        self.assertIs(None, self.memo("a"))

    def test_nothingIsNotKept(self) -> None:
        """
        What is not there takes no place, and is looked up each time.
        """
        self.assertEqual([None, None], [self.memo("a"), self.memo("a")])
        self.assertEqual(["a", "a"], self.asked)

    def test_bounded(self) -> None:
        """
        With as many results as may be kept, it begins anew.
        """
        for word in "abc":
            Word(store=self.store, word=word)
        for word in "abcc":
            self.memo(word)
        self.memo("a")
        self.assertEqual(["a", "b", "c", "a"], self.asked)
