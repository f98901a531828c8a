"""
What an address book offers to its owner.
"""

from __future__ import annotations

from zope.interface import Interface

from axiom.item import nameInterface

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = ["IAddressBook"]


class IAddressBook(Interface):
    """
    People, and groups of them.

    What changes something does so in one transaction.
    """

    def people(isRemoved=False):
        """
        A query of those in the book, by their names; or of those who were removed, the latest first.
        """

    def person(number):
        """
        The L{offerings.people.Person} with this number; None if there is none.
        """

    def add(details):
        """
        Add somebody.

        @param details: values of columns of L{offerings.people.Person}, by their names.
        @return: the L{offerings.people.Person}.
        @raise TooManyPeople: the book is full.
        """

    def change(person, details):
        """
        Change what is known of somebody.

        @param details: as for L{add}.
        """

    def remove(person, now):
        """
        Take somebody out of the book; the last hundred who were can be brought back.
        """

    def restore(person):
        """
        Bring back somebody who was removed.
        """

    def takeIn(cards):
        """
        Add those of some people who are not there, with the same name and addresses.

        @param cards: L{offerings.people.Card}s.
        @return: how many were new.
        @raise TooManyPeople: there is no room for all; nobody was added.
        """

    def cards():
        """
        Everybody as L{offerings.people.Card}s.
        """

    def groups():
        """
        The groups of the store, L{mantissa_like.sharing.Role}s, by name.
        """

    def group(number):
        """
        The group with this number; None if there is none.
        """

    def makeGroup(name):
        """
        Make a group.

        @return: the group.
        """

    def removeGroup(group):
        """
        Remove a group, and whatever is shared with it from its members.
        """

    def shareCount(group):
        """
        How many shares are with a group itself.
        """

    def join(group, address, owner):
        """
        Make the account with an address a member of a group, and tell them what is shared with it.

        @param owner: the address of the book's owner.
        """

    def joinGroup(group, member):
        """
        Make all members of one group members of another.
        """

    def leave(group, member):
        """
        Let a role be no member of a group any more.
        """


nameInterface(IAddressBook, "people.IAddressBook")
