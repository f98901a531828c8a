"""
Tests for granting products, and for what becomes of them.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.dependency import installedOn
from axiom.item import Item
from axiom.store import Store
from mantissa_like.catalog import (
    AlreadyGranted,
    Installation,
    NoSuchProduct,
    NotGranted,
    Offering,
    Powerup,
    Product,
    UnknownPowerup,
    endow,
    findInstallation,
    findProduct,
    grantProduct,
    installations,
)
from mantissa_like.sharing import NoSuchShare, Share, getEveryoneRole, getShare, shareItem
from tests.unit.mantissa_like.catalog.apps import (
    Album,
    Broken,
    Catalog,
    ILibrary,
    Page,
    Photo,
    Preferences,
)

OFFERINGS = {
    "all": Offering(
        "all",
        "",
        installablePowerups=[Powerup("", "", each) for each in (Album, Broken, Catalog, Preferences)],
    )
}


class GrantingTestCase(SynchronousTestCase):
    """
    A site with products, and the store of a user.
    """

    def setUp(self) -> None:
        self.siteStore = Store()
        self.addCleanup(self.siteStore.close)
        self.userStore = Store()
        self.addCleanup(self.userStore.close)

    def grant(self, name: str, *itemClasses: type[Item]) -> Installation:
        """
        Grant the user a new product of these classes.
        """
        types = [each.typeName for each in itemClasses]
        return grantProduct(Product(store=self.siteStore, name=name, types=types), self.userStore, OFFERINGS)

    def counts(self, *itemClasses: type[Item]) -> list[int]:
        """
        How many items of each class the user has.
        """
        return [self.userStore.count(each) for each in itemClasses]

    def isShared(self, shareID: str) -> bool:
        """
        Whether everybody can reach it.
        """
        try:
            getShare(self.userStore, getEveryoneRole(self.userStore), shareID)
        except NoSuchShare:
            return False
        return True


class GrantProductTests(GrantingTestCase):
    """
    Tests for L{grantProduct}.
    """

    def test_installed(self) -> None:
        """
        The items are installed on the user's store with what they need, and are powerups of it.
        """
        installation = self.grant("photos", Album, Catalog)
        album, catalog = installation.items
        self.assertEqual([self.userStore] * 2, [installedOn(album), installedOn(catalog)])
        self.assertIs(album, ILibrary(self.userStore))
        self.assertEqual([1], self.counts(Preferences))
        self.assertEqual(
            ("photos", ["test_catalog_album", "test_catalog_catalog"], "active"),
            (installation.productName, installation.types, installation.state),
        )

    def test_twice(self) -> None:
        """
        A product is granted once; a second attempt changes nothing.
        """
        self.grant("photos", Album)
        revision = self.userStore.revision
        product = findProduct(self.siteStore, "photos")
        self.assertRaises(AlreadyGranted, grantProduct, product, self.userStore, OFFERINGS)
        self.assertEqual(revision, self.userStore.revision)

    def test_unknownPowerup(self) -> None:
        """
        A product of which a class is gone is not granted, and the class is named.
        """
        product = Product(store=self.siteStore, name="photos", types=["test_catalog_album", "gone_thing"])
        error = self.assertRaises(UnknownPowerup, grantProduct, product, self.userStore, OFFERINGS)
        self.assertEqual("gone_thing", error.typeName)
        self.assertEqual([0, 0], self.counts(Album, Installation))

    def test_failure(self) -> None:
        """
        A product of which one item can't be installed leaves nothing behind.
        """
        self.assertRaises(RuntimeError, self.grant, "photos", Album, Broken)
        self.assertEqual([0, 0, 0, 0], self.counts(Album, Broken, Preferences, Installation))

    def test_sharedItems(self) -> None:
        """
        What is installed already, for whatever reason, is not installed again.
        """
        first = self.grant("photos", Album)
        second = self.grant("settings", Preferences, Album)
        self.assertEqual(([1, 1], first.items), (self.counts(Album, Preferences), second.items[1:]))

    def test_found(self) -> None:
        """
        Installations are listed and found by the product's name; for a missing one those there are are told.
        """
        second, first = self.grant("b", Preferences), self.grant("a", Album)
        self.assertEqual([first, second], installations(self.userStore))
        self.assertIs(second, findInstallation(self.userStore, "b"))
        error = self.assertRaises(NotGranted, findInstallation, self.userStore, "c")
        self.assertEqual("Granted are: a, b.", error.hint)


class EndowTests(GrantingTestCase):
    """
    Tests for L{endow}.
    """

    def test_missingOnes(self) -> None:
        """
        What the user does not have is granted, each once.
        """
        self.grant("photos", Album)
        Product(store=self.siteStore, name="nothing", types=[])
        granted = endow(self.siteStore, self.userStore, ["photos", "nothing", "nothing"])
        self.assertEqual(["nothing"], [each.productName for each in granted])

    def test_unknown(self) -> None:
        """
        If one of the names is no product nothing is granted, and those there are are told.
        """
        Product(store=self.siteStore, name="nothing", types=[])
        error = self.assertRaises(
            NoSuchProduct, endow, self.siteStore, self.userStore, ["nothing", "something"]
        )
        self.assertEqual("something", error.name)
        self.assertIn("nothing", error.hint)
        self.assertEqual([], installations(self.userStore))

    def test_none(self) -> None:
        """
        No names, no products.
        """
        self.assertEqual([], endow(self.siteStore, self.userStore, ()))


class SuspendTests(GrantingTestCase):
    """
    Tests for L{Installation.suspend} and L{Installation.resume}.
    """

    def setUp(self) -> None:
        super().setUp()
        self.installation = self.grant("photos", Album)
        (self.album,) = self.installation.items
        self.photo = Photo(store=self.userStore, album=self.album)
        self.page = Page(store=self.userStore, album=self.album)
        shareItem(self.photo, shareID="photo")
        shareItem(self.page, shareID="page")

    def state(self) -> tuple[str, bool, list[bool]]:
        """
        The installation's state, whether it is a powerup, and which of album, photo and page can be reached.
        """
        isPowerup = ILibrary(self.userStore, None) is not None
        return (
            self.installation.state,
            isPowerup,
            [self.isShared(each) for each in ("album", "photo", "page")],
        )

    def test_suspended(self) -> None:
        """
        Items are no powerups, and they and what would be deleted with them can't be reached; all else can.
        """
        self.installation.suspend()
        self.assertEqual(("suspended", False, [False, False, True]), self.state())
        self.assertEqual([1, 1], self.counts(Album, Photo))

    def test_resumed(self) -> None:
        """
        All is as it was.
        """
        before = self.state()
        self.installation.suspend()
        self.installation.resume()
        self.assertEqual(before, self.state())

    def test_again(self) -> None:
        """
        Suspending or resuming twice changes nothing.
        """
        for change in (self.installation.suspend, self.installation.resume):
            change()
            state = self.state()
            change()
            self.assertEqual(state, self.state())

    def test_inTwoProducts(self) -> None:
        """
        An item that is in two products is on as long as one of them is active.
        """
        other = self.grant("more", Album)
        self.installation.suspend()
        self.assertEqual(("suspended", True, [True, True, True]), self.state())
        other.suspend()
        self.assertEqual(("suspended", False, [False, False, True]), self.state())
        other.resume()
        self.assertEqual(("suspended", True, [True, True, True]), self.state())

    def test_grantedWhileSuspended(self) -> None:
        """
        Granting a suspended item in another product switches it on.
        """
        self.installation.suspend()
        self.grant("more", Album)
        self.assertEqual(("suspended", True, [True, True, True]), self.state())

    def test_sharedWhileSuspended(self) -> None:
        """
        Changing a share of what is suspended does not make it reachable.
        """
        self.installation.suspend()
        shareItem(self.photo, shareID="photo", interfaces=[ILibrary])
        self.assertEqual(False, self.isShared("photo"))


class RemoveTests(GrantingTestCase):
    """
    Tests for L{Installation.remove}.
    """

    def test_gone(self) -> None:
        """
        Items, what belongs to them or was installed for them, and shares are gone; what mentions them stays.
        """
        installation = self.grant("photos", Album)
        (album,) = installation.items
        shareItem(Photo(store=self.userStore, album=album), shareID="photo")
        page = Page(store=self.userStore, album=album)
        installation.remove()
        self.assertEqual([0] * 5, self.counts(Album, Photo, Preferences, Share, Installation))
        self.assertIs(None, page.album)
        self.assertIs(None, ILibrary(self.userStore, None))

    def test_grantedAnew(self) -> None:
        """
        After that the product can be granted as if it had never been.
        """
        self.grant("photos", Album).remove()
        endow(self.siteStore, self.userStore, [])
        installation = grantProduct(findProduct(self.siteStore, "photos"), self.userStore, OFFERINGS)
        self.assertEqual(([1, 1], True), (self.counts(Album, Preferences), self.isShared("album")))
        self.assertEqual(1, len(installation.items))

    def test_suspended(self) -> None:
        """
        A suspended one can be removed.
        """
        installation = self.grant("photos", Album)
        installation.suspend()
        installation.remove()
        self.assertEqual([0, 0, 0], self.counts(Album, Preferences, Installation))

    def test_inTwoProducts(self) -> None:
        """
        An item that is in another product too stays, as that one's state says.
        """
        first, second = self.grant("photos", Album), self.grant("more", Album)
        second.suspend()
        first.remove()
        self.assertEqual(([1, 1], False), (self.counts(Album, Preferences), self.isShared("album")))
        second.resume()
        self.assertEqual(True, self.isShared("album"))

    def test_stillNeeded(self) -> None:
        """
        An item that others need stays.
        """
        settings = self.grant("settings", Preferences)
        self.grant("photos", Album)
        settings.remove()
        self.assertEqual([1, 1], self.counts(Album, Preferences))

    def test_needsEachOther(self) -> None:
        """
        Items that need others of the same product are removed in any order of the product's types.
        """
        for types in ((Album, Preferences), (Preferences, Album)):
            self.grant(types[0].typeName, *types).remove()
            self.assertEqual([0, 0], self.counts(Album, Preferences))

    def test_requirementIsGranted(self) -> None:
        """
        What was first installed because an item needs it, and then granted, outlives that item.
        """
        photos = self.grant("photos", Album)
        settings = self.grant("settings", Preferences)
        (preferences,) = settings.items
        photos.remove()
        self.assertEqual([0, 1], self.counts(Album, Preferences))
        self.assertIs(self.userStore, installedOn(preferences))
        settings.remove()
        self.assertEqual([0], self.counts(Preferences))

    def test_requirementIsNeeded(self) -> None:
        """
        What another product's item needs too stays until that is removed.
        """
        photos, catalog = self.grant("photos", Album), self.grant("catalog", Catalog)
        photos.remove()
        self.assertEqual([1], self.counts(Preferences))
        catalog.remove()
        self.assertEqual([0], self.counts(Preferences))
