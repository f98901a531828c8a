"""
What organizers do with their appointments; each is called in a transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from epsilon.extime import Time

from axiom.store import ItemQuery, Store
from mantissa_like.accounts import Address
from mantissa_like.sharing import getAccountRole, shareItem
from offerings.calendar._appointments import ASKED, CANCELLED, CONFIRMED, Appointment, requireFree
from offerings.calendar._details import Details
from offerings.calendar._participants import Participant
from offerings.calendar.errors import UnfitAppointment
from offerings.calendar.interfaces import IAnswerable

__all__ = ["MOST_PARTICIPANTS", "arrange", "cancel", "move", "participantsOf"]

MOST_PARTICIPANTS = 50


def arrange(store: Store, details: Details, organizer: Address, people: Iterable[Address]) -> Appointment:
    """
    Make an appointment, and invite people to it. What nobody is invited to is confirmed at once.

    @raise TimeConflict: the organizer has something else to do.
    @raise UnfitAppointment: too many people are invited.
    """
    guests = [each for each in dict.fromkeys(people) if each != organizer]
    if len(guests) > MOST_PARTICIPANTS:
        raise UnfitAppointment(f"At most {MOST_PARTICIPANTS} people can be invited.")
    requireFree(store, details)
    appointment = Appointment(
        store=store,
        title=details.title,
        start=details.start,
        end=details.end,
        place=details.place,
        notes=details.notes,
        organizer=str(organizer),
        isOwn=True,
        state=ASKED if guests else CONFIRMED,
    )
    for guest in guests:
        participant = Participant(store=store, appointment=appointment, address=str(guest))
        role = getAccountRole(store, guest.localpart, guest.domain)
        share = shareItem(participant, toRole=role, interfaces=[IAnswerable])
        participant.shareID = share.shareID
        participant.tell()
    return appointment


def move(appointment: Appointment, start: Time, end: Time) -> None:
    """
    Have it at another time, for which everybody is asked anew.

    @raise TimeConflict: the organizer has something else to do.
    @raise UnfitAppointment: it would not end after it begins.
    """
    details = replace(appointment.details, start=start, end=end)
    requireFree(appointment.presentStore(), details, besides=appointment)
    guests = list(participantsOf(appointment))
    appointment.change(details, appointment.sequence + 1)
    if not guests:
        appointment.state = CONFIRMED
    for guest in guests:
        guest.tell()


def cancel(appointment: Appointment) -> None:
    """
    Let it not take place.
    """
    appointment.state = CANCELLED
    appointment.sequence += 1
    for guest in participantsOf(appointment):
        guest.tell()


def participantsOf(appointment: Appointment) -> ItemQuery[Participant]:
    """
    Who is invited to one's own appointment, by their addresses.
    """
    return appointment.presentStore().query(
        Participant, Participant.appointment == appointment, sort=Participant.address.ascending
    )
