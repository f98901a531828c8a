"""
Tests for sharing items, and for getting at what is shared.
"""

from __future__ import annotations

from collections.abc import Iterable

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import providedBy
from zope.interface.interface import InterfaceClass

from axiom.store import Store
from mantissa_like.sharing import (
    InterfaceNotProvided,
    InvalidShareID,
    NoSuchShare,
    Role,
    Share,
    ShareIDTaken,
    asAccessibleTo,
    getAccountRole,
    getAuthenticatedRole,
    getEveryoneRole,
    getShare,
    getShareFor,
    itemFromProxy,
    roleOf,
    shareIDFromProxy,
    shareItem,
    unShare,
)
from tests.unit.mantissa_like.sharing.notes import IReadable, IRemovable, IUnrelated, IWritable, Label, Note


class SharingTestCase(SynchronousTestCase):
    """
    A store with a note and some roles.
    """

    def setUp(self) -> None:
        self.store = Store()
        self.addCleanup(self.store.close)
        self.everyone = getEveryoneRole(self.store)
        self.bob = getAccountRole(self.store, "bob", "example.org")
        self.note = Note(store=self.store, title="Milk")


class ShareItemTests(SharingTestCase):
    """
    Tests for L{shareItem} and L{unShare}.
    """

    def test_stored(self) -> None:
        """
        A share tells what was shared, with whom, by which interfaces, when and by whom.
        """
        moment = Time.fromPOSIXTimestamp(1000)
        share = shareItem(
            self.note, self.bob, None, "milk", [IReadable], createdBy="alice@example.org", now=lambda: moment
        )
        self.assertEqual(
            {
                "shareID": "milk",
                "sharedItem": self.note,
                "sharedTo": self.bob,
                "sharedInterfaceNames": ["test.IReadable"],
                "created": moment,
                "createdBy": "alice@example.org",
                "suspended": False,
                "expires": None,
                "passwordHash": None,
                "isLink": False,
            },
            share.persistentValues(),
        )

    def test_withEverybody(self) -> None:
        """
        Without a role an item is shared with everybody, under a name that is made up.
        """
        share = shareItem(self.note, makeShareID=lambda: "made-up")
        self.assertEqual((self.everyone, "made-up"), (share.sharedTo, share.shareID))

    def test_namesDiffer(self) -> None:
        """
        Names that are made up differ.
        """
        self.assertNotEqual(shareItem(self.note).shareID, shareItem(self.note).shareID)

    def test_withName(self) -> None:
        """
        A role that is named by its external ID is made if need be.
        """
        share = shareItem(self.note, toName="Eve@example.org", shareID="milk")
        self.assertIs(getAccountRole(self.store, "eve", "example.org"), share.sharedTo)

    def test_again(self) -> None:
        """
        Sharing the same with the same role again replaces the interfaces; there is one share.
        """
        first = shareItem(self.note, self.bob, shareID="milk", interfaces=[IWritable])
        self.assertIs(first, shareItem(self.note, self.bob, shareID="milk", interfaces=[IReadable]))
        self.assertEqual((["test.IReadable"], 1), (first.sharedInterfaceNames, self.store.count(Share)))

    def test_taken(self) -> None:
        """
        A share ID belongs to one item of the store; of two that want it the first one keeps it.
        """
        shareItem(self.note, self.bob, shareID="milk")
        other = Note(store=self.store)
        self.assertRaises(ShareIDTaken, shareItem, other, self.everyone, shareID="milk")
        unShare(self.note)
        self.assertIs(other, shareItem(other, self.everyone, shareID="milk").sharedItem)

    def test_caseMatters(self) -> None:
        """
        Share IDs that differ in case are two.
        """
        shareItem(self.note, shareID="milk")
        shareItem(Note(store=self.store), shareID="Milk")
        self.assertRaises(NoSuchShare, getShare, self.store, self.everyone, "MILK")

    def test_invalid(self) -> None:
        """
        What can't be one segment of a URL is no share ID; nothing is written.
        """
        revision = self.store.revision
        for shareID in ("", ".", "..", "a/b", "/", "a\0b", "a\nb", "x" * 201, "\ud800"):
            self.assertRaises(InvalidShareID, shareItem, self.note, self.everyone, shareID=shareID)
        self.assertEqual(revision, self.store.revision)
        shareItem(self.note, shareID="x" * 200)
        shareItem(self.note, shareID="...")

    def test_notProvided(self) -> None:
        """
        An interface that the item does not provide is refused by its name; nothing is written.
        """
        revision = self.store.revision
        error = self.assertRaises(
            InterfaceNotProvided, shareItem, self.note, shareID="milk", interfaces=[IReadable, IUnrelated]
        )
        self.assertEqual((revision, 1), (self.store.revision, len(error.interfaceNames)))

    def test_unShared(self) -> None:
        """
        After it was unshared nobody sees the item under any name; doing so twice changes nothing.
        """
        shareItem(self.note, self.bob, shareID="milk")
        shareItem(self.note, self.everyone, shareID="other")
        unShare(self.note)
        unShare(self.note)
        for shareID in ("milk", "other"):
            self.assertRaises(NoSuchShare, getShare, self.store, self.bob, shareID)

    def test_itemDeleted(self) -> None:
        """
        The shares of a deleted item are deleted with it.
        """
        shareItem(self.note, shareID="milk")
        self.note.deleteFromStore()
        self.assertEqual(0, self.store.count(Share))


