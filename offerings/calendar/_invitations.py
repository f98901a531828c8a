"""
The side of who is invited: what we answer to organizers.

An answer holds the time from the moment when it is given, and holds for good once the organizer has it.
"""

from __future__ import annotations

from twisted.python.failure import Failure

from axiom.attributes import integer, reference, text
from axiom.item import Item
from mantissa_like.accounts import Address
from mantissa_like.messaging import (
    AMPMessenger,
    AMPReceiver,
    DeliveryFailed,
    answerMethod,
    errorMethod,
    messageQueueOf,
)
from mantissa_like.sharing import Identifier
from offerings.calendar._appointments import (
    ASKED,
    CONFIRMED,
    CONFIRMING,
    DECLINED,
    Appointment,
    requireFree,
)
from offerings.calendar._commands import INVITATIONS, ConfirmAppointment, DeclineAppointment
from offerings.calendar.errors import OutOfDate, TimeConflict

__all__ = [
    "CHANGED",
    "ORGANIZER_BUSY",
    "UNREACHABLE",
    "Invitation",
]

# Why an answer did not count: the organizer has confirmed something else at that time, has changed the
# appointment meanwhile, or can't be reached.
ORGANIZER_BUSY, CHANGED, UNREACHABLE = "organizer-busy", "changed", "unreachable"


class Invitation(Item):
    """
    That somebody wants us to come to an appointment.

    @ivar shareID: of their L{Participant} that stands for us.
    @ivar address: of ours, C{user@domain}, to which they have sent it.
    @ivar turns: how often something was said by them or us; an answer to what was not the last is late.
    @ivar trouble: why our last answer did not count: L{ORGANIZER_BUSY}, L{CHANGED} or L{UNREACHABLE}; mostly
        empty.
    """

    typeName = "calendar_invitation"

    appointment = reference(allowNone=False, reftype=Appointment, whenDeleted=reference.CASCADE)
    shareID = text(allowNone=False, indexed=True, caseSensitive=True)
    address = text(allowNone=False)
    turns = integer(allowNone=False, default=0)
    trouble = text(allowNone=False, caseSensitive=True, default="")

    def confirm(self) -> None:
        """
        Say that we come.

        @raise TimeConflict: we have something else to do.
        """
        requireFree(self.presentStore(), self.appointment.details, besides=self.appointment)
        self._reply(CONFIRMING, ConfirmAppointment)

    def decline(self) -> None:
        """
        Say that we don't.
        """
        self._reply(DECLINED, DeclineAppointment)

    def turn(self) -> None:
        """
        Something else is said now: how an answer of before fared does not matter any more.
        """
        self.turns += 1
        self.trouble = ""

    def _reply(self, state: str, command: type[ConfirmAppointment | DeclineAppointment]) -> None:
        store, appointment = self.presentStore(), self.appointment
        appointment.state = state
        self.turn()
        mine, theirs = Address.parse(self.address), Address.parse(appointment.organizer)
        messenger = AMPMessenger(
            messageQueueOf(store),
            Identifier(INVITATIONS, mine.localpart, mine.domain),
            Identifier(self.shareID, theirs.localpart, theirs.domain),
        )
        reply = Reply(store=store, invitation=self, turn=self.turns)
        messenger.messageRemote(command, reply, sequence=appointment.sequence)


class Reply(AMPReceiver, Item):
    """
    What we answered an organizer who does not know it yet.

    @ivar turn: which turn of the invitation it was.
    """

    typeName = "calendar_reply"

    invitation = reference(allowNone=False, reftype=Invitation, whenDeleted=reference.CASCADE)
    turn = integer(allowNone=False)

    @answerMethod.expose(ConfirmAppointment)
    def confirmed(self) -> None:
        """
        They know that we come.
        """
        if invitation := self._end():
            invitation.appointment.state = CONFIRMED

    @answerMethod.expose(DeclineAppointment)
    def declined(self) -> None:
        """
        They know that we don't.
        """
        self._end()

    @errorMethod.expose(ConfirmAppointment, TimeConflict)
    def organizerBusy(self, failure: Failure) -> None:
        """
        They have something else to do by now.
        """
        self._failed(ORGANIZER_BUSY)

    @errorMethod.expose(ConfirmAppointment, OutOfDate)
    @errorMethod.expose(DeclineAppointment, OutOfDate)
    def changed(self, failure: Failure) -> None:
        """
        They have moved or cancelled it, which we will hear.
        """
        self._failed(CHANGED)

    @errorMethod.expose(ConfirmAppointment, DeliveryFailed)
    @errorMethod.expose(DeclineAppointment, DeliveryFailed)
    def unreachable(self, failure: Failure) -> None:
        """
        They can't be told.
        """
        self._failed(UNREACHABLE)

    def _failed(self, trouble: str) -> None:
        if invitation := self._end():
            invitation.trouble = trouble
            if invitation.appointment.state == CONFIRMING:
                invitation.appointment.state = ASKED

    def _end(self) -> Invitation | None:
        """
        It is over.

        @return: the invitation, unless something was said since.
        """
        invitation: Invitation = self.invitation
        isLast = self.turn == invitation.turns
        self.deleteFromStore()
        return invitation if isLast else None
