"""
What people choose for their calendars.
"""

from __future__ import annotations

from mantissa_like.web import Choice, Number
from offerings.calendar._parameters import TimeZone

__all__ = ["MINUTES", "TIME_ZONE", "WEEK_START"]

TIME_ZONE = TimeZone(
    "timeZone", "Time zone", hint="In which you read and enter times. Others see them in theirs."
)
WEEK_START = Choice(
    "weekStart", "Weeks begin on", options=(("0", "Monday"), ("5", "Saturday"), ("6", "Sunday"))
)
MINUTES = Number(
    "minutes", "Minutes of a new appointment", hint="Until you choose another end.", least=5, most=1440
)
