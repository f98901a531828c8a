"""
The pages of a calendar, each below its address.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from mantissa_like.web import NotFound, PagesBelow, Visit, wholeNumber
from offerings.calendar._agendapage import AgendaPage
from offerings.calendar._appointmentpage import AppointmentPage
from offerings.calendar._frame import Frame
from offerings.calendar._gridpages import MonthPage, WeekPage
from offerings.calendar._newpage import NewPage

__all__ = ["CalendarView"]


class CalendarView(PagesBelow):
    """
    A calendar as its owner sees it.
    """

    def __init__(self, calendar: Any) -> None:
        """
        @param calendar: an L{offerings.calendar.ICalendar}.
        """
        self._calendar = calendar

    def pageAt(self, visit: Visit) -> Any:
        """
        See L{PagesBelow}.
        """
        calendar, frame = self._calendar, Frame(self._calendar, visit.path, visit.clock)
        match visit.segments:
            case ():
                return AgendaPage(frame)
            case ("new",):
                return NewPage(frame)
            case ("week", *rest) if len(rest) < 2:
                return WeekPage(frame, _day(rest, "%Y-%m-%d") or frame.today)
            case ("month", *rest) if len(rest) < 2:
                return MonthPage(frame, _day(rest, "%Y-%m") or frame.today)
            case (text,) if (number := wholeNumber(text)) is not None:
                appointment = calendar.appointment(number)
                if appointment is not None:
                    return AppointmentPage(frame, appointment)
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
