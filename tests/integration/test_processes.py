"""
Several processes on one store: what each writes is kept, once, and seen by the others, whatever ends them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, text
from axiom.item import Item
from axiom.store import Store

_CHECKOUT = Path(__file__).parents[2]
_PATIENCE = 60
"""Seconds in which a process must have done its part."""


class Account(Item):
    """
    Some money.
    """

    typeName = "test_processes_account"

    name = text()
    balance = integer(default=0, allowNone=False)

    def deposit(self, amount: int) -> None:
        """
        Change the balance.
        """
        self.balance += amount


class Receipt(Item):
    """
    One transfer.
    """

    typeName = "test_processes_receipt"

    amount = integer()


def increment(directory: str, times: int) -> None:
    """
    Count the first account up, each time in a transaction, and look at it in between.
    """
    store = Store(directory)
    account = store.findFirst(Account, sort=Account.storeID)
    assert account is not None
    seen = -1
    for _ in range(times):
        store.transact(account.deposit, 1)
        assert account.balance > seen
        seen = account.balance
    store.close()


def create(directory: str, times: int, start: float) -> None:
    """
    Make stores, or find them made, and put an account in each.

    @param start: when to begin with the first, in seconds since the epoch.
    """
    for number in range(times):
        while time.time() < start + number / 20:
            pass
        store = Store(os.path.join(directory, str(number)))
        Account(store=store)
        store.close()


def transfer(directory: str) -> None:
    """
    Move money for ever, with a receipt each time, and print a line for each transfer that is committed.
    """
    store = Store(directory)
    first, second = store.query(Account, sort=Account.storeID)

    def move(amount: int) -> None:
        first.deposit(-amount)
        store.checkpoint()
        second.deposit(amount)
        Receipt(store=store, amount=amount)

    amount = 0
    while True:
        amount += 1
        store.transact(move, amount)
        sys.stdout.write(f"{amount}\n")
        sys.stdout.flush()


class ProcessTests(SynchronousTestCase):
    """
    Real processes that call the functions above.
    """

    def setUp(self) -> None:
        """
        A place for a store.
        """
        self.directory = os.path.abspath(self.mktemp())

    def start(self, function: str, *arguments: object) -> subprocess.Popen[str]:
        """
        A process that calls a function of this module with the store's directory.
        """
        call = f"from {__name__} import {function}; {function}(*{(self.directory, *arguments)!r})"
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
        Kill the process if it still runs, and give its pipes back.
        """
        process.kill()
        process.communicate(timeout=_PATIENCE)

    def finish(self, *processes: subprocess.Popen[str]) -> None:
        """
        Wait until all are done, without an error.
        """
        for process in processes:
            _, errors = process.communicate(timeout=_PATIENCE)
            self.assertEqual(("", 0), (errors, process.returncode))

    def open(self) -> Store:
        """
        The store, closed after the test.
        """
        store = Store(self.directory)
        self.addCleanup(store.close)
        return store

    def test_counted(self) -> None:
        """
        No increment by any of several processes is lost, and each sees those of the others.
        """
        store = self.open()
        account = Account(store=store)
        processes = [self.start("increment", 200) for _ in range(3)]
        for _ in range(200):
            store.transact(account.deposit, 1)
        self.finish(*processes)
        self.assertEqual(801, store.revision)
        self.assertEqual(800, account.balance)

    def test_madeAtOnce(self) -> None:
        """
        Several processes may make the same store at the same time; it has what all of them put into it.
        """
        self.finish(*[self.start("create", 10, time.time() + 0.5) for _ in range(3)])
        for number in range(10):
            store = Store(os.path.join(self.directory, str(number)))
            self.addCleanup(store.close)
            self.assertEqual((3, 3), (store.count(Account), store.revision))
            self.assertEqual([(1,)], store.querySQL("SELECT count(*) FROM axiom_types"))

    def test_killed(self) -> None:
        """
        When a process is killed in the middle, what it had committed is there, and nothing is half there.
        """
        store = self.open()
        first, second = Account(store=store), Account(store=store)
        committed = 0
        for attempt in range(3):
            process = self.start("transfer")
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(20 + 7 * attempt)]
            os.kill(process.pid, signal.SIGKILL)
            lines += process.stdout.readlines()
            committed += sum(line.endswith("\n") for line in lines)
            receipts = list(store.query(Receipt).getColumn("amount"))
            self.assertIn(len(receipts) - committed, range(attempt + 2))
            self.assertEqual((-sum(receipts), sum(receipts)), (first.balance, second.balance))
        Receipt(store=store)
