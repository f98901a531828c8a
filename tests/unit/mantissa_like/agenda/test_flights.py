"""
Tests for what a process leaves that did not survive application code.
"""

from __future__ import annotations

import os
from errno import ENOSPC
from pathlib import Path
from unittest.mock import patch

from twisted.python.filepath import FilePath
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.agenda._flights import FlightRecord, Flights, Handling

_POISON = Handling(7, "messages", "12")


class FlightsTests(SynchronousTestCase):
    """
    Tests for L{Flights} and L{FlightRecord}.
    """

    def setUp(self) -> None:
        self.directory = Path(self.mktemp())
        (self.directory / "run").mkdir(parents=True)
        self.flights = Flights(FilePath(str(self.directory)))
        self.dead: list[Handling] = []

    def begin(self, name: str = "work-1") -> FlightRecord:
        record = self.flights.begin(name)
        self.addCleanup(record.close)
        return record

    def die(self, record: FlightRecord) -> None:
        """
        What the kernel does when a process is killed.
        """
        os.close(record._descriptor)
        record._descriptor = -1

    def test_deathIsTold(self) -> None:
        """
        What a process was at when it was killed is told once.
        """
        record = self.begin()
        with record.during(_POISON):
            self.die(record)
            self.flights.countDead(self.dead.append)
            self.flights.countDead(self.dead.append)
        self.assertEqual([_POISON], self.dead)
        self.assertEqual([], os.listdir(self.directory / "run"))

    def test_livingProcessIsNot(self) -> None:
        """
        What a process is at that lives is nobody's business.
        """
        with self.begin().during(_POISON):
            self.flights.countDead(self.dead.append)
        self.assertEqual([], self.dead)

    def test_whatWasSurvivedIsNot(self) -> None:
        """
        A process that was at nothing when it was killed is only forgotten.
        """
        record = self.begin()
        with record.during(_POISON):
            pass
        self.die(record)
        self.flights.countDead(self.dead.append)
        self.assertEqual(([], []), (self.dead, os.listdir(self.directory / "run")))

    def test_recordIsNeverFoundUnlocked(self) -> None:
        """
        However early somebody looks, a process that begins is not taken for one that is gone.
        """
        found: list[list[str]] = []

        def lock(descriptor: int, operation: int) -> None:
            self.flights.countDead(self.dead.append)
            found.append([each for each in os.listdir(self.directory / "run") if each.endswith(".flight")])

        with patch("mantissa_like.agenda._flights.flock", lock):
            self.begin()
        self.assertEqual([[]], found)
        self.assertEqual(["work-1.flight"], os.listdir(self.directory / "run"))

    def test_fullDisk(self) -> None:
        """
        A full disk keeps nobody from running, and what is told has its room from the beginning.
        """
        record = self.begin()
        self.assertEqual(4096, os.stat(self.directory / "run" / "work-1.flight").st_size)
        ran = []
        full = patch("os.pwrite", side_effect=OSError(ENOSPC, "No space left on device"))
        with full, record.during(_POISON):
            ran.append(1)
        self.assertEqual([1], ran)

    def test_outerIsToldAfterInner(self) -> None:
        """
        After something within something else, the process is at the latter again.
        """
        record = self.begin()
        with record.during(_POISON):
            with record.during(Handling(8, "operations", "a longer name than the other")):
                pass
            self.die(record)
            self.flights.countDead(self.dead.append)
        self.assertEqual([_POISON], self.dead)

    def test_failedCountIsRepeated(self) -> None:
        """
        What could not be counted is told again.
        """
        record = self.begin()

        def fail(handling: Handling) -> None:
            raise ZeroDivisionError

        with record.during(_POISON):
            self.die(record)
            self.assertRaises(ZeroDivisionError, self.flights.countDead, fail)
            self.flights.countDead(self.dead.append)
        self.assertEqual([_POISON], self.dead)

    def test_longTextIsCut(self) -> None:
        """
        Of a long text the beginning is kept, however it is spelled.
        """
        record = self.begin()
        with record.during(Handling(7, "messages", "é" * 10_000)):
            self.die(record)
            self.flights.countDead(self.dead.append)
        self.assertEqual([Handling(7, "messages", "é" * 200)], self.dead)

    def test_garbageIsForgotten(self) -> None:
        """
        A record that says nothing sensible is removed.
        """
        for number, told in enumerate((b"", b"[1]\0", b"\xff\xff\0", b'["a", 1, 2]\0')):
            (self.directory / "run" / f"work-{number}.flight").write_bytes(told)
        self.flights.countDead(self.dead.append)
        self.assertEqual(([], []), (self.dead, os.listdir(self.directory / "run")))

    def test_endInPeace(self) -> None:
        """
        A process that ends leaves no record.
        """
        record = self.begin()
        record.close()
        record.close()
        self.assertEqual([], os.listdir(self.directory / "run"))

    def test_memory(self) -> None:
        """
        For a store in memory no records are kept, since there are no other processes.
        """
        flights = Flights(None)
        with flights.begin("work-1").during(_POISON):
            flights.countDead(self.dead.append)
        self.assertEqual([], self.dead)
