"""
The states of appointments and of participants, in words for people.
"""

from __future__ import annotations

from twisted.web.template import Tag, tags

from offerings.calendar._appointments import (
    ASKED,
    CANCELLED,
    CONFIRMED,
    CONFIRMING,
    DECLINED,
    Appointment,
)
from offerings.calendar._invitations import CHANGED, ORGANIZER_BUSY, UNREACHABLE, Invitation
from offerings.calendar._participants import ASKING, BUSY, WAITING, Participant

__all__ = ["participantInWords", "stateBadge", "stateInWords", "troubleInWords"]

_GOOD, _BAD = {CONFIRMING, CONFIRMED}, {CANCELLED, DECLINED}

_PARTICIPANTS = {
    ASKING: "On its way to {}.",
    WAITING: "Waiting for {}.",
    CONFIRMED: "{} comes.",
    DECLINED: "{} does not come.",
    BUSY: "{} is busy then.",
    UNREACHABLE: "{} can’t be reached.",
    CANCELLED: "{} knows that it is cancelled.",
}

_TROUBLES = {
    ORGANIZER_BUSY: "{} has something else at this time by now, so this is not confirmed.",
    CHANGED: "{} has changed this meanwhile. The news is on its way; then you can answer.",
    UNREACHABLE: "{} can’t be reached, and does not know your answer. You can try again.",
}


def stateInWords(appointment: Appointment) -> str:
    """
    What an appointment waits for.
    """
    if appointment.state == ASKED:
        return "nobody has confirmed" if appointment.isOwn else "to answer"
    return "confirmed" if appointment.state == CONFIRMING else appointment.state


def stateBadge(appointment: Appointment) -> Tag:
    """
    The same, to be seen at once.
    """
    kind = "good" if appointment.state in _GOOD else "bad" if appointment.state in _BAD else ""
    return tags.span(stateInWords(appointment), class_=f"badge {kind}".strip())


def participantInWords(participant: Participant) -> str:
    """
    What somebody who is invited does.
    """
    return _PARTICIPANTS[participant.state].format(participant.address)


def troubleInWords(appointment: Appointment, invitation: Invitation) -> str:
    """
    What became of the owner's answer; empty where there is nothing to say.
    """
    if invitation.trouble:
        return _TROUBLES[invitation.trouble].format(appointment.organizer)
    if appointment.state == CONFIRMING:
        return f"Your answer is on its way to {appointment.organizer}."
    return ""
