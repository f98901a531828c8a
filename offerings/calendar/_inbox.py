"""
Where invitations arrive: what organizers ask for becomes an appointment of ours that waits for an answer.
"""

from __future__ import annotations

from datetime import datetime

from epsilon.extime import Time
from zope.interface import implementer

from axiom.attributes import AND, integer
from axiom.item import Item
from mantissa_like.messaging import AMPReceiver, commandMethod
from mantissa_like.sharing import BlockedSharer, Identifier, ITitled, getAuthenticatedRole, shareItem
from offerings.calendar._appointments import ASKED, CANCELLED, Appointment, requireFree, unanswered
from offerings.calendar._commands import INVITATIONS, CancelAppointment, RequestAppointment
from offerings.calendar._details import Details
from offerings.calendar._invitations import Invitation
from offerings.calendar.errors import NotTaken, OutOfDate
from offerings.calendar.interfaces import IInvitable

__all__ = ["MOST_UNANSWERED", "Inbox"]

MOST_UNANSWERED = 500


@implementer(IInvitable, ITitled)
class Inbox(AMPReceiver, Item):
    """
    Takes the messages of organizers, from whoever may see it: at first, whoever is logged in.

    @ivar taken: how many were taken.
    """

    typeName = "calendar_inbox"
    title = "Invitations to appointments"

    taken = integer(allowNone=False, default=0)

    def open(self) -> None:
        """
        Let everybody send something.
        """
        everybody = getAuthenticatedRole(self.presentStore())
        shareItem(self, toRole=everybody, shareID=INVITATIONS, interfaces=[IInvitable])

    @commandMethod.expose(RequestAppointment)
    def request(
        self,
        sender: Identifier,
        target: Identifier,
        sequence: int,
        title: str,
        start: datetime,
        end: datetime,
        place: str,
        notes: str,
    ) -> None:
        """
        Keep what an organizer asks for, be it new or moved.

        @raise OutOfDate: we know later news.
        @raise TimeConflict: we have something else to do.
        @raise NotTaken: nothing is taken from them, or too much waits for us to answer.
        @raise UnfitAppointment: there can be no such appointment.
        """
        details = Details(title, Time.fromDatetime(start), Time.fromDatetime(end), place, notes)
        known = self._find(sender, sequence)
        if known is None:
            self._requireRoom(sender)
        requireFree(self.presentStore(), details, besides=None if known is None else known.appointment)
        if known is None:
            known = self._keep(sender, target, details)
        known.appointment.change(details, sequence)
        known.turn()
        self.taken += 1

    @commandMethod.expose(CancelAppointment)
    def cancel(self, sender: Identifier, sequence: int) -> None:
        """
        Keep that an organizer has cancelled what we know of, or does not count on us.

        @raise OutOfDate: we know later news.
        """
        known = self._find(sender, sequence)
        if known is not None:
            known.appointment.state, known.appointment.sequence = CANCELLED, sequence
            known.turn()
            self.taken += 1

    def _find(self, sender: Identifier, sequence: int) -> Invitation | None:
        """
        The invitation of an organizer; None if we do not know of it.
        """
        theirs = AND(
            Invitation.shareID == sender.shareID,
            Invitation.appointment == Appointment.storeID,
            Appointment.organizer == sender.ownerName,
        )
        known: Invitation | None = self.presentStore().findFirst(Invitation, theirs)
        if known is not None and sequence < known.appointment.sequence:
            raise OutOfDate("There are later news of this appointment.")
        return known

    def _requireRoom(self, sender: Identifier) -> None:
        store = self.presentStore()
        isBlocked = store.count(BlockedSharer, BlockedSharer.sharer == sender.ownerName)
        # Whoever is blocked does not learn that they are.
        if isBlocked or unanswered(store).count() >= MOST_UNANSWERED:
            raise NotTaken("This calendar takes no invitation now.")

    def _keep(self, sender: Identifier, target: Identifier, details: Details) -> Invitation:
        store = self.presentStore()
        appointment = Appointment(
            store=store,
            title=details.title,
            start=details.start,
            end=details.end,
            organizer=sender.ownerName,
            isOwn=False,
            state=ASKED,
        )
        return Invitation(
            store=store, appointment=appointment, shareID=sender.shareID, address=target.ownerName
        )
