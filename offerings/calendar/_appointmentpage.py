"""
One appointment: what is known of it, who comes, and what its owner can do.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Flattenable, Tag, tags

from mantissa_like.messaging import QueueFull
from mantissa_like.web import (
    BadInput,
    Download,
    Form,
    NotFound,
    Page,
    Redirect,
    Visit,
    button,
    chosenAct,
    confirmed,
    facts,
)
from offerings.calendar._appointments import ASKED, CANCELLED, CONFIRMED, CONFIRMING, DECLINED, Appointment
from offerings.calendar._frame import Frame
from offerings.calendar._icalendar import appointmentFile
from offerings.calendar._localtime import dayInWords, hoursInWords, momentAt
from offerings.calendar._parameters import END, START
from offerings.calendar._participants import BUSY, UNREACHABLE, Participant
from offerings.calendar._words import participantInWords, stateBadge, troubleInWords
from offerings.calendar.errors import NotTheirs, TimeConflict, UnfitAppointment

__all__ = ["AppointmentPage"]

_CONFIRM, _DECLINE, _MOVE, _CANCEL, _ASK_AGAIN = "confirm", "decline", "move", "cancel", "askAgain"
_MOVING = Form(START, END, submit="Move")


class AppointmentPage:
    """
    An appointment as the owner of the calendar sees it.
    """

    def __init__(self, frame: Frame, appointment: Appointment) -> None:
        self._frame, self._appointment = frame, appointment

    def show(self, visit: Visit) -> Page | Download:
        """
        All that is known of it; with the argument C{ics} a file for other calendars.
        """
        if "ics" in visit.arguments:
            return appointmentFile(self._appointment, self._participants(), self._frame.now)
        appointment = self._appointment
        others = self._participation(visit) if appointment.isOwn else self._answering(visit)
        live = [
            tags.p(stateBadge(appointment)),
            self._facts(),
            tags.p(appointment.notes, class_="notes") if appointment.notes else "",
            *others,
        ]
        save = tags.p(tags.a("Save for another calendar (.ics)", href=f"{visit.path}?ics=1"))
        return self._frame.page(appointment.title, None, live, [*self._changing(visit), save])

    def data(self, visit: Visit) -> dict[str, Any]:
        """
        For programs.
        """
        appointment, data = self._appointment, self._frame.data(self._appointment)
        if appointment.isOwn:
            data["participants"] = [
                {"number": each.storeID, "address": each.address, "state": each.state}
                for each in self._participants()
            ]
        else:
            data["trouble"] = self._frame.calendar.invitation(appointment).trouble
        return data

    def post(self, visit: Visit) -> Redirect | Page:
        """
        Do what the field C{act} says.
        """
        acts = {
            _CONFIRM: self._confirm,
            _DECLINE: self._decline,
            _MOVE: self._move,
            _CANCEL: self._cancel,
            _ASK_AGAIN: self._askAgain,
        }
        try:
            return chosenAct(visit, acts)(visit)
        except (NotTheirs, QueueFull, TimeConflict, UnfitAppointment) as e:
            raise BadInput(str(e)) from e

    def _confirm(self, visit: Visit) -> Redirect:
        self._frame.calendar.confirm(self._appointment)
        return self._done(f"You come. {self._appointment.organizer} gets to know it.")

    def _decline(self, visit: Visit) -> Redirect:
        self._frame.calendar.decline(self._appointment)
        return self._done(f"You don’t come. {self._appointment.organizer} gets to know it.")

    def _move(self, visit: Visit) -> Redirect:
        filled, zone = _MOVING.read(visit), self._frame.zone
        start, end = momentAt(filled[START], zone), momentAt(filled[END], zone)
        self._frame.calendar.move(self._appointment, start, end)
        return self._done("Moved. Everybody who is invited is asked anew.")

    def _cancel(self, visit: Visit) -> Redirect | Page:
        asked = confirmed(
            visit,
            f"Cancel “{self._appointment.title}”?",
            "Everybody who is invited gets to know it. This can’t be undone.",
            "Cancel the appointment",
            visit.path,
        )
        if asked is not None:
            return Page("Cancel an appointment", asked)
        self._frame.calendar.cancel(self._appointment)
        return self._done("Cancelled.")

    def _askAgain(self, visit: Visit) -> Redirect:
        number = visit.fields.get("participant", "")
        found = next((each for each in self._participants() if str(each.storeID) == number), None)
        if found is None or not self._mayAskAgain(found):
            raise NotFound
        self._frame.calendar.askAgain(found)
        return self._done(f"{found.address} is asked again.")

    def _done(self, flash: str) -> Redirect:
        return Redirect(self._frame.url(self._appointment), self._frame.data(self._appointment), flash)

    def _participants(self) -> list[Participant]:
        return list(self._frame.calendar.participants(self._appointment))

    def _mayAskAgain(self, participant: Participant) -> bool:
        isOver = self._appointment.state == CANCELLED
        return participant.state == UNREACHABLE or (participant.state == BUSY and not isOver)

    def _facts(self) -> Tag:
        frame, appointment = self._frame, self._appointment
        start, end = frame.shown(appointment.start), frame.shown(appointment.end)
        known: dict[str, Flattenable] = {"When": f"{dayInWords(start.date())}, {hoursInWords(start, end)}"}
        if appointment.place:
            known["Where"] = appointment.place
        known["Organizer"] = "You" if appointment.isOwn else appointment.organizer
        return facts(known)

    def _participation(self, visit: Visit) -> list[Flattenable]:
        people = self._participants()
        if not people:
            return []
        entries = (tags.li(participantInWords(each), " ", self._again(visit, each)) for each in people)
        return [tags.h2("Who comes"), tags.ul(*entries, class_="participants")]

    def _changing(self, visit: Visit) -> list[Flattenable]:
        frame, appointment = self._frame, self._appointment
        if not appointment.isOwn or appointment.state == CANCELLED:
            return []
        shown = (frame.shown(moment) for moment in (appointment.start, appointment.end))
        start, end = (each.replace(tzinfo=None) for each in shown)
        isTried = {"open": "open"} if visit.fields.get("act") == _MOVE else {}
        return [
            tags.details(
                tags.summary("Move it to another time"),
                _MOVING.show(visit, {START: start, END: end}, extra={"act": _MOVE}),
                class_="moving",
                **isTried,
            ),
            tags.p(button(visit, "Cancel the appointment …", isDangerous=True, act=_CANCEL)),
        ]

    def _again(self, visit: Visit, participant: Participant) -> Tag | str:
        if not self._mayAskAgain(participant):
            return ""
        return button(visit, "Ask again", act=_ASK_AGAIN, participant=str(participant.storeID))

    def _answering(self, visit: Visit) -> list[Flattenable]:
        appointment = self._appointment
        trouble = troubleInWords(appointment, self._frame.calendar.invitation(appointment))
        content: list[Flattenable] = [tags.p(trouble, role="status")] if trouble else []
        buttons = [
            button(visit, label, act=act)
            for label, act, states in (
                ("Confirm", _CONFIRM, (ASKED, DECLINED)),
                ("Decline", _DECLINE, (ASKED, CONFIRMING, CONFIRMED)),
            )
            if appointment.state in states
        ]
        return [*content, tags.div(*buttons, class_="buttons")] if buttons else content
