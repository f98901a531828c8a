"""
The organizer's side: those who are invited to an appointment, what they are told, and what they answer.

Each is told, in the order in which it happened, how the appointment is. What an answer is about is known by
its errand: whatever came of one that is out of date does not matter any more, for another is on its way.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any

from twisted.python.failure import Failure
from zope.interface import implementer

from axiom.attributes import integer, reference, text
from axiom.item import Item
from mantissa_like.accounts import Address
from mantissa_like.messaging import (
    AMPMessenger,
    AMPReceiver,
    DeliveryFailed,
    answerMethod,
    commandMethod,
    errorMethod,
    messageQueueOf,
)
from mantissa_like.sharing import Identifier, ITitled
from offerings.calendar._appointments import ASKED, CANCELLED, CONFIRMED, DECLINED, Appointment, requireFree
from offerings.calendar._commands import (
    INVITATIONS,
    CancelAppointment,
    ConfirmAppointment,
    DeclineAppointment,
    RequestAppointment,
)
from offerings.calendar.errors import NotTaken, OutOfDate, TimeConflict, UnfitAppointment
from offerings.calendar.interfaces import IAnswerable

__all__ = ["ASKING", "BUSY", "UNREACHABLE", "WAITING", "Participant"]

# The states of participants, besides some of those of appointments: what they were told last has not arrived
# yet; has arrived, and they have not answered; they have something else to do then; it can't be delivered.
ASKING, WAITING, BUSY, UNREACHABLE = "asking", "waiting", "busy", "unreachable"


@implementer(IAnswerable, ITitled)
class Participant(AMPReceiver, Item):
    """
    Somebody who is invited. It is shared with nobody else, and receives what they say of the appointment.

    @ivar address: C{user@domain}.
    @ivar shareID: by which it is shared with them.
    @ivar state: one of L{ASKING}, L{WAITING}, L{CONFIRMED}, L{DECLINED}, L{BUSY}, L{UNREACHABLE} and
        L{CANCELLED}.
    """

    typeName = "calendar_participant"

    appointment = reference(allowNone=False, reftype=Appointment, whenDeleted=reference.CASCADE)
    address = text(allowNone=False)
    shareID = text(allowNone=False, caseSensitive=True, default="")
    state = text(allowNone=False, caseSensitive=True, default=ASKING)

    @property
    def title(self) -> str:
        """
        That of the appointment, by which the organizer knows what is shared.
        """
        return self.appointment.title

    def tell(self) -> None:
        """
        Let them know how the appointment is now; also again, if that failed.
        """
        appointment = self.appointment
        self.state = ASKING
        if appointment.state == CANCELLED:
            self._send(CancelAppointment)
        else:
            details = appointment.details
            self._send(
                RequestAppointment,
                title=details.title,
                start=details.start.asDatetime(UTC),
                end=details.end.asDatetime(UTC),
                place=details.place,
                notes=details.notes,
            )

    def isBusy(self) -> None:
        """
        They can't come; if they have confirmed an earlier time, they are to forget that.
        """
        self.state = BUSY
        if self.appointment.sequence:
            self._send(CancelAppointment)

    @commandMethod.expose(ConfirmAppointment)
    def confirm(self, sequence: int) -> None:
        """
        They come.
        """
        appointment = self._current(sequence)
        requireFree(self.presentStore(), appointment.details, besides=appointment)
        self.state = appointment.state = CONFIRMED

    @commandMethod.expose(DeclineAppointment)
    def decline(self, sequence: int) -> None:
        """
        They don't. Where nobody else comes, the time is free again.
        """
        appointment = self._current(sequence)
        self.state = DECLINED
        others = self.presentStore().query(Participant, Participant.appointment == appointment)
        if all(each.state != CONFIRMED for each in others):
            appointment.state = ASKED

    def _current(self, sequence: int) -> Appointment:
        appointment: Appointment = self.appointment
        if sequence != appointment.sequence:
            raise OutOfDate("The appointment was moved or cancelled meanwhile.")
        return appointment

    def _send(self, command: Any, **arguments: object) -> None:
        store, appointment = self.presentStore(), self.appointment
        organizer, participant = Address.parse(appointment.organizer), Address.parse(self.address)
        messenger = AMPMessenger(
            messageQueueOf(store),
            Identifier(self.shareID, organizer.localpart, organizer.domain),
            Identifier(INVITATIONS, participant.localpart, participant.domain),
        )
        errand = Errand(store=store, participant=self, sequence=appointment.sequence)
        messenger.messageRemote(command, errand, sequence=appointment.sequence, **arguments)


class Errand(AMPReceiver, Item):
    """
    What a participant was told and has not answered yet.

    @ivar sequence: that of the appointment then.
    """

    typeName = "calendar_errand"

    participant = reference(allowNone=False, reftype=Participant, whenDeleted=reference.CASCADE)
    sequence = integer(allowNone=False)

    @answerMethod.expose(RequestAppointment)
    def asked(self) -> None:
        """
        They know of it. They may have confirmed or declined before we got to know that.
        """
        if (participant := self._end()) and participant.state == ASKING:
            participant.state = WAITING

    @answerMethod.expose(CancelAppointment)
    def toldCancelled(self) -> None:
        """
        They know that they are not to come.
        """
        participant = self._end()
        if participant and participant.appointment.state == CANCELLED:
            participant.state = CANCELLED

    @errorMethod.expose(RequestAppointment, TimeConflict)
    def busy(self, failure: Failure) -> None:
        """
        They have something else to do.
        """
        if participant := self._end():
            participant.isBusy()

    @errorMethod.expose(RequestAppointment, OutOfDate)
    @errorMethod.expose(CancelAppointment, OutOfDate)
    def overtaken(self, failure: Failure) -> None:
        """
        They were told later news before.
        """
        self._end()

    @errorMethod.expose(RequestAppointment, UnfitAppointment)
    @errorMethod.expose(RequestAppointment, NotTaken)
    @errorMethod.expose(RequestAppointment, DeliveryFailed)
    @errorMethod.expose(CancelAppointment, DeliveryFailed)
    def unreachable(self, failure: Failure) -> None:
        """
        They can't be told.
        """
        if participant := self._end():
            participant.state = UNREACHABLE

    def _end(self) -> Participant | None:
        """
        It is over.

        @return: the participant, unless the appointment has changed meanwhile.
        """
        participant: Participant = self.participant
        isCurrent = self.sequence == participant.appointment.sequence
        self.deleteFromStore()
        return participant if isCurrent else None
