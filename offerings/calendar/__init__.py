"""
Calendar: appointments of one's own, and with others, whose calendars agree whatever happens in between.
"""

from __future__ import annotations

from mantissa_like.catalog import Offering, Powerup
from mantissa_like.sharing import describeInterface
from mantissa_like.web import registerWebView
from offerings.calendar._appointments import Appointment
from offerings.calendar._calendars import Calendar
from offerings.calendar._commands import (
    CancelAppointment,
    ConfirmAppointment,
    DeclineAppointment,
    RequestAppointment,
)
from offerings.calendar._details import Details
from offerings.calendar._inbox import Inbox
from offerings.calendar._invitations import Invitation
from offerings.calendar._pages import CalendarView
from offerings.calendar._participants import Participant
from offerings.calendar.errors import NotTaken, NotTheirs, OutOfDate, TimeConflict, UnfitAppointment
from offerings.calendar.interfaces import IAnswerable, ICalendar, IInvitable

__all__ = [
    "Appointment",
    "Calendar",
    "CancelAppointment",
    "ConfirmAppointment",
    "DeclineAppointment",
    "Details",
    "IAnswerable",
    "ICalendar",
    "IInvitable",
    "Inbox",
    "Invitation",
    "NotTaken",
    "NotTheirs",
    "OutOfDate",
    "Participant",
    "RequestAppointment",
    "TimeConflict",
    "UnfitAppointment",
    "offering",
]

describeInterface(IInvitable, "send invitations")
describeInterface(IAnswerable, "confirm and decline")
registerWebView(ICalendar, CalendarView)

offering = Offering(
    name="calendar",
    description="Appointments of one’s own, and with others.",
    installablePowerups=(Powerup("calendar", "A calendar of one’s own.", Calendar),),
)
