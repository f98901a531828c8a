"""
What the tests of batch processing process, and with what.
"""

from __future__ import annotations

from twisted.internet.defer import maybeDeferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import inmemory, integer, text
from axiom.batch import processor
from axiom.errors import StoreBusy
from axiom.iaxiom import LOCAL
from axiom.item import Item
from axiom.runtime import Runtime
from axiom.store import Store

__all__ = ["BatchTestCase", "Letter", "LetterProcessor", "Reader"]


class Letter(Item):
    """
    One unit of work.
    """

    typeName = "tests_batching_letter"

    title = text()


LetterProcessor = processor(Letter)


class Reader(Item):
    """
    A listener.

    @ivar read: the titles of the letters that it was shown, joined.
    @ivar hates: the title of the letter with which it fails.
    @ivar busy: how often it finds something busy, before it reads.
    @ivar told: what it was told besides.
    """

    typeName = "tests_batching_reader"

    read = text(default="", allowNone=False)
    hates = text()
    busy = integer(default=0, allowNone=False)
    told = inmemory()

    def activate(self) -> None:
        """
        It was told nothing.
        """
        self.told = []

    def processItem(self, item: Letter) -> None:
        """
        Read a letter.
        """
        self.read += item.title or ""
        if item.title == self.hates:
            raise ZeroDivisionError(f"can't read {item.title}")
        if len(self.told) < self.busy:
            self.told.append("busy")
            raise StoreBusy("busy")

    def suspend(self) -> None:
        """
        Remember it.
        """
        self.told.append("suspend")

    def resume(self) -> None:
        """
        Remember it.
        """
        self.told.append("resume")

    def reset(self) -> None:
        """
        Begin anew.
        """
        self.read = ""

    def fail(self) -> None:
        """
        Fail.
        """
        raise ZeroDivisionError("failed")


class BatchTestCase(SynchronousTestCase):
    """
    A store in memory with a processor, and a clock.
    """

    def setUp(self) -> None:
        """
        Make them.
        """
        self.clock = Clock()
        self.store = self.open()
        self.processor = LetterProcessor(store=self.store)

    def open(self, directory: str | None = None) -> Store:
        """
        A store with the test's clock, closed after the test.
        """
        store = Store(directory, runtime=Runtime(clock=self.clock, inThread=maybeDeferred))
        self.addCleanup(store.close)
        return store

    def letters(self, titles: str) -> list[Letter]:
        """
        One letter for each character.
        """
        return [Letter(store=self.store, title=title) for title in titles]

    def reader(self, style: int = LOCAL, **facts: object) -> Reader:
        """
        A new listener.
        """
        reader = Reader(store=self.store, **facts)
        self.processor.addReliableListener(reader, style)
        return reader

    def work(self) -> int:
        """
        Step until there is no more work.

        @return: how many steps it took.
        """
        steps = 1
        while self.store.transact(self.processor.step):
            steps += 1
        return steps
