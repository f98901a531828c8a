"""
Removing directories that nothing names any more, however large they are and whatever crashes meanwhile.
"""

from __future__ import annotations

import os
import shutil
from datetime import timedelta

from epsilon.extime import Time

from axiom.attributes import text
from axiom.iaxiom import IScheduler
from axiom.item import Item
from axiom.store import Store

__all__ = ["Removal", "remove"]

_LOOK_AGAIN = timedelta(minutes=1)


class Removal(Item):
    """
    A directory among the temporary files of its store that is to be removed; an event, until it is gone.

    @ivar name: of the directory.
    """

    typeName = "accounts_removal"

    name = text(allowNone=False, caseSensitive=True)

    def run(self) -> Time | None:
        """
        Remove it in a thread, or see that it is gone. Called by the scheduler of the store.

        @return: when to look again.
        """
        store = self.presentStore()
        directory = store.newTemporaryFilePath(self.name).path
        if not os.path.lexists(directory):
            self.deleteFromStore()
            return None
        store.runtime.inThread(shutil.rmtree, directory, ignore_errors=True)
        return IScheduler(store).now() + _LOOK_AGAIN


def remove(store: Store, name: str) -> None:
    """
    Remove a directory among the temporary files of a store, once the transaction is committed.

    @param name: one that no other directory there will ever have.
    """
    scheduler = IScheduler(store)
    scheduler.schedule(Removal(store=store, name=name), scheduler.now())
