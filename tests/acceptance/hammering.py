"""
What processes do to one store at once: transactions that read, count, make and delete, some of them undone.
"""

from __future__ import annotations

import contextlib
import random

from axiom.attributes import compoundIndex, integer, reference
from axiom.item import Item
from axiom.store import Store

__all__ = ["TRANSACTIONS", "Entry", "Thing", "Total", "Worker", "work"]

TRANSACTIONS = 2_000
"""How many each worker does."""


class Total(Item):
    """
    What all change.
    """

    typeName = "test_hammer_total"

    number = integer(default=0, allowNone=False)
    things = integer(default=0, allowNone=False)


class Thing(Item):
    """
    What is made and deleted.
    """

    typeName = "test_hammer_thing"

    size = integer(allowNone=False, indexed=True)
    next = reference()


class Entry(Item):
    """
    What one transaction did, written by itself.
    """

    typeName = "test_hammer_entry"

    worker = integer(allowNone=False)
    number = integer(allowNone=False)
    added = integer(allowNone=False)
    created = integer(allowNone=False)
    gone = integer(allowNone=False)
    compoundIndex(worker, number)


class Undone(Exception):
    """
    What a transaction is undone with.
    """


class Worker:
    """
    One process: it does its transactions, each known by its number, and goes on after the last one that it
    finds committed.
    """

    def __init__(self, store: Store, worker: int) -> None:
        self.store, self.worker = store, worker
        self.total = store.findUnique(Total)
        self.random = random.Random()

    def work(self) -> None:
        """
        Do what is left to do.
        """
        number = self.store.count(Entry, Entry.worker == self.worker)
        while number < TRANSACTIONS:
            # The same number does the same, in whichever process.
            self.random.seed(f"{self.worker} {number}")
            if self.random.random() < 0.1:
                with contextlib.suppress(Undone):
                    self.store.transact(self.fail, number)
            self.store.transact(self.succeed, number)
            number += 1

    def fail(self, number: int) -> None:
        """
        Do as L{succeed} does, and undo it.
        """
        self.succeed(number)
        raise Undone()

    def succeed(self, number: int) -> None:
        """
        Read, count, make and delete.
        """
        added, before = self.random.randrange(5), self.total.number
        self.total.number += added
        if self.random.random() < 0.2:
            with contextlib.suppress(Undone):
                self.store.transact(self.waste)
        created = [self.make() for _ in range(self.random.randrange(3))]
        gone = self.delete() if self.random.random() < 0.5 else 0
        self.total.things += len(created) - gone
        assert self.total.number == before + added
        Entry(
            store=self.store,
            worker=self.worker,
            number=number,
            added=added,
            created=len(created),
            gone=gone,
        )

    def waste(self) -> None:
        """
        Make and change what is undone.
        """
        self.total.number += 1000
        self.make()
        self.delete()
        raise Undone()

    def make(self) -> Thing:
        """
        A new thing, which refers to another one.
        """
        other = self.store.findFirst(Thing, sort=Thing.storeID.descending)
        return Thing(store=self.store, size=self.random.randrange(100), next=other)

    def delete(self) -> int:
        """
        Delete a thing, if there is one.

        @return: how many were deleted.
        """
        doomed = self.store.findFirst(
            Thing, Thing.size >= self.random.randrange(100), sort=Thing.size.ascending
        )
        if doomed is None:
            return 0
        doomed.deleteFromStore()
        return 1


def work(directory: str, worker: int) -> None:
    """
    What each process does.
    """
    with contextlib.closing(Store(directory)) as store:
        Worker(store, worker).work()
