"""
Tests for L{mantissa_like.web._console.schedule}.
"""

from __future__ import annotations

from typing import Any

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer
from axiom.iaxiom import IScheduler
from axiom.item import Item
from axiom.scheduler import TimedEvent, TimedEventFailureLog
from axiom.store import Store
from tests.unit.mantissa_like.web.memory_client import Response
from tests.unit.mantissa_like.web.memory_site import MemorySite

JSON = {"Accept": "application/json"}


class Chore(Item):
    """
    Something to be run.

    @ivar runs: how often it was.
    """

    typeName = "test_schedule_chore"

    runs = integer(default=0)

    def run(self) -> None:
        """
        Count.
        """
        self.runs = (self.runs or 0) + 1


class SchedulePageTests(SynchronousTestCase):
    """
    Tests for L{SchedulePage}.
    """

    def setUp(self) -> None:
        """
        A site with something planned for itself and for Alice, and its administrator.
        """
        self.site = MemorySite()
        self.site.addAdministrator("ada")
        self.alice = self.site.addUser("alice")
        self.chores = {store: Chore(store=store) for store in (self.site.store, self.alice)}
        for hours, (store, chore) in enumerate(self.chores.items(), 1):
            later = Time.fromPOSIXTimestamp(self.site.clock.seconds() + 3600 * hours)
            IScheduler(store).schedule(chore, later)
        self.client = self.site.logIn("ada")

    def rows(self) -> list[dict[str, Any]]:
        """
        What is planned.
        """
        rows: list[dict[str, Any]] = self.client.get("/console/schedule", JSON).json()["rows"]
        return [row for row in rows if row["what"].startswith("test_schedule_chore")]

    def send(self, **fields: str) -> Response:
        """
        Send a button.
        """
        token = self.client.get("/login", JSON).json()["csrfToken"]
        return self.client.post("/console/schedule", {"csrfToken": token, **fields})

    def when(self, store: Store) -> list[float]:
        """
        When the chore of a store is run.
        """
        return [time.asPOSIXTimestamp() for time in IScheduler(store).scheduledTimes(self.chores[store])]

    def test_planned(self) -> None:
        """
        What the stores are to run is listed, the next first, and not how they wake each other.
        """
        first, second = self.rows()
        self.assertEqual(("the site", "2001-09-09T02:46:40Z"), (first["store"], first["when"]))
        self.assertEqual("2001-09-09T03:46:40Z", second["when"])
        self.assertNotIn("hook", self.client.get("/console/schedule").text)

    def test_hastened(self) -> None:
        """
        An event of any store can be run at once.
        """
        for row in self.rows():
            self.assertEqual(303, self.send(act="run", number=row["identifier"]).status)
        self.site.clock.advance(1)
        IScheduler(self.site.store).tick()
        self.assertEqual([1, 1], [chore.runs for chore in self.chores.values()])

    def test_cancelled(self) -> None:
        """
        An event is cancelled after one question.
        """
        identifier = self.rows()[1]["identifier"]
        self.assertIn("Cancel test_schedule_chore", self.send(act="cancel", number=identifier).text)
        self.assertEqual(1, len(self.when(self.alice)))
        self.send(act="cancel", number=identifier, confirmed="yes")
        self.assertEqual([], self.when(self.alice))
        self.assertEqual(400, self.send(act="cancel", number=identifier, confirmed="yes").status)

    def test_failed(self) -> None:
        """
        What failed is shown with its traceback.
        """
        now = Time.fromPOSIXTimestamp(1e9)
        how = b"Trace\nValueError: <x>\n"
        TimedEventFailureLog(store=self.alice, desiredTime=now, actualTime=now, runnable=None, traceback=how)
        self.assertIn("<summary>ValueError: &lt;x&gt;</summary>", self.client.get("/console/schedule").text)
        [failed] = self.client.get("/console/schedule", JSON).json()["failed"]
        self.assertEqual("2001-09-09T01:46:40Z", failed["when"])

    def test_nonsense(self) -> None:
        """
        What is no event is refused.
        """
        hook = self.site.store.findFirst(TimedEvent, TimedEvent.runnable != self.chores[self.site.store])
        assert hook is not None
        for identifier in ("site:999", "site:x", "site:" + "9" * 30, f"site:{hook.storeID}"):
            self.assertEqual(400, self.send(act="run", number=identifier).status)
        self.assertEqual(404, self.send(act="run", number="999:1").status)
