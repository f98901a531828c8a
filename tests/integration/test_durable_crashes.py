"""
Durable functions whose process is killed after each of their commits, and before.
"""

from __future__ import annotations

import os
import time
from typing import Any

from twisted.internet.defer import maybeDeferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, textlist
from axiom.item import Item
from axiom.runtime import Runtime
from axiom.store import Store
from axiom.testing import CrashPoint, NotCrashed, crash
from mantissa_like.asyncitems import (
    RESOLVED,
    AsynchronousItem,
    AsyncWork,
    durable,
    effect,
    gather,
    outsideEffect,
    randomText,
    step,
)

PARCELS = 2
"""How many parcels are sent for one order."""


class Shop(Item):
    """
    A shop whose orders are durable.

    @ivar stock: what is left of the goods.
    @ivar book: what its steps did, in order.
    """

    typeName = "test_durable_crashes_shop"

    stock = integer(allowNone=False, default=10)
    book = textlist(allowNone=False, default=[])

    @durable
    async def sell(self, count: int) -> str:
        """
        Reserve, charge, send, and write a bill.
        """
        await step("reserve", self.reserve, count)
        number = await randomText()
        paid = await effect(self, "charge", number)
        parcels = await gather([effect(self, "send", parcel) for parcel in range(PARCELS)])
        return await step("bill", self.bill, f"{number} {paid} {parcels}")

    def reserve(self, count: int) -> None:
        """
        Take goods out of the stock.
        """
        self.stock -= count
        self.book = [*self.book, "reserved"]

    def bill(self, line: str) -> str:
        """
        Write a bill.
        """
        self.book = [*self.book, "billed"]
        return line

    @outsideEffect
    async def charge(self, key: str, number: str) -> str:
        """
        Have it paid.
        """
        self.tell(f"charged {number} {key}")
        return "paid"

    @outsideEffect
    async def send(self, key: str, parcel: int) -> int:
        """
        Send a parcel.
        """
        self.tell(f"sent {parcel} {key}")
        return parcel

    def tell(self, line: str) -> None:
        """
        Tell the world.
        """
        with open(_world(self.presentStore()), "a") as world:
            world.write(f"{line}\n")


def _world(store: Store) -> str:
    assert store.dbdir is not None
    return f"{store.dbdir.path}.world"


def openStore(directory: str) -> Store:
    """
    Open a store whose time is the machine's.
    """
    clock = Clock()
    clock.advance(time.time())
    return Store(directory, runtime=Runtime(clock, maybeDeferred))


def workOff(directory: str) -> None:
    """
    Do what is due in a store.
    """
    store, worker = openStore(directory), AsyncWork(lambda: 0.0)
    again: Any = True
    while again is True or (again is not None and again.asPOSIXTimestamp() <= store.runtime.clock.seconds()):
        again = worker.work(store).again
    store.close()


class DurableCrashTests(SynchronousTestCase):
    """
    Tests for killed processes.
    """

    def killed(self, at: CrashPoint, number: int) -> bool:
        """
        Let a process run an order that is killed at a commit, and another one go on.

        @return: whether there was that commit.
        """
        directory = self.mktemp()
        store = openStore(directory)
        run: AsynchronousItem[str] = Shop(store=store).sell(3)
        runID, world = run.storeID, _world(store)
        store.close()
        try:
            crash(workOff, directory, at=at, store=directory, number=number)
        except NotCrashed:
            return False
        workOff(directory)
        store = openStore(directory)
        self.addCleanup(store.close)
        self.assertDone(store.getItemByID(runID), world)
        return True

    def assertDone(self, run: AsynchronousItem[str], world: str) -> None:
        """
        An order was done: each step once, each effect by one key.
        """
        shop = run.presentStore().findUnique(Shop)
        self.assertEqual((RESOLVED, 7, ["reserved", "billed"]), (run.state, shop.stock, shop.book))
        number, paid = run.value.split(" ", 2)[:2]
        self.assertEqual("paid", paid)
        with open(world) as told:
            lines = told.read().splitlines()
        os.remove(world)
        known = {line.rsplit(" ", 1)[0] for line in lines}
        self.assertEqual({f"charged {number}", *(f"sent {parcel}" for parcel in range(PARCELS))}, known)
        self.assertEqual(len(known), len(set(lines)))
        # At most what was under way is done once more.
        self.assertLessEqual(len(lines), len(known) + PARCELS)

    def killedAtEach(self, at: CrashPoint) -> None:
        """
        Kill one process after the other, each a commit later, until one comes to its end.
        """
        number = 1
        while self.killed(at, number):
            number += 1
        # It begins and ends three effects, and goes on after each that it waits for.
        self.assertLess(8, number)

    def test_afterEachCommit(self) -> None:
        """
        Whichever commit is the last, another process goes on from there, and does nothing twice.
        """
        self.killedAtEach(CrashPoint.AFTER_COMMIT)

    def test_beforeEachCommit(self) -> None:
        """
        Whichever commit is missing, another process does what it lost.
        """
        self.killedAtEach(CrashPoint.BEFORE_COMMIT)
