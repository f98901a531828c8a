"""
Words and unique values of a store that several processes write, one of which is killed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, text
from axiom.errors import NotUnique
from axiom.item import Item
from axiom.store import Store

_CHECKOUT = Path(__file__).parents[2]
_PATIENCE = 60
"""Seconds in which a process must have done its part."""


class Entry(Item):
    """
    Something with words and a number of its own.
    """

    typeName = "test_search_survival_entry"

    number = integer(unique=True)
    words = text(searchable=True)


def write(directory: str, name: str) -> None:
    """
    Make, change and delete entries for ever, taking the numbers that are free, and print a line after each
    transaction.
    """
    store = Store(directory)
    number = 0
    while True:
        number += 1
        try:
            store.transact(_write, store, name, number)
        except NotUnique:
            continue
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def _write(store: Store, name: str, number: int) -> None:
    Entry(store=store, number=number, words=f"new {name}")
    for entry in store.query(Entry, Entry.words.matches('"new"'), limit=2):
        entry.words = f"old {name}"
    if number % 5 == 0:
        store.query(Entry, Entry.words.matches(f'"old {name}"'), limit=1).deleteFromStore()


class SurvivalTests(SynchronousTestCase):
    """
    Processes that write to one store.
    """

    def start(self, directory: str, name: str) -> subprocess.Popen[str]:
        """
        A process that writes until it is killed.
        """
        call = f"from {__name__} import write; write({directory!r}, {name!r})"
        process = subprocess.Popen(
            [sys.executable, "-c", call],
            cwd=_CHECKOUT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(self.end, process)
        return process

    def end(self, process: subprocess.Popen[str]) -> None:
        """
        Kill the process, and give its pipes back.
        """
        process.kill()
        process.communicate(timeout=_PATIENCE)

    def test_killed(self) -> None:
        """
        After a process was killed, and another one too, each word and number is where it belongs.
        """
        directory = os.path.abspath(self.mktemp())
        Store(directory).close()
        for _ in range(2):
            processes = [self.start(directory, name) for name in ("one", "two")]
            for process in processes:
                assert process.stdout is not None
                for _ in range(20):
                    self.assertTrue(process.stdout.readline())
            for process in processes:
                self.end(process)
        store = Store(directory)
        self.addCleanup(store.close)
        table = "axiomfts_test_search_survival_entry_v1_words"
        store.executeSQL(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
        self.assertEqual([("ok",)], store.querySQL("PRAGMA integrity_check"))
        entries = list(store.query(Entry))
        self.assertEqual(len(entries), len({entry.number for entry in entries}))
        for words in ("new one", "new two", "old one", "old two"):
            found = set(store.query(Entry, Entry.words.matches(f'"{words}"')))
            self.assertEqual({entry for entry in entries if entry.words == words}, found)
