"""
Moments as the owner of a calendar reads and enters them: in their time zone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from epsilon.extime import Time

from offerings.calendar.errors import UnfitAppointment

__all__ = [
    "WEEKDAYS",
    "dayInWords",
    "dayStart",
    "daysBetween",
    "hoursInWords",
    "localTime",
    "momentAt",
    "monthInWords",
    "zoneNamed",
    "zoneNames",
]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@cache
def zoneNames() -> tuple[str, ...]:
    """
    The names of all time zones that this machine knows, sorted.
    """
    return tuple(sorted({"UTC", *available_timezones()}))


def zoneNamed(name: str) -> tzinfo:
    """
    A time zone; UTC for one that this machine does not know.
    """
    return ZoneInfo(name) if name != "UTC" and name in zoneNames() else UTC


def localTime(moment: Time, zone: tzinfo) -> datetime:
    """
    A moment as clocks there show it.
    """
    shown: datetime = moment.asDatetime(UTC).astimezone(zone)
    return shown


def momentAt(shown: datetime, zone: tzinfo) -> Time:
    """
    The moment at which clocks there show this; the first of two where they are turned back.

    @param shown: without a time zone.
    @raise UnfitAppointment: they never do, since they are put forward.
    """
    moment = shown.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != shown:
        raise UnfitAppointment(f"Clocks are put forward then: they never show {shown:%H:%M} on that day.")
    return Time.fromDatetime(moment)


def dayStart(day: date, zone: tzinfo) -> Time:
    """
    When a day begins there.
    """
    return Time.fromDatetime(datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC))


def daysBetween(start: datetime, end: datetime) -> Iterator[date]:
    """
    The days of which a part is between two moments of one time zone.
    """
    day, last = start.date(), (end - timedelta(microseconds=1)).date()
    while day <= last:
        yield day
        day += timedelta(days=1)


def dayInWords(day: date) -> str:
    """
    Such as C{Tuesday, 24 December 2030}.
    """
    return f"{WEEKDAYS[day.weekday()]}, {day.day} {monthInWords(day)}"


def monthInWords(day: date) -> str:
    """
    Such as C{December 2030}.
    """
    return f"{_MONTHS[day.month - 1]} {day.year}"


def hoursInWords(start: datetime, end: datetime) -> str:
    """
    From when until when, with the day of the end if it is another one.
    """
    isSameDay = len(list(daysBetween(start, end))) == 1
    until = f"{end:%H:%M}" if isSameDay else f"{end.day} {_MONTHS[end.month - 1]}, {end:%H:%M}"
    return f"{start:%H:%M}–{until}"
