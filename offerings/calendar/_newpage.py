"""
The form for a new appointment.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from mantissa_like.accounts import InvalidAddress
from mantissa_like.messaging import QueueFull
from mantissa_like.web import BadInput, Form, Page, Redirect, Visit
from offerings.calendar._details import Details
from offerings.calendar._frame import Frame
from offerings.calendar._localtime import momentAt
from offerings.calendar._parameters import END, NOTES, PLACE, START, TITLE, People
from offerings.calendar.errors import TimeConflict, UnfitAppointment

__all__ = ["NewPage"]

_MORNING = 9


class NewPage:
    """
    Asks for an appointment, and whom to invite.
    """

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._people = People(
            "people",
            "Invite",
            hint="Addresses of people here, such as bob@example.com. Leave this empty if nobody else comes.",
            suggestions=tuple(frame.calendar.contacts()),
        )
        self._form = Form(TITLE, START, END, self._people, PLACE, NOTES, submit="Make the appointment")

    def show(self, visit: Visit) -> Page:
        """
        The form: for the next hour, or for the day in the argument C{day}.
        """
        start = self._firstStart(visit)
        end = start + timedelta(minutes=self._frame.calendar.minutes)
        form = self._form.show(visit, {START: start, END: end})
        return self._frame.page("New appointment", "/new", (), [form])

    def data(self, visit: Visit) -> dict[str, str]:
        """
        What is asked for.
        """
        return {each.name: each.label for each in self._form.parameters}

    def post(self, visit: Visit) -> Redirect:
        """
        Make it, and invite people.
        """
        frame, filled = self._frame, self._form.read(visit)
        people = filled[self._people]
        try:
            details = Details(
                filled[TITLE],
                momentAt(filled[START], frame.zone),
                momentAt(filled[END], frame.zone),
                filled[PLACE],
                filled[NOTES],
            )
            appointment = frame.calendar.arrange(details, visit.viewer, people)
        except TimeConflict as e:
            raise BadInput(f"{e} {e.hint}", {START.name: str(e)}) from e
        except (InvalidAddress, QueueFull, UnfitAppointment) as e:
            raise BadInput(str(e)) from e
        told = f"Invited {', '.join(people)}." if people else "It is in your calendar."
        return Redirect(frame.url(appointment), frame.data(appointment), told)

    def _firstStart(self, visit: Visit) -> datetime:
        hour = self._frame.shown(self._frame.now).replace(minute=0, second=0, microsecond=0, tzinfo=None)
        asked: Any = visit.arguments.get("day")
        if asked is None:
            return hour + timedelta(hours=1)
        try:
            return datetime.strptime(asked, "%Y-%m-%d").replace(hour=_MORNING)
        except ValueError as e:
            raise BadInput("day is a day, such as 2030-12-24.") from e