class GetShareTests(SharingTestCase):
    """
    Tests for L{getShare}.
    """

    def assertNotThere(self, role: Role, shareID: str) -> None:
        """
        C{role} learns nothing of C{shareID}.
        """
        error = self.assertRaises(NoSuchShare, getShare, self.store, role, shareID)
        self.assertEqual(f"there is no share {shareID!r} for this role", str(error))

    def test_sameAnswer(self) -> None:
        """
        What there is not and what one may not see give the same error.
        """
        shareItem(self.note, self.bob, shareID="milk")
        self.assertNotThere(self.everyone, "milk")
        self.assertNotThere(self.everyone, "nothing")

    def test_nothingEverShared(self) -> None:
        """
        In a store without any role or share there is nothing, for any viewer.
        """
        store = Store()
        self.addCleanup(store.close)
        for viewer in (None, "bob@example.org"):
            self.assertRaises(NoSuchShare, getShare, store, roleOf(store, viewer), "milk")

    def test_inherited(self) -> None:
        """
        A role sees what its groups see, but not the other way round.
        """
        shareItem(self.note, getAuthenticatedRole(self.store), shareID="milk")
        self.assertIs(self.note, itemFromProxy(getShare(self.store, self.bob, "milk")))
        self.assertNotThere(self.everyone, "milk")

    def test_addsUp(self) -> None:
        """
        A role has the interfaces of all its roles, the nearest role's first.
        """
        shareItem(self.note, self.everyone, shareID="milk", interfaces=[IReadable])
        shareItem(self.note, self.bob, shareID="milk", interfaces=[IRemovable])
        self.assertIn("by test.IRemovable, test.IReadable", repr(getShare(self.store, self.bob, "milk")))
        self.assertIn("by test.IReadable>", repr(getShare(self.store, self.everyone, "milk")))

    def test_namesDoNotAddUp(self) -> None:
        """
        The interfaces of one share ID are not had under another.
        """
        shareItem(self.note, shareID="milk", interfaces=[IReadable])
        shareItem(self.note, shareID="secret", interfaces=[IRemovable])
        self.assertEqual(False, IRemovable.providedBy(getShare(self.store, self.bob, "milk")))

    def test_suspended(self) -> None:
        """
        A suspended share is as if it were not there.
        """
        shareItem(self.note, shareID="milk").suspended = True
        self.assertNotThere(self.bob, "milk")

    def test_lostInterface(self) -> None:
        """
        A stored name that the item's class does not know grants nothing, and breaks nothing.
        """
        share = shareItem(self.note, shareID="milk", interfaces=[IReadable])
        share.sharedInterfaceNames = ["test.IReadable", "gone.IGone"]
        self.assertIn("by test.IReadable>", repr(getShare(self.store, self.bob, "milk")))
        share.sharedInterfaceNames = ["gone.IGone"]
        self.assertNotThere(self.bob, "milk")

    def test_lostItem(self) -> None:
        """
        A share whose item can't be loaded, since its application is not installed, is not there.
        """
        shareItem(self.note, shareID="milk")
        self.store.executeSQL("DELETE FROM axiom_objects WHERE oid = ?", (self.note.storeID,))
        self.store.identities.discard(self.note.storeID)
        self.assertNotThere(self.bob, "milk")

    def test_readsOnly(self) -> None:
        """
        Getting a share writes nothing.
        """
        shareItem(self.note, shareID="milk")
        with self.store.snapshot():
            getShare(self.store, roleOf(self.store, "eve@example.org"), "milk")


