"""
What items and stores can offer to those who share.
"""

from __future__ import annotations

from zope.interface import Attribute, Interface

from axiom.item import nameInterface

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = ["IContacts", "ITitled"]


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


nameInterface(ITitled, "mantissa.ITitled")
nameInterface(IContacts, "mantissa.IContacts")
