"""
Importing archives: an account gets the store that somebody brings from another site.

The new store is made where it stays, while an event of the site store waits to remove it. One transaction
calls that off and gives the store to the account; so after a crash either all is done, or the event tidies
up.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from epsilon.extime import Time
from twisted.internet.defer import Deferred

from axiom.errors import CannotOpenStore
from axiom.iaxiom import IScheduler
from axiom.substore import SubStore
from axiom.userbase import LoginAccount
from mantissa_like.accounts._archive import Manifest
from mantissa_like.accounts._formerstores import replaceStore
from mantissa_like.accounts._removals import remove
from mantissa_like.accounts._unpacking import unpackArchive

__all__ = ["Imported", "importAccount"]

_PATIENCE = timedelta(days=1)
_MARK_BYTES = 5


@dataclass(frozen=True)
class Imported:
    """
    What an import has brought.

    @ivar manifest: what the archive says of itself, which is true.
    @ivar undoUntil: until when the former store is kept.
    """

    manifest: Manifest
    undoUntil: Time


def importAccount(
    account: LoginAccount,
    archive: Path,
    mostBytes: int,
    conclude: Callable[[Manifest], object] = lambda manifest: None,
    randomBytes: Callable[[int], bytes] = os.urandom,
) -> Deferred[Imported]:
    """
    Give an account everything that is in an archive, instead of what it has. What one logs in with stays.

    @param account: of a site.
    @param mostBytes: of all files of the archive together, unpacked.
    @param conclude: called in the transaction that gives it; what it raises undoes it.
    @return: fires when it is committed; with L{UnfitArchive} if nothing was changed.
    """
    return Deferred.fromCoroutine(_importAccount(account, archive, mostBytes, conclude, randomBytes))


async def _importAccount(
    account: LoginAccount,
    archive: Path,
    mostBytes: int,
    conclude: Callable[[Manifest], object],
    randomBytes: Callable[[int], bytes],
) -> Imported:
    siteStore = account.presentStore()
    method = next(iter(account.loginMethods()))
    name = f"{method.localpart}-{randomBytes(_MARK_BYTES).hex()}.axiom"
    place = SubStore.place(siteStore, ("account", str(method.domain), name))
    if place is None:
        raise CannotOpenStore(f"{siteStore} is in memory: it has no place for another store")
    removal = siteStore.transact(remove, siteStore, place, _PATIENCE)
    await siteStore.durable()
    try:
        manifest = await siteStore.runtime.inThread(unpackArchive, archive, Path(place.path), mostBytes)
    except BaseException:
        siteStore.transact(removal.cancel)
        raise

    def adopt() -> Time:
        removal.cancel()
        ends: Time = replaceStore(account, SubStore(store=siteStore, storepath=place)).ends
        conclude(manifest)
        return ends

    try:
        return Imported(manifest, siteStore.transact(adopt))
    except BaseException:
        # The event waits for a day, and nobody misses the directory.
        scheduler = IScheduler(siteStore)
        [when] = scheduler.scheduledTimes(removal)
        scheduler.reschedule(removal, when, scheduler.now())
        raise
