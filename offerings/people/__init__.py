"""
People: an address book, and groups of people to share with.
"""

from __future__ import annotations

from mantissa_like.catalog import Offering, Powerup
from mantissa_like.web import registerWebView
from offerings.people._cards import Card, readCards, writtenCards
from offerings.people._items import MOST_PEOPLE, AddressBook, Person
from offerings.people._pages import PeopleView
from offerings.people.errors import TooManyPeople, UnreadableCards
from offerings.people.interfaces import IAddressBook

__all__ = [
    "MOST_PEOPLE",
    "AddressBook",
    "Card",
    "IAddressBook",
    "Person",
    "TooManyPeople",
    "UnreadableCards",
    "offering",
    "readCards",
    "writtenCards",
]

registerWebView(IAddressBook, PeopleView)

offering = Offering(
    name="people",
    description="An address book, and groups of people to share with.",
    installablePowerups=(Powerup("people", "An address book of one's own.", AddressBook),),
)
