"""
The scheduler items of old stores, and the upgrades of what surrounded them.

A store is adapted to L{IScheduler} now. The items stay, since items of applications refer to them, and do
what that scheduler does.
"""

from __future__ import annotations

from typing import Any
from warnings import catch_warnings, simplefilter, warn

from twisted.application.service import IService
from zope.interface import implementer

from axiom._schedules.schedulerhooks import _SubSchedulerParentHook
from axiom.attributes import integer
from axiom.dependency import installedOn, uninstallFrom
from axiom.iaxiom import IScheduler
from axiom.item import Item
from axiom.upgrade import registerUpgrader

__all__ = ["Scheduler", "SubScheduler"]


class _Forwarded:
    """
    An attribute of the scheduler of the item's store.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, item: Any, owner: Any = None) -> Any:
        return self if item is None else getattr(IScheduler(item.store), self._name)

    def __set__(self, item: Any, value: object) -> None:
        setattr(IScheduler(item.store), self._name, value)


class _OldScheduler:
    """
    What L{Scheduler} and L{SubScheduler} have in common.
    """

    __slots__ = ()

    now = _Forwarded()
    callLater = _Forwarded()
    tick = _Forwarded()
    nextTick = _Forwarded()
    schedule = _Forwarded()
    reschedule = _Forwarded()
    unscheduleFirst = _Forwarded()
    unscheduleAll = _Forwarded()
    scheduledTimes = _Forwarded()

    def __init__(self, **attributes: Any) -> None:
        name = type(self).__name__
        warn(
            f"{name} is deprecated since Axiom 0.5.32.  Just adapt stores to IScheduler.",
            PendingDeprecationWarning,
            stacklevel=2,
        )
        super().__init__(**attributes)


@implementer(IScheduler)
class Scheduler(_OldScheduler, Item):
    """
    An item that stands for the scheduler of its store, a site store.
    """

    __module__ = "axiom.scheduler"

    typeName = "axiom_scheduler"
    schemaVersion = 2

    dummy = integer()

    def setServiceParent(self, parent: object) -> None:
        """
        Do nothing; it was a service of its store.
        """


@implementer(IScheduler)
class SubScheduler(_OldScheduler, Item):
    """
    An item that stands for the scheduler of its store, a substore.
    """

    __module__ = "axiom.scheduler"

    typeName = "axiom_subscheduler"
    schemaVersion = 2

    dummy = integer()


def _toVersion2(old: Any) -> Any:
    with catch_warnings():
        # Nobody made it just now.
        simplefilter("ignore", PendingDeprecationWarning)
        new = old.upgradeVersion(old.typeName, 1, 2)
    for interface in (IService, IScheduler):
        try:
            new.store.powerDown(new, interface)
        except ValueError:
            # It was made and never installed, or was none for this interface.
            continue
    return new


def _hookToVersion4(old: Any) -> Any:
    new = old.upgradeVersion(old.typeName, old.schemaVersion, 4, subStore=old.loginAccount)
    if installedOn(new) is not None:
        uninstallFrom(new, installedOn(new))
    return new


for _itemClass in (Scheduler, SubScheduler):
    registerUpgrader(_toVersion2, _itemClass.typeName, 1, 2)
for _version in (1, 2, 3):
    registerUpgrader(_hookToVersion4, _SubSchedulerParentHook.typeName, _version, 4)
