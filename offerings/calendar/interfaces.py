"""
What a calendar offers: to its owner, and to the calendars of others.
"""

from __future__ import annotations

from zope.interface import Attribute, Interface

from axiom.item import nameInterface
from mantissa_like.messaging.interfaces import IMessageReceiver

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = ["IAnswerable", "ICalendar", "IInvitable"]


class ICalendar(Interface):
    """
    The appointments of one person. What changes something does so in one transaction, with the messages that
    tell others.
    """

    timeZone = Attribute("The name of the time zone in which the owner lives, such as C{Europe/Berlin}.")
    weekStart = Attribute("The first day of the owner's weeks: 0 is Monday, 6 Sunday.")
    minutes = Attribute("How long an appointment takes where nothing else is said.")

    def between(start, end):
        """
        The L{offerings.calendar.Appointment}s with a part between two moments, in their order; not those
        which were cancelled or declined.
        """

    def after(moment, limit):
        """
        The appointments that are not over at a moment, in their order; also those which were cancelled.
        """

    def unanswered():
        """
        The appointments that are not over, to which the owner is invited and has said nothing, in their
        order.
        """

    def appointment(number):
        """
        The appointment with this number; None if there is none.
        """

    def participants(appointment):
        """
        The L{offerings.calendar.Participant}s of an appointment of one's own, by their addresses.
        """

    def invitation(appointment):
        """
        The L{offerings.calendar.Invitation} to an appointment of somebody else; None for one's own.
        """

    def contacts():
        """
        People to invite: pairs of an address and of a name, which may be empty; bounded.
        """

    def arrange(details, organizer, people):
        """
        Make an appointment and invite people to it.

        @param details: L{offerings.calendar.Details}.
        @param organizer: an address of the owner, C{user@domain}; None for the first one.
        @param people: the addresses of others; may be empty.
        @return: the L{offerings.calendar.Appointment}.
        @raise TimeConflict: the owner has something else to do then.
        @raise UnfitAppointment: too many people are invited.
        """

    def move(appointment, start, end):
        """
        Have an appointment of one's own at another time.

        @raise TimeConflict: the owner has something else to do then.
        @raise UnfitAppointment: it would not end after it begins.
        @raise NotTheirs: it is somebody else's, or cancelled.
        """

    def cancel(appointment):
        """
        Cancel an appointment of one's own.

        @raise NotTheirs: it is somebody else's, or cancelled.
        """

    def askAgain(participant):
        """
        Tell a participant once more, who could not be reached or was busy.
        """

    def confirm(appointment):
        """
        Come to an appointment of somebody else.

        @raise TimeConflict: the owner has something else to do then.
        @raise NotTheirs: it is the owner's, or cancelled.
        """

    def decline(appointment):
        """
        Don't come to an appointment of somebody else.

        @raise NotTheirs: it is the owner's, or cancelled.
        """

    def live(timeZone):
        """
        Show times as clocks do in another time zone.
        """


class IInvitable(IMessageReceiver):
    """
    Takes L{offerings.calendar.RequestAppointment} and L{offerings.calendar.CancelAppointment}.
    """


class IAnswerable(IMessageReceiver):
    """
    Takes L{offerings.calendar.ConfirmAppointment} and L{offerings.calendar.DeclineAppointment} of one who is
    invited.
    """


nameInterface(ICalendar, "calendar.ICalendar")
nameInterface(IInvitable, "calendar.IInvitable")
nameInterface(IAnswerable, "calendar.IAnswerable")
