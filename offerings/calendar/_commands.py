"""
What calendars say to each other.

An organizer's messages go from the share of one who is invited, which nobody else may see, to the share
C{invitations} of that one's calendar; their answers go back. C{sequence} counts how often the time of
an appointment was changed, so what was said about an earlier one is recognised.
"""

from __future__ import annotations

from twisted.protocols.amp import Command, DateTime, Integer, Unicode

from mantissa_like.messaging import SenderArgument, TargetArgument
from offerings.calendar.errors import NotTaken, OutOfDate, TimeConflict, UnfitAppointment

__all__ = [
    "INVITATIONS",
    "CancelAppointment",
    "ConfirmAppointment",
    "DeclineAppointment",
    "RequestAppointment",
]

# The share of every calendar that takes the messages of organizers.
INVITATIONS = "invitations"


class RequestAppointment(Command):
    """
    Come, please; or, with a higher C{sequence}, come at another time than I said before.
    """

    commandName = b"calendar.Request"
    arguments = [
        (b"sender", SenderArgument()),
        (b"target", TargetArgument()),
        (b"sequence", Integer()),
        (b"title", Unicode()),
        (b"start", DateTime()),
        (b"end", DateTime()),
        (b"place", Unicode()),
        (b"notes", Unicode()),
    ]
    errors = {
        TimeConflict: b"calendar.TimeConflict",
        OutOfDate: b"calendar.OutOfDate",
        UnfitAppointment: b"calendar.UnfitAppointment",
        NotTaken: b"calendar.NotTaken",
    }


class CancelAppointment(Command):
    """
    Don't come: it is cancelled, or you are busy when it is now.
    """

    commandName = b"calendar.Cancel"
    arguments = [(b"sender", SenderArgument()), (b"sequence", Integer())]
    errors = {OutOfDate: b"calendar.OutOfDate"}


class ConfirmAppointment(Command):
    """
    I come.
    """

    commandName = b"calendar.Confirm"
    arguments = [(b"sequence", Integer())]
    errors = {TimeConflict: b"calendar.TimeConflict", OutOfDate: b"calendar.OutOfDate"}


class DeclineAppointment(Command):
    """
    I don't come, even if I said so before.
    """

    commandName = b"calendar.Decline"
    arguments = [(b"sequence", Integer())]
    errors = {OutOfDate: b"calendar.OutOfDate"}
