"""
What calendars refuse; the first four are known to the calendars of others too.
"""

from __future__ import annotations

from mantissa_like.errors import MantissaError

__all__ = ["NotTaken", "NotTheirs", "OutOfDate", "TimeConflict", "UnfitAppointment"]


class TimeConflict(MantissaError):
    """
    Something else is confirmed at that time. What it is, is nobody else's business.
    """

    hint = "Choose another time."


class OutOfDate(MantissaError):
    """
    What was said is about an appointment as it was before it was moved or cancelled.
    """

    hint = "The news is on its way; look at the appointment again then."


class UnfitAppointment(MantissaError, ValueError):
    """
    No appointment can be like that.
    """

    hint = "An appointment has a title of 1 to 200 characters, and ends after it begins."


class NotTaken(MantissaError):
    """
    A calendar takes no invitation from who has sent it, or no more at all.
    """

    hint = "Ask again later."


class NotTheirs(MantissaError):
    """
    The organizer alone can do that, or only who is invited.
    """

    hint = "Organizers move and cancel; who is invited confirms and declines."
