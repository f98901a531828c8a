"""
What an administrator should look at: each of these functions notices one kind of trouble.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from epsilon.extime import Time

from axiom.attributes import AND
from axiom.care import StorePlace
from mantissa_like.agenda import figuresOf
from mantissa_like.asyncitems import AsyncWork
from mantissa_like.mail import FAILED, QueuedMail
from mantissa_like.messaging import DEAD, OutboxWork
from mantissa_like.observing import CollectedFailure, operationsStore
from mantissa_like.web._console.operationtree import STUCK
from mantissa_like.web._console.storelist import labelOf
from mantissa_like.web._console.troubles import StoreTrouble
from mantissa_like.web._views.context import SiteContext

__all__ = ["DISK_CHECKS", "SITE_CHECKS", "Disk", "Notice"]

_DAY = 86_400.0
_MOST_NAMED = 5


@dataclass(frozen=True)
class Notice:
    """
    One thing that needs attention.

    @ivar what: a sentence.
    @ivar url: where there is more, or where it can be mended.
    """

    what: str
    url: str


@dataclass(frozen=True)
class Disk:
    """
    What the file system told of a site.

    @ivar places: where its stores are.
    @ivar databaseBytes: of all databases together.
    @ivar lastBackup: when the last backup was made: seconds since the epoch; None if there is none.
    """

    places: list[tuple[str, StorePlace]]
    databaseBytes: int
    lastBackup: float | None


def failingPorts(context: SiteContext) -> Iterator[Notice]:
    """
    Ports on which nothing listens.
    """
    for port in [] if context.control is None else context.control.ports():
        if port.problem:
            yield Notice(f"Nothing listens on {port.endpoint}: {port.problem}", "/console/ports")


def failingServices(context: SiteContext) -> Iterator[Notice]:
    """
    Services that should run, and don't.
    """
    for service in [] if context.control is None else context.control.services():
        if service.problem:
            yield Notice(f"{service.name} does not run: {service.problem}", "/console/services")


def recentErrors(context: SiteContext) -> Iterator[Notice]:
    """
    Failures of the last day which nobody has called done.
    """
    if context.observatory is None:
        return
    since = Time.fromPOSIXTimestamp(context.clock.seconds() - _DAY)
    kinds = operationsStore(context.siteStore).count(
        CollectedFailure,
        AND(CollectedFailure.lastSeen >= since, CollectedFailure.isResolved == False),  # noqa: E712 (a condition of SQL)
    )
    if kinds:
        what = "1 kind of error" if kinds == 1 else f"{kinds:,} kinds of errors"
        yield Notice(f"There was {what} in the last day.", "/console/errors")


def lostMail(context: SiteContext) -> Iterator[Notice]:
    """
    Mail that was given up in the last day.
    """
    since = Time.fromPOSIXTimestamp(context.clock.seconds() - _DAY)
    lost = context.siteStore.count(QueuedMail, AND(QueuedMail.state == FAILED, QueuedMail.ended >= since))
    if lost:
        what = "1 mail" if lost == 1 else f"{lost:,} mails"
        yield Notice(f"{what} could not be sent in the last day.", "/console/mail")


def deadLetters(context: SiteContext) -> Iterator[Notice]:
    """
    Messages between stores that were given up.
    """
    dead = figuresOf(context.siteStore, OutboxWork.name).get(DEAD, 0)
    if dead:
        what = "1 message" if dead == 1 else f"{dead:,} messages"
        yield Notice(f"{what} between stores could not be delivered.", "/console/messages")


def stuckOperations(context: SiteContext) -> Iterator[Notice]:
    """
    Operations with which somebody has to do something.
    """
    stuck = figuresOf(context.siteStore, AsyncWork.name).get(STUCK, 0)
    if stuck:
        what = "1 operation is" if stuck == 1 else f"{stuck:,} operations are"
        yield Notice(f"{what} stuck.", "/console/operations")


def missingStores(context: SiteContext, disk: Disk) -> Iterator[Notice]:
    """
    Stores whose database is gone.
    """
    gone = [(identifier, place) for identifier, place in disk.places if not place.holdsStore]
    for identifier, place in gone[:_MOST_NAMED]:
        yield Notice(f"The database of {labelOf(place)} is gone.", f"/console/stores/{identifier}")
    if len(gone) > _MOST_NAMED:
        yield Notice(
            f"So are those of {len(gone) - _MOST_NAMED:,} more stores.", "/console/stores?sort=bytes"
        )


def troubledStores(context: SiteContext, disk: Disk) -> Iterator[Notice]:
    """
    Stores with which something was wrong when somebody last looked.
    """
    places = dict(disk.places)
    found: dict[str, str] = {}
    newest = StoreTrouble.found.descending
    for trouble in operationsStore(context.siteStore).query(StoreTrouble, sort=newest):
        if trouble.identifier in places and places[trouble.identifier].holdsStore:
            found.setdefault(trouble.identifier, trouble.what)
    for identifier, what in islice(found.items(), _MOST_NAMED):
        label = labelOf(places[identifier])
        yield Notice(f"Something is wrong with {label}: {what.rstrip('.')}.", f"/console/stores/{identifier}")
    if len(found) > _MOST_NAMED:
        yield Notice(f"So it is with {len(found) - _MOST_NAMED:,} more stores.", "/console/stores")


def overdueBackup(context: SiteContext, disk: Disk) -> Iterator[Notice]:
    """
    No backup, or an old one, or nowhere to put one.
    """
    settings = context.config.backups
    if not disk.places:
        return
    if not settings.directory:
        yield Notice("The site has no directory for backups.", "/console/settings/backups")
    elif disk.lastBackup is None:
        yield Notice("There is no backup of this site yet.", "/console/stores/site")
    else:
        days = int((context.clock.seconds() - disk.lastBackup) / _DAY)
        if days >= settings.overdueDays:
            yield Notice(f"The last backup was made {days:,} days ago.", "/console/stores/site")


SITE_CHECKS: Iterable[Callable[[SiteContext], Iterator[Notice]]] = (
    failingPorts,
    failingServices,
    recentErrors,
    lostMail,
    deadLetters,
    stuckOperations,
)
"""
Those that ask the site.
"""

DISK_CHECKS: Iterable[Callable[[SiteContext, Disk], Iterator[Notice]]] = (
    missingStores,
    troubledStores,
    overdueBackup,
)
"""
Those that go by what the file system told before, in a thread.
"""
