"""
Appointments: what stands in one person's calendar, whoever has organized it.

Those that are confirmed, or being confirmed, take up their time: never do two of one calendar overlap.
"""

from __future__ import annotations

from epsilon.extime import Time
from zope.interface import implementer

from axiom.attributes import AND, boolean, compoundIndex, integer, text, timestamp
from axiom.item import Item
from axiom.store import ItemQuery, Store
from mantissa_like.sharing import ITitled
from offerings.calendar._details import Details
from offerings.calendar.errors import TimeConflict

__all__ = [
    "ASKED",
    "CANCELLED",
    "CONFIRMED",
    "CONFIRMING",
    "DECLINED",
    "Appointment",
    "overlapping",
    "requireFree",
    "unanswered",
]

# The states of appointments: as an organizer's nobody has confirmed yet, or as one to which we are invited
# and have not answered; we have confirmed, and the organizer does not know yet; …
ASKED, CONFIRMING, CONFIRMED, DECLINED, CANCELLED = (
    "asked",
    "confirming",
    "confirmed",
    "declined",
    "cancelled",
)
_TAKEN = (CONFIRMING, CONFIRMED)


@implementer(ITitled)
class Appointment(Item):
    """
    One appointment, as the owner of the store knows it.

    @ivar title: see L{Details}, as for C{start}, C{end}, C{place} and C{notes}.
    @ivar organizer: C{user@domain} of who moves and cancels it.
    @ivar isOwn: whether that is the owner of the store.
    @ivar sequence: how often it was moved or cancelled.
    @ivar state: one of L{ASKED}, L{CONFIRMING}, L{CONFIRMED}, L{DECLINED}, L{CANCELLED}.
    """

    typeName = "calendar_appointment"

    title = text(allowNone=False, searchable=True)
    start = timestamp(allowNone=False)
    end = timestamp(allowNone=False)
    place = text(allowNone=False, default="", searchable=True)
    notes = text(allowNone=False, default="", searchable=True)
    organizer = text(allowNone=False)
    isOwn = boolean(allowNone=False)
    sequence = integer(allowNone=False, default=0)
    state = text(allowNone=False, caseSensitive=True)

    compoundIndex(end, start)

    @property
    def details(self) -> Details:
        """
        What everybody who is invited knows of it.
        """
        return Details(self.title, self.start, self.end, self.place, self.notes)

    def change(self, details: Details, sequence: int) -> None:
        """
        Be something else, or at another time; nobody has confirmed that.
        """
        self.title, self.place, self.notes = details.title, details.place, details.notes
        self.start, self.end = details.start, details.end
        self.sequence, self.state = sequence, ASKED


def overlapping(store: Store, start: Time, end: Time, *states: str) -> ItemQuery[Appointment]:
    """
    The appointments with a part between two moments, in their order.

    @param states: in which they are; by default in any.
    """
    inTime = AND(Appointment.end > start, Appointment.start < end)
    condition = AND(inTime, Appointment.state.oneOf(states)) if states else inTime
    return store.query(Appointment, condition, sort=Appointment.start.ascending)


def unanswered(store: Store) -> ItemQuery[Appointment]:
    """
    The appointments that are not over, to which the owner of the store is invited and has said nothing.
    """
    now = Time.fromPOSIXTimestamp(store.runtime.clock.seconds())
    invited = AND(Appointment.state == ASKED, Appointment.isOwn == False)  # noqa: E712 (a column)
    return store.query(Appointment, AND(invited, Appointment.end > now), sort=Appointment.start.ascending)


def requireFree(store: Store, details: Details, besides: Appointment | None = None) -> None:
    """
    Make sure that nothing else takes up the time.

    @param besides: does not count.
    @raise TimeConflict: something does.
    """
    if any(each is not besides for each in overlapping(store, details.start, details.end, *_TAKEN)):
        raise TimeConflict("Something else is confirmed at this time.")
