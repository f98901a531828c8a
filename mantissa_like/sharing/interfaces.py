"""
What items and stores can offer to those who share, and how recipients learn of it.
"""

from __future__ import annotations

from zope.interface import Attribute, Interface

from axiom.item import nameInterface

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = ["IContacts", "IShareNotices", "ITitled"]


class ITitled(Interface):
    """
    An item that people call by a name.
    """

    title = Attribute("One line of plain text.")


class IContacts(Interface):
    """
    A powerup of a user's store that knows people.
    """

    def contacts():
        """
        Those with whom the user may want to share something.

        @return: pairs of an address, C{user@domain}, and of the person's name, which may be empty; sorted,
            bounded.
        """


class IShareNotices(Interface):
    """
    Tells people what is shared with them; an in-memory powerup of the site store takes the place of what does
    so within one site.
    """

    def carry(notice):
        """
        Bring one L{mantissa_like.sharing.Notice} to its recipient.

        Called after it was committed in the store of the sharer, outside of transactions. Repeating it is
        safe. Whatever it fails with, it is called again later; a recipient who does not exist is no error.

        @return: a L{Deferred<twisted.internet.defer.Deferred>} that fires once it is on the disk there.
        """


nameInterface(ITitled, "mantissa.ITitled")
nameInterface(IContacts, "mantissa.IContacts")
nameInterface(IShareNotices, "mantissa.IShareNotices")
