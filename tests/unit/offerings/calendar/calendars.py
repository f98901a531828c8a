"""
A site whose people have calendars, for tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from epsilon.extime import Time

from axiom.dependency import installOn
from axiom.store import Store
from mantissa_like.testing import TrialSite
from offerings.calendar import Appointment, Calendar, Details, Invitation, Participant

__all__ = ["CalendarSite", "at", "details"]

# The day of everything: a Tuesday.
_MIDNIGHT = 1_000_166_400.0
_TAKEN = ("confirming", "confirmed")


def at(hour: float) -> Time:
    """
    A moment of that day, which may be more than 24 hours long.
    """
    return Time.fromPOSIXTimestamp(_MIDNIGHT + hour * 3600)


def details(hour: float, title: str = "Lunch", hours: float = 1) -> Details:
    """
    An appointment that begins at some hour of that day.
    """
    return Details(title, at(hour), at(hour + hours))


class CalendarSite(TrialSite):
    """
    A site where each user has a calendar.

    @ivar calendars: by the names of the users.
    """

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.calendars: dict[str, Calendar] = {}
        for name in names:
            store = self.addUser(f"{name}@example.com")
            self.calendars[name] = Calendar(store=store)
            installOn(self.calendars[name], store)

    def storeOf(self, name: str) -> Store:
        """
        The store of a user.
        """
        return self.calendars[name].presentStore()

    def arrange(self, organizer: str, hour: float, *guests: str, title: str = "Lunch") -> Appointment:
        """
        Let somebody invite others, who do not know it yet.
        """
        people = [f"{guest}@example.com" for guest in guests]
        return self.calendars[organizer].arrange(details(hour, title), None, people)

    def only(self, name: str, title: str = "Lunch") -> Appointment:
        """
        The one appointment with a title that somebody knows of.
        """
        return self.storeOf(name).findUnique(Appointment, Appointment.title == title)

    def invitation(self, name: str, title: str = "Lunch") -> Invitation:
        """
        What somebody was sent for that appointment.
        """
        return self.storeOf(name).findUnique(Invitation, Invitation.appointment == self.only(name, title))

    def copyFor(self, name: str, invitation: Invitation) -> Appointment:
        """
        An invitation of somebody else in another calendar, where it does not belong.
        """
        store, known = self.storeOf(name), invitation.appointment
        stolen = Appointment(
            store=store,
            title=known.title,
            start=known.start,
            end=known.end,
            organizer=known.organizer,
            isOwn=False,
            state=known.state,
        )
        address = f"{name}@example.com"
        Invitation(store=store, appointment=stolen, shareID=invitation.shareID, address=address)
        return stolen

    def states(self, name: str) -> list[str]:
        """
        In which states the appointments of somebody are, the first one made first.
        """
        found = self.storeOf(name).query(Appointment, sort=Appointment.storeID.ascending)
        return [each.state for each in found]

    def answers(self, organizer: str) -> list[str]:
        """
        What an organizer knows of whom they have invited, in this order.
        """
        found = self.storeOf(organizer).query(Participant, sort=Participant.storeID.ascending)
        return [each.state for each in found]

    def conflicts(self) -> list[tuple[str, str, str]]:
        """
        Where somebody has two appointments at one time: their names and the titles; there should be none.
        """
        return [
            (name, one.title, other.title)
            for name in self.calendars
            for one, other in combinations(self._taken(name), 2)
            if one.start.asDatetime() < other.end.asDatetime()
            and other.start.asDatetime() < one.end.asDatetime()
        ]

    def disagreements(self) -> list[str]:
        """
        Where who has organized something and who is invited know different things, of what was answered.
        """
        return [
            f"{organizer}: {participant!r}, {invitation!r}"
            for organizer, participant, invitation in self._pairs()
            if not _agree(participant, invitation)
        ]

    def _taken(self, name: str) -> Iterable[Appointment]:
        return self.storeOf(name).query(Appointment, Appointment.state.oneOf(_TAKEN))

    def _pairs(self) -> Iterator[tuple[str, Participant, Invitation | None]]:
        for organizer in self.calendars:
            for participant in self.storeOf(organizer).query(Participant):
                guest = participant.address.partition("@")[0]
                found = self.storeOf(guest).findFirst(Invitation, Invitation.shareID == participant.shareID)
                yield organizer, participant, found


def _agree(participant: Participant, invitation: Invitation | None) -> bool:
    theirs = None if invitation is None else invitation.appointment
    mine = participant.appointment
    if mine.state == "cancelled" or participant.state == "busy":
        return theirs is None or theirs.state == "cancelled"
    if theirs is None or theirs.details != mine.details or theirs.sequence != mine.sequence:
        return False
    expected = {"waiting": "asked", "confirmed": "confirmed", "declined": "declined"}
    return expected.get(participant.state) == theirs.state
