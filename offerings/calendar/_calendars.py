"""
The calendar of one person: all appointments in their store.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from epsilon.extime import Time
from zope.interface import implementer

from axiom.attributes import integer, text
from axiom.item import Item, transacted
from axiom.search import Hit, matches
from axiom.store import ItemQuery
from mantissa_like.accounts import Address, ownerAddresses
from mantissa_like.sharing import IContacts, getSelfRole, shareItem
from mantissa_like.web import (
    Filled,
    INavigable,
    IPreferences,
    ISearchable,
    Parameter,
    Preferences,
    SearchResult,
    SearchResults,
    Tab,
)
from offerings.calendar._appointments import (
    ASKED,
    CANCELLED,
    CONFIRMED,
    CONFIRMING,
    Appointment,
    overlapping,
    unanswered,
)
from offerings.calendar._details import Details
from offerings.calendar._inbox import Inbox
from offerings.calendar._invitations import Invitation
from offerings.calendar._organizing import arrange, cancel, move, participantsOf
from offerings.calendar._participants import Participant
from offerings.calendar._preferences import MINUTES, TIME_ZONE, WEEK_START
from offerings.calendar.errors import NotTheirs
from offerings.calendar.interfaces import ICalendar

__all__ = ["Calendar"]

_MOST_CONTACTS = 500
_SHARE_ID = "calendar"


@implementer(ICalendar, INavigable, IPreferences, ISearchable)
class Calendar(Item):
    """
    What its owner sees of their appointments, and does with them.

    @ivar timeZone: see L{ICalendar}, as for C{weekStart} and C{minutes}.
    """

    typeName = "calendar_calendar"
    powerupInterfaces = (INavigable, IPreferences, ISearchable)

    timeZone = text(allowNone=False, caseSensitive=True, default="UTC")
    weekStart = integer(allowNone=False, default=0)
    minutes = integer(allowNone=False, default=60)

    def installed(self) -> None:
        """
        Called when the application is given to a person.
        """
        store = self.presentStore()
        shareItem(self, toRole=getSelfRole(store), shareID=_SHARE_ID, interfaces=[ICalendar])
        Inbox(store=store).open()

    def between(self, start: Time, end: Time) -> ItemQuery[Appointment]:
        """
        See L{ICalendar}.
        """
        return overlapping(self.presentStore(), start, end, ASKED, CONFIRMING, CONFIRMED)

    def after(self, moment: Time, limit: int) -> ItemQuery[Appointment]:
        """
        See L{ICalendar}.
        """
        return self.presentStore().query(
            Appointment, Appointment.end > moment, sort=Appointment.start.ascending, limit=limit
        )

    def unanswered(self) -> ItemQuery[Appointment]:
        """
        See L{ICalendar}.
        """
        return unanswered(self.presentStore())

    def appointment(self, number: int) -> Appointment | None:
        """
        See L{ICalendar}.
        """
        found: Appointment | None = self.presentStore().findFirst(Appointment, Appointment.storeID == number)
        return found

    def participants(self, appointment: Appointment) -> ItemQuery[Participant]:
        """
        See L{ICalendar}.
        """
        return participantsOf(appointment)

    def invitation(self, appointment: Appointment) -> Invitation | None:
        """
        See L{ICalendar}.
        """
        found: Invitation | None = self.presentStore().findFirst(
            Invitation, Invitation.appointment == appointment
        )
        return found

    def contacts(self) -> list[tuple[str, str]]:
        """
        See L{ICalendar}.
        """
        known = self.presentStore().powerupsFor(IContacts)
        return [pair for contacts in known for pair in contacts.contacts()][:_MOST_CONTACTS]

    @transacted
    def arrange(self, details: Details, organizer: str | None, people: Iterable[str]) -> Appointment:
        """
        See L{ICalendar}.
        """
        store = self.presentStore()
        addresses = sorted(ownerAddresses(store))
        mine = organizer if organizer in addresses else addresses[0]
        return arrange(store, details, Address.parse(mine), map(Address.parse, people))

    @transacted
    def move(self, appointment: Appointment, start: Time, end: Time) -> None:
        """
        See L{ICalendar}.
        """
        _require(appointment, isOwn=True)
        move(appointment, start, end)

    @transacted
    def cancel(self, appointment: Appointment) -> None:
        """
        See L{ICalendar}.
        """
        _require(appointment, isOwn=True)
        cancel(appointment)

    @transacted
    def askAgain(self, participant: Participant) -> None:
        """
        See L{ICalendar}.
        """
        participant.tell()

    @transacted
    def confirm(self, appointment: Appointment) -> None:
        """
        See L{ICalendar}.
        """
        self._invitationTo(appointment).confirm()

    @transacted
    def decline(self, appointment: Appointment) -> None:
        """
        See L{ICalendar}.
        """
        self._invitationTo(appointment).decline()

    def live(self, timeZone: str) -> None:
        """
        See L{ICalendar}.
        """
        self.timeZone = timeZone

    def tabs(self) -> tuple[Tab, ...]:
        """
        See L{INavigable}.
        """
        count = self.unanswered().count()
        badge = f"{count} to answer" if count else ""
        return (Tab("Calendar", _SHARE_ID, "Your appointments, alone and with others.", badge=badge),)

    def preferences(self) -> Preferences:
        """
        See L{IPreferences}.
        """
        chosen: dict[Parameter[Any], Any] = {TIME_ZONE: self.timeZone, WEEK_START: str(self.weekStart)}
        chosen[MINUTES] = self.minutes
        return Preferences("calendar", "Calendar", chosen)

    def prefer(self, chosen: Filled) -> None:
        """
        See L{IPreferences}.
        """
        self.timeZone, self.minutes = chosen[TIME_ZONE], chosen[MINUTES]
        self.weekStart = int(chosen[WEEK_START])

    def search(self, text: str, limit: int) -> SearchResults:
        """
        See L{ISearchable}.
        """
        hits = self.presentStore().search(matches(Appointment, text), limit=limit)
        return SearchResults("Calendar", [_asResult(hit) for hit in hits])

    def _invitationTo(self, appointment: Appointment) -> Invitation:
        _require(appointment, isOwn=False)
        invitation = self.invitation(appointment)
        assert invitation is not None
        return invitation


def _require(appointment: Appointment, isOwn: bool) -> None:
    if appointment.isOwn != isOwn:
        raise NotTheirs("That is for who has organized it." if isOwn else "You have organized this yourself.")
    if appointment.state == CANCELLED:
        raise NotTheirs("This appointment is cancelled.")


def _asResult(hit: Hit[Appointment]) -> SearchResult:
    found = hit.item
    return SearchResult(found.title, f"{_SHARE_ID}/{found.storeID}", hit.excerpt, found.start)
