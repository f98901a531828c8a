"""
What takes a site's mail to people.
"""

from __future__ import annotations

from zope.interface import Interface

from axiom.item import nameInterface

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = ["IMailDelivery", "IMailRelay"]


class IMailRelay(Interface):
    """
    Takes mail that is to leave the site.
    """

    def send(message):
        """
        Hand over one message.

        Called outside any transaction, for several messages at once. Repeating it may bring the message
        twice, with the same identity.

        @param message: a L{mantissa_like.mail.Message}.
        @return: a Deferred that fires when the relay has taken over responsibility for it. It fails with
            L{MailRefused}: do not repeat it; or with L{RelayTrouble}: repeat it later. Cancelling it gives
            up.
        """


class IMailDelivery(Interface):
    """
    A powerup of the site store that knows the way out.
    """

    def makeRelay():
        """
        Called each time the site starts.

        @return: an L{IMailRelay}; None if the site sends no mail, and keeps it.
        """


nameInterface(IMailDelivery, "mantissa.IMailDelivery")
