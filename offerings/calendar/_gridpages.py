"""
A week or a month of a calendar, in rows of seven days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from twisted.web.template import Tag, tags

from mantissa_like.web import Page, Visit
from offerings.calendar._appointments import Appointment
from offerings.calendar._frame import Frame
from offerings.calendar._localtime import WEEKDAYS, dayInWords, daysBetween, dayStart, monthInWords
from offerings.calendar._words import stateInWords

__all__ = ["MonthPage", "WeekPage"]

_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)


class _GridPage:
    """
    Some weeks.
    """

    def __init__(self, frame: Frame, day: date) -> None:
        """
        @param day: which the page is about.
        """
        self._frame, self._day = frame, day

    def data(self, visit: Visit) -> dict[str, Any]:
        """
        For programs: the appointments that the page shows.
        """
        days = self._days()
        found = _found(self._frame, days)
        return {
            "from": days[0].isoformat(),
            "until": days[-1].isoformat(),
            "timeZone": self._frame.calendar.timeZone,
            "appointments": [self._frame.data(each) for each in found],
        }

    def _days(self) -> Sequence[date]:
        raise NotImplementedError

    def _weekOf(self, day: date) -> date:
        """
        When the week of a day begins.
        """
        first: int = self._frame.calendar.weekStart
        return day - (day.weekday() - first) % 7 * _DAY


class WeekPage(_GridPage):
    """
    The week of a day.
    """

    def show(self, visit: Visit) -> Page:
        """
        For people.
        """
        frame, days = self._frame, self._days()
        title = f"Week of {days[0].day} {monthInWords(days[0])}"
        home = f"{frame.home}/week"
        pages = _pages(f"{home}/{days[0] - _WEEK}", f"{home}/{days[0] + _WEEK}", "Week before", "Week after")
        return frame.page(title, "/week", [_grid(frame, days, set(days)), pages], isWide=True)

    def _days(self) -> Sequence[date]:
        first = self._weekOf(self._day)
        return [first + number * _DAY for number in range(7)]


class MonthPage(_GridPage):
    """
    The month of a day, with all of its first and of its last week.
    """

    def show(self, visit: Visit) -> Page:
        """
        For people.
        """
        frame, days, first = self._frame, self._days(), self._day.replace(day=1)
        before, after = first - _DAY, first + 31 * _DAY
        home = f"{frame.home}/month"
        pages = _pages(
            f"{home}/{before:%Y-%m}", f"{home}/{after:%Y-%m}", monthInWords(before), monthInWords(after)
        )
        inside = {day for day in days if day.month == first.month}
        return frame.page(monthInWords(first), "/month", [_grid(frame, days, inside), pages], isWide=True)

    def _days(self) -> Sequence[date]:
        first = self._weekOf(self._day.replace(day=1))
        last = self._day.replace(day=1) + 31 * _DAY
        end = last.replace(day=1)
        weeks = -(-(end - first).days // 7)
        return [first + number * _DAY for number in range(weeks * 7)]


def _found(frame: Frame, days: Sequence[date]) -> Iterable[Appointment]:
    start, end = dayStart(days[0], frame.zone), dayStart(days[-1] + _DAY, frame.zone)
    found: Iterable[Appointment] = frame.calendar.between(start, end)
    return found


def _grid(frame: Frame, days: Sequence[date], inside: set[date]) -> Tag:
    byDay = defaultdict(list)
    for appointment in _found(frame, days):
        for day in daysBetween(frame.shown(appointment.start), frame.shown(appointment.end)):
            byDay[day].append(appointment)
    head = tags.tr(*(tags.th(WEEKDAYS[day.weekday()][:3], scope="col") for day in days[:7]))
    body = tags.tbody()
    for start in range(0, len(days), 7):
        body(tags.tr(*(_cell(frame, day, byDay, day in inside) for day in days[start : start + 7])))
    return tags.table(tags.thead(head), body, class_="days")


def _cell(frame: Frame, day: date, byDay: Mapping[date, Sequence[Appointment]], isInside: bool) -> Tag:
    those = byDay.get(day, ())
    kinds = [
        *(["today"] if day == frame.today else []),
        *([] if isInside else ["outside"]),
        *([] if those else ["free"]),
    ]
    words = dayInWords(day)
    number = tags.a(
        tags.span(str(day.day), **{"aria-hidden": "true"}),
        tags.span(words, class_="whole"),
        href=f"{frame.home}/new?day={day}",
        title=f"New appointment on {words}",
        class_="day",
    )
    entries = [tags.li(_time(frame, each, day), " ", frame.link(each), _note(each)) for each in those]
    return tags.td(number, tags.ul(*entries) if entries else "", class_=" ".join(kinds))


def _time(frame: Frame, appointment: Appointment, day: date) -> Tag:
    start = frame.shown(appointment.start)
    return tags.span(f"{start:%H:%M}" if start.date() == day else "…", class_="hours")


def _note(appointment: Appointment) -> Tag | str:
    words = stateInWords(appointment)
    return "" if words == "confirmed" else tags.small(f" ({words})")


def _pages(before: str, after: str, earlier: str, later: str) -> Tag:
    return tags.nav(
        tags.a(earlier, href=before, rel="prev"),
        tags.a(later, href=after, rel="next"),
        class_="pages",
        **{"aria-label": "Other times"},
    )
