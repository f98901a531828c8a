"""
Processes that work for the stores of one site, each with a service of its own.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import Any

from twisted.internet import reactor, stdio
from twisted.internet.defer import Deferred
from twisted.protocols.basic import LineReceiver
from zope.interface import implementer

from axiom.attributes import integer, text
from axiom.item import Item
from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.agenda import IStoreWork, Turn, WorkService, dueIn, guarded, openAgenda
from mantissa_like.stores import StorePool

__all__ = ["addErrand", "makeSite", "serve", "userStoreOf"]


class Errand(Item):
    """
    Something to be done.

    @ivar name: C{wait} for what never ends, C{poison} for what ends the process.
    @ivar deaths: how many processes died of it.
    """

    typeName = "test_agenda_errand"

    name = text(allowNone=False)
    deaths = integer(allowNone=False, default=0)


@implementer(IStoreWork)
class ErrandWork:
    """
    Does errands, and writes a line for each.
    """

    name = "errands"

    def __init__(self) -> None:
        self._waiting = False

    def work(self, store: Store) -> Turn:
        """
        See L{IStoreWork}.
        """
        for errand in list(store.query(Errand)):
            if errand.name == "wait":
                if not self._waiting:
                    self._waiting = True
                    tell("wait")
                    return Turn(underWay=[Deferred()])
                continue
            if errand.name == "poison" and not errand.deaths:
                with guarded(store, self.name, str(errand.storeID)):
                    os.kill(os.getpid(), signal.SIGKILL)
            name = errand.name
            errand.deleteFromStore()
            tell(name)
        return Turn()

    def commitsLost(self, store: Store) -> None:
        """
        See L{IStoreWork}.
        """

    def died(self, store: Store, what: str) -> None:
        """
        See L{IStoreWork}.
        """
        store.getItemByID(int(what)).deaths += 1


class Orders(LineReceiver):
    """
    Adds an errand for each line.
    """

    delimiter = b"\n"

    def __init__(self, store: Store) -> None:
        self._store = store

    def lineReceived(self, line: bytes) -> None:
        """
        A name.
        """
        addErrand(self._store, line.decode())

    def connectionLost(self, reason: object = None) -> None:
        """
        Nothing more is wanted.
        """
        loop: Any = reactor
        if loop.running:
            loop.stop()


def tell(what: str) -> None:
    """
    Write a line.
    """
    sys.stdout.write(f"{what} {time.time()}\n")
    sys.stdout.flush()


def makeSite(directory: str) -> None:
    """
    Make a site with one user, and let it have been started once.
    """
    with Store(directory) as siteStore:
        openAgenda(siteStore)
        SubStore.createNew(siteStore, ("account", "user.axiom"))


def addErrand(userStore: Store, name: str) -> None:
    """
    Give a store something to do.
    """

    def add() -> None:
        Errand(store=userStore, name=name)
        dueIn(userStore)

    userStore.transact(add)


def userStoreOf(siteStore: Store) -> Store:
    """
    The store of the user.
    """
    return siteStore.findUnique(
        SubStore, SubStore.storepath == siteStore.newFilePath("account", "user.axiom")
    ).open()


def serve(directory: str) -> None:
    """
    Work for the stores until the end of standard input.
    """
    loop: Any = reactor
    siteStore = Store(directory)
    service = WorkService(siteStore, StorePool(siteStore, 10), [ErrandWork()], loop)
    loop.callWhenRunning(service.startService)
    loop.callWhenRunning(tell, "ready")
    loop.addSystemEventTrigger("before", "shutdown", service.stopService)
    stdio.StandardIO(Orders(userStoreOf(siteStore)))
    loop.run()
