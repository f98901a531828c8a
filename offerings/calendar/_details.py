"""
The details of an appointment: what its organizer decides, and everybody who is invited gets to know.
"""

from __future__ import annotations

from dataclasses import dataclass

from epsilon.extime import Time

from offerings.calendar.errors import UnfitAppointment

__all__ = ["LONGEST_NOTES", "LONGEST_TITLE", "MOST_DAYS", "Details"]

LONGEST_TITLE = 200
LONGEST_NOTES = 2000
MOST_DAYS = 31

_DAY = 86400.0


@dataclass(frozen=True)
class Details:
    """
    What an appointment is about, when and where. There is none that is unfit, also of those that others send.

    @ivar title: 1 to 200 characters on one line.
    @ivar start: when it begins.
    @ivar end: when it is over: after it begins, at most 31 days.
    @ivar place: at most 200 characters on one line, may be empty.
    @ivar notes: at most 2,000 characters, may be empty.
    """

    title: str
    start: Time
    end: Time
    place: str = ""
    notes: str = ""

    def __post_init__(self) -> None:
        """
        @raise UnfitAppointment: there can be no such appointment.
        """
        if not self.title.strip() or not _isOneLine(self.title):
            raise UnfitAppointment(f"A title has 1 to {LONGEST_TITLE} characters on one line.")
        if self.place and not _isOneLine(self.place):
            raise UnfitAppointment(f"A place has at most {LONGEST_TITLE} characters on one line.")
        if len(self.notes) > LONGEST_NOTES or "\0" in self.notes:
            raise UnfitAppointment(f"Notes have at most {LONGEST_NOTES:,} characters, none of them NUL.")
        seconds = self.end.asPOSIXTimestamp() - self.start.asPOSIXTimestamp()
        if seconds <= 0:
            raise UnfitAppointment("An appointment ends after it begins.")
        if seconds > MOST_DAYS * _DAY:
            raise UnfitAppointment(f"An appointment takes at most {MOST_DAYS} days.")


def _isOneLine(text: str) -> bool:
    return len(text) <= LONGEST_TITLE and text.isprintable()
