"""
Appointments as files that other calendars read: iCalendar, RFC 5545.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path

from epsilon.extime import Time

from mantissa_like.web import Download
from offerings.calendar._appointments import CANCELLED, CONFIRMED, CONFIRMING, DECLINED, Appointment
from offerings.calendar._participants import Participant

__all__ = ["appointmentFile", "written"]

_PROGRAM = "-//mantissa-like//calendar//EN"
_STATES = {CONFIRMING: "CONFIRMED", CONFIRMED: "CONFIRMED", CANCELLED: "CANCELLED"}
_ANSWERS = {CONFIRMED: "ACCEPTED", DECLINED: "DECLINED"}
_LONGEST_LINE = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def appointmentFile(appointment: Appointment, people: Sequence[Participant], now: Time) -> Download:
    """
    A file with one appointment.

    @param people: who is invited.
    """
    handle, path = tempfile.mkstemp(suffix=".ics")
    with os.fdopen(handle, "wb") as file:
        file.write(written(appointment, people, now))
    return Download(Path(path), "appointment.ics", "text/calendar", isTemporary=True)


def written(appointment: Appointment, people: Sequence[Participant], now: Time) -> bytes:
    """
    What is in that file.
    """
    lines = _lines(appointment, people, now)
    return b"".join(piece + b"\r\n" for line in lines for piece in _folded(line.encode()))


def _lines(appointment: Appointment, people: Sequence[Participant], now: Time) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PROGRAM}", "BEGIN:VEVENT")
    yield f"UID:{appointment.storeID}.{appointment.organizer}"
    yield f"DTSTAMP:{_moment(now)}"
    yield f"DTSTART:{_moment(appointment.start)}"
    yield f"DTEND:{_moment(appointment.end)}"
    yield f"SEQUENCE:{appointment.sequence}"
    yield f"STATUS:{_STATES.get(appointment.state, 'TENTATIVE')}"
    texts = {
        "SUMMARY": appointment.title,
        "LOCATION": appointment.place,
        "DESCRIPTION": appointment.notes,
    }
    yield from (f"{name}:{text.translate(_ESCAPES)}" for name, text in texts.items() if text)
    yield f"ORGANIZER:mailto:{appointment.organizer}"
    for each in people:
        yield f"ATTENDEE;PARTSTAT={_ANSWERS.get(each.state, 'NEEDS-ACTION')}:mailto:{each.address}"
    yield from ("END:VEVENT", "END:VCALENDAR")


def _moment(when: Time) -> str:
    return f"{when.asDatetime(UTC):%Y%m%dT%H%M%SZ}"


def _folded(line: bytes) -> Iterator[bytes]:
    """
    The pieces of a long line, each after the first with a space before it; no character is cut.
    """
    start, room = 0, _LONGEST_LINE
    while len(line) - start > room:
        end = start + room
        while line[end] & 0xC0 == 0x80:
            end -= 1
        yield (b" " if start else b"") + line[start:end]
        start, room = end, _LONGEST_LINE - 1
    yield (b" " if start else b"") + line[start:]
