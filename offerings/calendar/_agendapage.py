"""
What comes next, day by day, and what waits for an answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from twisted.web.template import Flattenable, Tag, tags

from mantissa_like.web import Form, Page, Redirect, Visit, button
from offerings.calendar._appointments import Appointment
from offerings.calendar._frame import Frame
from offerings.calendar._localtime import dayInWords, hoursInWords
from offerings.calendar._preferences import TIME_ZONE
from offerings.calendar._words import stateBadge

__all__ = ["AgendaPage", "appointmentLine"]

_MOST_SHOWN = 200


class AgendaPage:
    """
    The appointments from now on.
    """

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def show(self, visit: Visit) -> Page:
        """
        For people.
        """
        frame = self._frame
        unanswered = list(frame.calendar.unanswered())
        content: list[Flattenable] = []
        if unanswered:
            asked = (_question(visit, frame, each) for each in unanswered)
            content += [tags.h2("Waiting for your answer"), tags.ul(*asked, class_="cards")]
        known = {each.storeID for each in unanswered}
        coming = [each for each in self._coming() if each.storeID not in known]
        content += _byDay(frame, coming)
        if not unanswered and not coming:
            content.append(tags.p("Nothing is in your calendar from now on.", class_="empty"))
        return frame.page("Calendar", "", content, [_zoneOffer(visit, frame)], scripts=("calendar/zone.js",))

    def data(self, visit: Visit) -> dict[str, Any]:
        """
        For programs.
        """
        frame = self._frame
        return {
            "unanswered": [frame.data(each) for each in frame.calendar.unanswered()],
            "appointments": [frame.data(each) for each in self._coming()],
            "timeZone": frame.calendar.timeZone,
        }

    def post(self, visit: Visit) -> Redirect:
        """
        Keep the time zone in which the browser of the owner is.
        """
        self._frame.calendar.live(Form(TIME_ZONE, submit="").read(visit)[TIME_ZONE])
        return Redirect(visit.path, {"timeZone": self._frame.calendar.timeZone})

    def _coming(self) -> Iterable[Appointment]:
        found: Iterable[Appointment] = self._frame.calendar.after(self._frame.now, _MOST_SHOWN)
        return found


def appointmentLine(frame: Frame, appointment: Appointment) -> Tag:
    """
    When an appointment is, what it is, and its state.
    """
    hours = hoursInWords(frame.shown(appointment.start), frame.shown(appointment.end))
    place = [", ", appointment.place] if appointment.place else []
    return tags.li(
        tags.span(hours, class_="hours"), " ", frame.link(appointment), *place, " ", stateBadge(appointment)
    )


def _byDay(frame: Frame, appointments: Iterable[Appointment]) -> Iterable[Flattenable]:
    for day, those in groupby(appointments, lambda each: frame.shown(each.start).date()):
        today = " – today" if day == frame.today else ""
        yield tags.h2(tags.time(dayInWords(day), datetime=day.isoformat()), today)
        yield tags.ul(*(appointmentLine(frame, each) for each in those), class_="agenda")


def _question(visit: Visit, frame: Frame, appointment: Appointment) -> Tag:
    start = frame.shown(appointment.start)
    when = f"{dayInWords(start.date())}, {hoursInWords(start, frame.shown(appointment.end))}"
    url = frame.url(appointment)
    return tags.li(
        tags.h3(frame.link(appointment)),
        tags.p(when, tags.br(), f"with {appointment.organizer}"),
        tags.div(
            button(visit, "Confirm", url, act="confirm"),
            button(visit, "Decline", url, act="decline"),
            class_="buttons",
        ),
    )


def _zoneOffer(visit: Visit, frame: Frame) -> Tag:
    """
    A form that a script shows where the browser is in another time zone than the calendar.
    """
    return tags.form(
        visit.csrfField(),
        tags.input(type="hidden", name=TIME_ZONE.name),
        tags.p("This browser is in the time zone ", tags.strong(class_="zone"), ". "),
        tags.p(tags.button("Use it for the calendar", type="submit", class_="small")),
        method="post",
        action=visit.path,
        class_="calm zone-offer",
        hidden="hidden",
        **{"data-zone": frame.calendar.timeZone},
    )
