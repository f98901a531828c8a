"""
Tests for the items of an address book.
"""

from __future__ import annotations

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from axiom.dependency import installOn
from axiom.testing import memoryStore
from mantissa_like.accounts import Address
from mantissa_like.sharing import IContacts, getAccountRole, getPrimaryRole, membersOf, shareItem
from mantissa_like.web import INavigable, ISearchable
from offerings.people import AddressBook, Card, IAddressBook, Person, TooManyPeople
from offerings.people import _items as items

NOW = Time.fromPOSIXTimestamp(1000)


class AddressBookTests(SynchronousTestCase):
    """
    Tests for L{AddressBook}.
    """

    def setUp(self) -> None:
        self.store = memoryStore()
        self.addCleanup(self.store.close)
        self.book = AddressBook(store=self.store)
        installOn(self.book, self.store)

    def add(self, name: str, addresses: str = "", notes: str = "") -> Person:
        """
        Add somebody.
        """
        return self.book.add({"name": name, "addresses": addresses, "notes": notes})

    def names(self) -> list[str]:
        """
        Who is in the book.
        """
        return [person.name for person in self.book.people()]

    def test_provides(self) -> None:
        """
        It has what its interfaces promise.
        """
        for interface in (IAddressBook, IContacts, INavigable, ISearchable):
            verifyObject(interface, self.book)
            self.assertEqual(
                interface is not IAddressBook, self.book in list(self.store.powerupsFor(interface))
            )

    def test_sorted(self) -> None:
        """
        People are found by their numbers and listed by name, whatever the case.
        """
        person, *_ = [self.add(name) for name in ("zoe", "Bob", "alice")]
        self.assertEqual(["alice", "Bob", "zoe"], self.names())
        self.assertIs(person, self.book.person(person.storeID))
        self.assertIs(None, self.book.person(self.book.storeID))

    def test_removed(self) -> None:
        """
        Who was removed is not in the book, not suggested and not found, and can be brought back.
        """
        bob = self.add("Bob", "bob@example.com")
        self.book.remove(bob, NOW)
        self.assertEqual(([], []), (self.names(), self.book.contacts()))
        self.assertEqual((), tuple(self.book.search("bob", 5).found))
        self.assertEqual([bob], list(self.book.people(isRemoved=True)))
        self.book.restore(bob)
        self.assertEqual(["Bob"], self.names())

    def test_removedBounded(self) -> None:
        """
        Of those who were removed a hundred are kept.
        """
        for number in range(102):
            self.book.remove(self.add(str(number)), Time.fromPOSIXTimestamp(number))
        kept = list(self.book.people(isRemoved=True))
        self.assertEqual((100, "101", 100), (len(kept), kept[0].name, self.store.count(Person)))

    def test_full(self) -> None:
        """
        There is room for so many, then everything is refused as a whole.
        """
        self.patch(items, "MOST_PEOPLE", 2)
        self.add("Alice")
        self.assertRaises(TooManyPeople, self.book.takeIn, [Card("Bob"), Card("Eve")])
        self.assertEqual(["Alice"], self.names())
        self.add("Bob")
        self.assertRaises(TooManyPeople, self.add, "Eve")

    def test_takenIn(self) -> None:
        """
        Who is there already does not come twice; what is taken in is given back the same.
        """
        cards = [Card("Bob", ("bob@example.com", "b@example.org"), "A note."), Card("Bob")]
        self.assertEqual((2, 0), (self.book.takeIn([*cards, cards[0]]), self.book.takeIn(cards)))
        self.assertEqual(set(cards), set(self.book.cards()))

    def test_contacts(self) -> None:
        """
        Each address of everybody is suggested.
        """
        self.add("Bob", "bob@example.com\nb@example.org")
        self.add("Eve")
        self.assertEqual([("bob@example.com", "Bob"), ("b@example.org", "Bob")], self.book.contacts())

    def test_search(self) -> None:
        """
        People are found by name, address and notes.
        """
        bob = self.add("Bob Builder", "bob@example.com", "Likes marmalade.")
        for text in ("builder", "bob@example.com", "marma", '"likes marmalade"'):
            (found,) = self.book.search(text, 5).found
            self.assertEqual(("Bob Builder", f"people/{bob.storeID}"), (found.title, found.url))

    def test_groups(self) -> None:
        """
        Groups have people and groups as members, who can leave; no other role is taken for one.
        """
        choir, altos = self.book.makeGroup("Choir"), self.book.makeGroup("Altos")
        self.book.join(choir, Address("bob", "example.com"), "alice@example.com")
        self.book.joinGroup(choir, altos)
        bob = getAccountRole(self.store, "bob", "example.com")
        self.assertEqual([altos, bob], membersOf(choir))
        self.book.leave(choir, bob)
        self.assertEqual([altos], membersOf(choir))
        self.assertEqual((choir, None), (self.book.group(choir.storeID), self.book.group(bob.storeID)))
        self.assertIs(None, self.book.group(getPrimaryRole(self.store, "Everybody").storeID))

    def test_groupRemoved(self) -> None:
        """
        With a group the shares with it go away.
        """
        choir = self.book.makeGroup("Choir")
        shareItem(self.add("Bob"), choir, shareID="bob")
        self.assertEqual(1, self.book.shareCount(choir))
        self.book.removeGroup(choir)
        self.assertEqual([], self.book.groups())
