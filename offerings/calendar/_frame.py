"""
What the pages of a calendar have in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from epsilon.extime import Time
from twisted.internet.interfaces import IReactorTime
from twisted.web.template import Flattenable, Tag, tags

from mantissa_like.web import Page, momentOf
from offerings.calendar._appointments import ASKED, Appointment
from offerings.calendar._localtime import localTime, zoneNamed

__all__ = ["Frame"]

_PARTS = (("Agenda", ""), ("Week", "/week"), ("Month", "/month"))


class Frame:
    """
    A calendar, where it is, and what its owner's clocks show.

    @ivar calendar: an L{offerings.calendar.ICalendar}.
    @ivar home: where the calendar is, quoted.
    @ivar now: the moment of the visit.
    @ivar zone: the owner's time zone.
    """

    def __init__(self, calendar: Any, home: str, clock: IReactorTime) -> None:
        self.calendar, self.home = calendar, home
        self.now = Time.fromPOSIXTimestamp(clock.seconds())
        self.zone = zoneNamed(calendar.timeZone)

    @property
    def today(self) -> date:
        """
        Which day it is for the owner.
        """
        return localTime(self.now, self.zone).date()

    def shown(self, moment: Time) -> datetime:
        """
        What the owner's clocks show at a moment.
        """
        return localTime(moment, self.zone)

    def page(
        self,
        title: str,
        part: str | None,
        live: Sequence[Flattenable],
        forms: Sequence[Flattenable] = (),
        scripts: tuple[str, ...] = (),
        isWide: bool = False,
    ) -> Page:
        """
        A page with links to the parts of the calendar.

        @param part: the part that it is: the end of its path; None for one of no part.
        @param live: what changes while one looks at it.
        @param forms: what is below that, and stays as it is while somebody writes there.
        """
        zone = self.calendar.timeZone.replace("_", " ")
        where = tags.a(zone, href="/account/preferences/calendar")
        return Page(
            title,
            [
                self._tabs(part),
                tags.h1(title),
                tags.div(*live, **{"data-live": "calendar"}),
                *forms,
                tags.p("All times are in the time zone ", where, ".", class_="faint"),
            ],
            # Today is another day tomorrow.
            isCacheable=False,
            isLive=True,
            isWide=isWide,
            scripts=scripts,
            styles=("calendar/calendar.css",),
        )

    def url(self, appointment: Appointment) -> str:
        """
        Where an appointment is seen.
        """
        return f"{self.home}/{appointment.storeID}"

    def link(self, appointment: Appointment) -> Tag:
        """
        The title of an appointment, leading to it.
        """
        return tags.a(
            appointment.title, href=self.url(appointment), class_=f"appointment {appointment.state}"
        )

    def data(self, appointment: Appointment) -> dict[str, Any]:
        """
        An appointment for programs.
        """
        return {
            "number": appointment.storeID,
            "title": appointment.title,
            "start": momentOf(appointment.start),
            "end": momentOf(appointment.end),
            "place": appointment.place,
            "notes": appointment.notes,
            "organizer": appointment.organizer,
            "isOwn": appointment.isOwn,
            "state": appointment.state,
            "sequence": appointment.sequence,
            "url": self.url(appointment),
        }

    def mayAnswer(self, appointment: Appointment) -> bool:
        """
        Whether it waits for the owner.
        """
        return not appointment.isOwn and appointment.state == ASKED

    def _tabs(self, part: str | None) -> Tag:
        links = tags.nav(class_="tabs", **{"aria-label": "Calendar"})
        for label, end in _PARTS:
            marked = {"aria-current": "page"} if end == part else {}
            links(tags.a(label, href=self.home + end, **marked))
        new = {"aria-current": "page"} if part == "/new" else {}
        return links(tags.a("New appointment", href=f"{self.home}/new", **new))
