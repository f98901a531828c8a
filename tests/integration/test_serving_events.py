"""
Several processes that run the events of one store: each event is run once, whatever ends them.
"""

from __future__ import annotations

from datetime import timedelta

from epsilon.extime import Time

from axiom.iaxiom import IScheduler
from axiom.scheduler import TimedEvent
from axiom.store import Store
from axiom.substore import SubStore
from tests.integration.serving import Alarm, ServingTestCase

_EVENTS = 40


class EventTests(ServingTestCase):
    """
    Processes with events in a store and in a substore.
    """

    def setUp(self) -> None:
        """
        Open the substore.
        """
        super().setUp()
        self.item = SubStore.createNew(self.store, ["one"])
        self.subStore = self.item.open()
        self.addCleanup(self.item.close)

    def schedule(self, store: Store, count: int, seconds: float) -> None:
        """
        Have events run within the next seconds.
        """
        now = Time()
        for number in range(count):
            alarm = Alarm(store=store)
            IScheduler(store).schedule(alarm, now + timedelta(seconds=seconds * number / count))

    def rung(self) -> list[int]:
        """
        How often each alarm has rung.
        """
        return [alarm.rung for store in (self.store, self.subStore) for alarm in store.query(Alarm)]

    def pids(self) -> set[int]:
        """
        The processes that ran events.
        """
        stores = (self.store, self.subStore)
        return {alarm.pid for store in stores for alarm in store.query(Alarm) if alarm.pid is not None}

    def test_killed(self) -> None:
        """
        One process runs the events, until it is killed in the middle; then another one runs the others.
        """
        for store in (self.store, self.subStore):
            self.schedule(store, _EVENTS, 2)
        processes = {process.pid: process for process in (self.serve(), self.serve())}
        self.eventually(lambda: sum(self.rung()) >= 5)
        [first] = self.pids()
        self.kill(processes.pop(first))
        [second] = processes
        self.eventually(lambda: self.store.count(TimedEvent) + self.subStore.count(TimedEvent) == 0)
        self.assertEqual([1] * 2 * _EVENTS, self.rung())
        self.assertEqual({first, second}, self.pids())

    def test_noticed(self) -> None:
        """
        What another process schedules is run within a second.
        """
        self.schedule(self.store, 1, 0)
        self.serve()
        self.eventually(lambda: self.rung() == [1])
        for store in (self.store, self.subStore):
            before = Time()
            self.schedule(store, 1, 0)
            self.eventually(lambda: all(self.rung()))
            self.assertLess((Time() - before).total_seconds(), 1)
