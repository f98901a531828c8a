"""
An address book and the people in it, in their owner's store.

Groups are roles of that store; the book is where people see and change them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from epsilon.extime import Time
from zope.interface import implementer

from axiom.attributes import AND, reference, text, timestamp
from axiom.item import Item, transacted
from axiom.search import Hit, matches
from axiom.store import ItemQuery
from mantissa_like.accounts import Address
from mantissa_like.notices import notifyMember
from mantissa_like.sharing import (
    IContacts,
    Role,
    Share,
    getAccountRole,
    getSelfRole,
    groupsOf,
    isGroup,
    makeGroup,
    setDefaultShareID,
    shareItem,
)
from mantissa_like.web import INavigable, ISearchable, SearchResult, SearchResults, Tab
from offerings.people._cards import Card
from offerings.people.errors import TooManyPeople
from offerings.people.interfaces import IAddressBook

__all__ = ["MOST_PEOPLE", "AddressBook", "Person"]

MOST_PEOPLE = 20_000

_MOST_REMOVED = 100
_MOST_CONTACTS = 1000


@implementer(IAddressBook, IContacts, INavigable, ISearchable)
class AddressBook(Item):
    """
    The people whom one person knows.

    @ivar title: what it is called; unused so far.
    """

    typeName = "people_book"
    powerupInterfaces = (IContacts, INavigable, ISearchable)

    title = text(allowNone=False, default="People")

    def installed(self) -> None:
        """
        Called when the application is given to a person: nobody but they see it.
        """
        store = self.presentStore()
        shareItem(self, toRole=getSelfRole(store), shareID="people", interfaces=[IAddressBook])
        setDefaultShareID(store, "people", priority=-1)

    def people(self, isRemoved: bool = False) -> ItemQuery[Person]:
        """
        See L{IAddressBook}.
        """
        store = self.presentStore()
        if isRemoved:
            gone = AND(Person.book == self, Person.removed != None)  # noqa: E711 (a condition of SQL)
            return store.query(Person, gone, sort=Person.removed.descending)
        return store.query(Person, self._present(), sort=Person.name.ascending)

    def person(self, number: int) -> Person | None:
        """
        See L{IAddressBook}.
        """
        ours = AND(Person.book == self, Person.storeID == number)
        found: Person | None = self.presentStore().findFirst(Person, ours)
        return found

    @transacted
    def add(self, details: Mapping[str, Any]) -> Person:
        """
        See L{IAddressBook}.
        """
        if self.people().count() >= MOST_PEOPLE:
            raise TooManyPeople(MOST_PEOPLE)
        return Person(store=self.presentStore(), book=self, **details)

    @transacted
    def change(self, person: Person, details: Mapping[str, Any]) -> None:
        """
        See L{IAddressBook}.
        """
        for name, value in details.items():
            setattr(person, name, value)

    @transacted
    def remove(self, person: Person, now: Time) -> None:
        """
        See L{IAddressBook}.
        """
        person.removed = now
        for old in list(self.people(isRemoved=True))[_MOST_REMOVED:]:
            old.deleteFromStore()

    def restore(self, person: Person) -> None:
        """
        See L{IAddressBook}.
        """
        person.removed = None

    @transacted
    def takeIn(self, cards: Iterable[Card]) -> int:
        """
        See L{IAddressBook}.
        """
        known = {(each.name, each.addresses) for each in self.cards()}
        new = [card for card in dict.fromkeys(cards) if (card.name, card.addresses) not in known]
        if len(known) + len(new) > MOST_PEOPLE:
            raise TooManyPeople(MOST_PEOPLE)
        store = self.presentStore()
        for card in new:
            addresses = "\n".join(card.addresses)
            Person(store=store, book=self, name=card.name, addresses=addresses, notes=card.notes)
        return len(new)

    def cards(self) -> list[Card]:
        """
        See L{IAddressBook}.
        """
        return [Card(each.name, each.addressList, each.notes) for each in self.people()]

    def groups(self) -> list[Role]:
        """
        See L{IAddressBook}.
        """
        return groupsOf(self.presentStore())

    def group(self, number: int) -> Role | None:
        """
        See L{IAddressBook}.
        """
        found: Role | None = self.presentStore().findFirst(Role, Role.storeID == number)
        return found if found is not None and isGroup(found) else None

    def makeGroup(self, name: str) -> Role:
        """
        See L{IAddressBook}.
        """
        return makeGroup(self.presentStore(), name)

    def removeGroup(self, group: Role) -> None:
        """
        See L{IAddressBook}.
        """
        group.deleteFromStore()

    def shareCount(self, group: Role) -> int:
        """
        See L{IAddressBook}.
        """
        return self.presentStore().count(Share, Share.sharedTo == group)

    @transacted
    def join(self, group: Role, address: Address, owner: str) -> None:
        """
        See L{IAddressBook}.
        """
        getAccountRole(self.presentStore(), address.localpart, address.domain).becomeMemberOf(group)
        notifyMember(group, str(address), owner)

    def joinGroup(self, group: Role, member: Role) -> None:
        """
        See L{IAddressBook}.
        """
        member.becomeMemberOf(group)

    def leave(self, group: Role, member: Role) -> None:
        """
        See L{IAddressBook}.
        """
        member.noLongerMemberOf(group)

    def contacts(self) -> list[tuple[str, str]]:
        """
        See L{IContacts}.
        """
        people = self.people().cloneQuery(limit=_MOST_CONTACTS)
        return [(address, each.name) for each in people for address in each.addressList]

    def tabs(self) -> tuple[Tab, ...]:
        """
        See L{INavigable}.
        """
        return (Tab("People", "people", "Your address book, and groups to share with."),)

    def search(self, text: str, limit: int) -> SearchResults:
        """
        See L{ISearchable}.
        """
        hits = self.presentStore().search(matches(Person, text), self._present(), limit=limit)
        return SearchResults("People", [_asResult(hit) for hit in hits])

    def _present(self) -> AND:
        return AND(Person.book == self, Person.removed == None)  # noqa: E711 (a condition of SQL)


class Person(Item):
    """
    Somebody in an address book.

    @ivar book: the address book.
    @ivar name: one line, 1 to 200 characters.
    @ivar addresses: C{user@domain}, one a line; at most twenty, may be empty.
    @ivar notes: what else there is to remember; may be empty.
    @ivar removed: when they were taken out of the book; None if they are in it.
    """

    typeName = "people_person"

    name = text(allowNone=False, searchable=True, indexed=True)
    addresses = text(allowNone=False, default="", searchable=True)
    notes = text(allowNone=False, default="", searchable=True)
    removed = timestamp(indexed=True)
    book = reference(allowNone=False, reftype=AddressBook, whenDeleted=reference.CASCADE)

    @property
    def addressList(self) -> tuple[str, ...]:
        """
        The addresses.
        """
        return tuple(self.addresses.split("\n")) if self.addresses else ()


def _asResult(hit: Hit[Person]) -> SearchResult:
    return SearchResult(title=hit.item.name, url=f"people/{hit.item.storeID}", excerpt=hit.excerpt)