class AsAccessibleToTests(SharingTestCase):
    """
    Tests for L{asAccessibleTo}.
    """

    def setUp(self) -> None:
        super().setUp()
        self.notes = [Note(store=self.store, title=f"note {n}", rank=n) for n in range(6)]

    def share(self, role: Role, *numbers: int, interfaces: Iterable[InterfaceClass] = (IReadable,)) -> None:
        """
        Let C{role} see the notes with these numbers.
        """
        for n in numbers:
            shareItem(self.notes[n], role, shareID=f"share-{n}", interfaces=interfaces)

    def test_filtersInOrder(self) -> None:
        """
        The items that the role may see come in the order of the query, each once.
        """
        self.share(self.everyone, 4, 1)
        self.share(self.bob, 1, 2)
        query = self.store.query(Note, Note.rank > 0, sort=Note.rank.descending)
        self.assertEqual([4, 2, 1], [itemFromProxy(each).rank for each in asAccessibleTo(self.bob, query)])
        self.assertEqual([4, 1], [itemFromProxy(each).rank for each in asAccessibleTo(self.everyone, query)])

    def test_addsUp(self) -> None:
        """
        Each item is shown by the interfaces of all of the role's shares, as L{getShare} shows it.
        """
        self.share(self.everyone, 1)
        self.share(self.bob, 1, 2, interfaces=[IRemovable])
        found = list(asAccessibleTo(self.bob, self.store.query(Note)))
        self.assertEqual(["share-1", "share-2"], [shareIDFromProxy(each) for each in found])
        self.assertEqual([self.bob.getShare("share-1"), self.bob.getShare("share-2")], found)

    def test_pages(self) -> None:
        """
        Limit and offset count what is seen.
        """
        self.share(self.everyone, 0, 2, 3, 5)
        query = self.store.query(Note, None, 2, 1, Note.rank.ascending)
        self.assertEqual([2, 3], [itemFromProxy(each).rank for each in asAccessibleTo(self.bob, query)])

    def test_manyItems(self) -> None:
        """
        More items than are loaded at once come all, in their order.
        """
        self.notes = [Note(store=self.store, rank=100 + n) for n in range(120)]
        self.store.transact(self.share, self.everyone, *range(120))
        query = self.store.query(Note, sort=Note.rank.ascending)
        self.assertEqual(
            list(range(100, 220)), [itemFromProxy(each).rank for each in asAccessibleTo(self.bob, query)]
        )

    def test_suspendedAndLost(self) -> None:
        """
        Suspended shares, and those that show nothing any more, are left out.
        """
        self.share(self.everyone, 1, 2)
        suspended, lost = self.store.query(Share)
        suspended.suspended, lost.sharedInterfaceNames = True, ["gone.IGone"]
        self.assertEqual([], list(asAccessibleTo(self.bob, self.store.query(Note))))

    def test_nothingShared(self) -> None:
        """
        Items of which nothing was shared are not seen, by whoever has no role either.
        """
        Label(store=self.store)
        stranger = Role(externalID="x", name="x")
        for role in (self.bob, stranger):
            self.assertEqual([], list(asAccessibleTo(role, self.store.query(Label))))


class GetShareForTests(SharingTestCase):
    """
    Tests for L{getShareFor}.
    """

    def test_asTheirRole(self) -> None:
        """
        Somebody sees what their role sees: as themselves, as one who is logged in, and as anybody; also by
        the groups of their role, which may be members of each other.
        """
        friends, family = (
            Role(store=self.store, externalID=name, name=name) for name in ("friends", "family")
        )
        self.bob.becomeMemberOf(friends)
        friends.becomeMemberOf(family)
        family.becomeMemberOf(friends)
        roles = [self.everyone, getAuthenticatedRole(self.store), self.bob, family]
        for number, role in enumerate(roles):
            shareItem(self.note, role, None, f"n{number}", [IReadable])
        for viewer, seen in ((None, 1), ("eve@example.org", 2), ("bob@example.org", 4)):
            for number in range(len(roles)):
                if number < seen:
                    expected = getShare(self.store, roleOf(self.store, viewer), f"n{number}")
                    self.assertEqual(expected, getShareFor(self.store, viewer, f"n{number}"))
                else:
                    self.assertRaises(NoSuchShare, getShareFor, self.store, viewer, f"n{number}")

    def test_nearestFirst(self) -> None:
        """
        The interfaces granted to the viewer's own role come before those of a wider one.
        """
        shareItem(self.note, self.everyone, None, "milk", [IReadable])
        shareItem(self.note, self.bob, None, "milk", [IRemovable])
        proxy = getShareFor(self.store, "bob@example.org", "milk")
        self.assertEqual([IRemovable, IReadable], list(providedBy(proxy)))

    def test_nothingStored(self) -> None:
        """
        In a store that knows no roles, nobody sees anything.
        """
        empty = Store()
        self.addCleanup(empty.close)
        for viewer in (None, "bob@example.org"):
            self.assertRaises(NoSuchShare, getShareFor, empty, viewer, "milk")
