"""
Tests for appointments as files.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any

from icalendar import Calendar as Reader
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from offerings.calendar import Appointment, Participant
from offerings.calendar._icalendar import written
from tests.unit.offerings.calendar.calendars import at

TITLE = "Lunch; with, a \\ in it and so many words that they do not fit on one line – " + "éü日本" * 30


class FileTests(SynchronousTestCase):
    """
    Another program reads what is written.
    """

    def test_read(self) -> None:
        """
        It finds everything in it, whatever characters there are; no line is longer than 75 bytes.
        """
        store = Store()
        lunch = Appointment(
            store=store,
            title=TITLE,
            start=at(12),
            end=at(13),
            notes="one\ntwo",
            organizer="alice@example.com",
            isOwn=True,
            sequence=3,
            state="confirmed",
        )
        people = [
            Participant(store=store, appointment=lunch, address=f"{name}@example.com", state=state)
            for name, state in (("bob", "confirmed"), ("carol", "busy"))
        ]
        file = written(lunch, people, at(0))
        self.assertEqual([], [line for line in file.split(b"\r\n") if len(line) > 75])
        event: Any
        (event,) = Reader.from_ical(file).walk("VEVENT")
        self.assertEqual((TITLE, "one\ntwo"), (str(event["SUMMARY"]), str(event["DESCRIPTION"])))
        self.assertEqual(at(12).asDatetime(UTC), event.decoded("DTSTART"))
        self.assertEqual(at(13).asDatetime(UTC), event.decoded("DTEND"))
        self.assertEqual((3, "CONFIRMED"), (event.decoded("SEQUENCE"), str(event["STATUS"])))
        self.assertEqual("mailto:alice@example.com", str(event["ORGANIZER"]))
        self.assertEqual(
            [("mailto:bob@example.com", "ACCEPTED"), ("mailto:carol@example.com", "NEEDS-ACTION")],
            [(str(each), each.params["PARTSTAT"]) for each in event["ATTENDEE"]],
        )
