"""
Tests for moments as people read them.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from offerings.calendar._localtime import dayInWords, daysBetween, dayStart, hoursInWords, momentAt, zoneNamed
from offerings.calendar.errors import UnfitAppointment

BERLIN = ZoneInfo("Europe/Berlin")


class LocalTimeTests(SynchronousTestCase):
    """
    Tests for time zones.
    """

    def test_summer(self) -> None:
        """
        The same time is another moment in summer than in winter.
        """
        for day, hour in (("2030-01-15", 11), ("2030-07-15", 10)):
            noon = datetime.fromisoformat(f"{day}T12:00")
            expected = Time.fromISO8601TimeAndDate(f"{day}T{hour}:00:00Z")
            self.assertEqual(expected, momentAt(noon, BERLIN))

    def test_changes(self) -> None:
        """
        Clocks that are turned back show a time twice, of which the first is meant; those that are put forward
        skip some, which are refused.
        """
        twice = momentAt(datetime(2030, 10, 27, 2, 30), BERLIN)
        self.assertEqual(Time.fromISO8601TimeAndDate("2030-10-27T00:30:00Z"), twice)
        self.assertRaises(UnfitAppointment, momentAt, datetime(2030, 3, 31, 2, 30), BERLIN)

    def test_days(self) -> None:
        """
        Days are as long as they are there, and what ends at midnight does not reach into the next one.
        """
        start = dayStart(date(2030, 3, 31), BERLIN)
        length = dayStart(date(2030, 4, 1), BERLIN).asPOSIXTimestamp() - start.asPOSIXTimestamp()
        self.assertEqual(23 * 3600, length)
        evening, midnight = datetime(2030, 12, 24, 20), datetime(2030, 12, 25)
        self.assertEqual([date(2030, 12, 24)], list(daysBetween(evening, midnight)))

    def test_words(self) -> None:
        """
        Days and hours are written in words, with the day of the end where it is another.
        """
        self.assertEqual("Tuesday, 24 December 2030", dayInWords(date(2030, 12, 24)))
        start = datetime(2030, 12, 24, 18)
        self.assertEqual("18:00–20:30", hoursInWords(start, datetime(2030, 12, 24, 20, 30)))
        self.assertEqual("18:00–25 December, 01:00", hoursInWords(start, datetime(2030, 12, 25, 1)))

    def test_unknown(self) -> None:
        """
        Where this machine does not know a time zone, it is UTC; also where the name is none of a file's.
        """
        for name in ("Mars/Olympus", "../../etc/passwd", ""):
            self.assertEqual("UTC", str(zoneNamed(name)))
