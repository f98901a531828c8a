"""
Removing directories that nothing names any more, however large they are and whatever crashes meanwhile.
"""

from __future__ import annotations

import os
import shutil
from datetime import timedelta

from epsilon.extime import Time
from twisted.python.filepath import FilePath

from axiom.attributes import path
from axiom.iaxiom import IScheduler
from axiom.item import Item
from axiom.store import Store

__all__ = ["Removal", "remove"]

_LOOK_AGAIN = timedelta(minutes=1)


class Removal(Item):
    """
    A directory below the files of a store that is to be removed; an event, until it is gone.

    @ivar directory: nothing else will ever be there.
    """

    typeName = "accounts_removal"

    directory = path(allowNone=False)

    def run(self) -> Time | None:
        """
        Remove it in a thread, or see that it is gone. Called by the scheduler of the store.

        @return: when to look again.
        """
        store, directory = self.presentStore(), self.directory.path
        if not os.path.lexists(directory):
            self.deleteFromStore()
            return None
        store.runtime.inThread(shutil.rmtree, directory, ignore_errors=True)
        return IScheduler(store).now() + _LOOK_AGAIN

    def cancel(self) -> None:
        """
        Keep the directory, which has got a use.
        """
        IScheduler(self.presentStore()).unscheduleAll(self)
        self.deleteFromStore()


def remove(store: Store, directory: FilePath[str], after: timedelta = timedelta(0)) -> Removal:
    """
    Remove a directory once the transaction is committed, or some time later.

    @param directory: need not be there yet.
    """
    scheduler = IScheduler(store)
    removal = Removal(store=store, directory=directory)
    scheduler.schedule(removal, scheduler.now() + after)
    return removal
