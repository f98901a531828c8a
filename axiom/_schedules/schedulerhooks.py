"""
Hooks: what makes the scheduler of a store run the events of its substores, which need not be open.

A substore's hook is an item of the parent, with one event there: at the time of the substore's first event,
or before. The two stores commit separately, and whoever schedules something writes into the parent last; so
the hook's event is moved to a later time only while the parent is locked, by what the substore says then.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from epsilon.extime import Time

from axiom._schedules.timedevents import eventsOf, seconds
from axiom.attributes import reference
from axiom.iaxiom import IScheduler
from axiom.item import Item, transacted

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["_SubSchedulerParentHook", "hooksOf"]


class _SubSchedulerParentHook(Item):
    """
    The hook of one substore.

    @ivar subStore: the L{SubStore}; None if it was deleted.
    """

    __module__ = "axiom.scheduler"

    typeName = "axiom_subscheduler_parent_hook"
    schemaVersion = 4

    subStore = reference()

    @contextmanager
    def ticked(self) -> Iterator[Store]:
        """
        A context with the substore, whose due events were run; it is closed after it if it was closed before.
        """
        with self.subStore.opened() as subStore:
            IScheduler(subStore).tick()
            yield subStore

    def run(self) -> None:
        """
        Run the due events of the substore. The scheduler calls L{follow} instead.
        """
        with self.ticked():
            pass

    def follow(self, now: Time) -> None:
        """
        Run the due events of the substore, then move the hook's event to the first of the others, if any.

        Called outside a transaction of the parent, so that events do not keep others from writing to that.
        """
        if self.subStore is None:
            self.remove()
            return
        with self.ticked() as subStore:
            self._follow(subStore, now)

    @transacted
    def _follow(self, subStore: Store, now: Time) -> None:
        following = IScheduler(subStore).nextTick()
        # A backlog waits behind what is due in other stores.
        self._scheduleOnly(None if following is None else max(following, now, key=seconds))

    @transacted
    def _schedule(self, when: Time) -> None:
        """
        Run the substore's events then or before.
        """
        if not self.isScheduledBy(when):
            self._scheduleOnly(when)

    def isScheduledBy(self, when: Time) -> bool:
        """
        Whether the substore's events are run then or before.
        """
        times = IScheduler(self.store).scheduledTimes(self)
        return any(seconds(each) <= seconds(when) for each in times)

    @transacted
    def remove(self) -> None:
        """
        Forget the substore.
        """
        self._scheduleOnly(None)
        self.deleteFromStore()

    def _scheduleOnly(self, when: Time | None) -> None:
        events = list(eventsOf(self.presentStore(), self))
        for event in events[when is not None :]:
            event.deleteFromStore()
        if when is None:
            return
        scheduler = IScheduler(self.store)
        if events:
            scheduler.reschedule(self, events[0].time, when)
        else:
            scheduler.schedule(self, when)


def hooksOf(
    parent: Store, subStore: Item | None = None, limit: int | None = None
) -> list[_SubSchedulerParentHook]:
    """
    The hooks of a substore: one, or none if nothing was ever scheduled in it.

    @param subStore: None for the hooks of all.
    @param limit: how many there are at most.
    """
    condition = None if subStore is None else _SubSchedulerParentHook.subStore == subStore
    return list(parent.query(_SubSchedulerParentHook, condition, limit=limit))
