"""
The pages of a calendar, each below its address.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from mantissa_like.web import Download, NotFound, Page, Redirect, Visit, wholeNumber
from offerings.calendar._agendapage import AgendaPage
from offerings.calendar._appointmentpage import AppointmentPage
from offerings.calendar._frame import Frame
from offerings.calendar._gridpages import MonthPage, WeekPage
from offerings.calendar._newpage import NewPage

__all__ = ["CalendarView"]


class CalendarView:
    """
    A calendar as its owner sees it.
    """

    hasPagesBelow = True

    def __init__(self, calendar: Any) -> None:
        """
        @param calendar: an L{offerings.calendar.ICalendar}.
        """
        self._calendar = calendar

    def show(self, visit: Visit) -> Page | Download:
        """
        The page at the end of the path.
        """
        page, there = self._find(visit)
        shown: Page | Download = page.show(there)
        return shown

    def data(self, visit: Visit) -> Any:
        """
        The same for programs.
        """
        page, there = self._find(visit)
        return page.data(there)

    def post(self, visit: Visit) -> Redirect | Page:
        """
        What a form of that page does.
        """
        page, there = self._find(visit)
        if not hasattr(page, "post"):
            raise NotFound
        done: Redirect | Page = page.post(there)
        return done

    def _find(self, visit: Visit) -> tuple[Any, Visit]:
        """
        The page, and the visit as if it were to that alone.
        """
        calendar, home, segments = self._calendar, visit.path, visit.segments
        there = replace(visit, path="/".join((home, *segments)), segments=())
        frame = Frame(calendar, home, visit.clock)
        match segments:
            case ():
                return AgendaPage(frame), there
            case ("new",):
                return NewPage(frame), there
            case ("week", *rest) if len(rest) < 2:
                return WeekPage(frame, _day(rest, "%Y-%m-%d") or frame.today), there
            case ("month", *rest) if len(rest) < 2:
                return MonthPage(frame, _day(rest, "%Y-%m") or frame.today), there
            case (text,) if (number := wholeNumber(text)) is not None:
                appointment = calendar.appointment(number)
                if appointment is not None:
                    return AppointmentPage(frame, appointment), there
        raise NotFound


def _day(segments: list[str], form: str) -> date | None:
    if not segments:
        return None
    try:
        day = datetime.strptime(segments[0], form).date()
    except ValueError as e:
        raise NotFound from e
    # The weeks and months around it are dates, too.
    if not 1900 <= day.year <= 9000:
        raise NotFound
    return day
