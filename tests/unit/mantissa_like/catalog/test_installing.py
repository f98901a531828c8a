"""
Tests for installing offerings on a site.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.accounts import accountAddresses, findSubStore
from mantissa_like.catalog import (
    AlreadyInstalled,
    InstalledOffering,
    Offering,
    installedOfferings,
    installOffering,
    products,
)
from tests.unit.mantissa_like.catalog.apps import Clock, IClock, Page, brokenOffering, photoOffering


class InstallOfferingTests(SynchronousTestCase):
    """
    Tests for L{installOffering}.
    """

    def setUp(self) -> None:
        self.siteStore = Store()
        self.addCleanup(self.siteStore.close)

    def test_applicationStore(self) -> None:
        """
        The application store is found by the offering's name without a domain, and has its powerups.
        """
        installed = installOffering(self.siteStore, photoOffering)
        self.assertIs(installed.application, findSubStore(self.siteStore, "photos", None))
        self.assertEqual(1, installed.application.open().count(Page))

    def test_noAccount(self) -> None:
        """
        The application store is nobody's account.
        """
        installOffering(self.siteStore, photoOffering)
        self.assertEqual([], accountAddresses(self.siteStore))
        self.assertIs(None, findSubStore(self.siteStore, "photos", "localhost"))

    def test_product(self) -> None:
        """
        There is a product with the offering's name that grants its powerups.
        """
        installOffering(self.siteStore, photoOffering)
        self.assertEqual(
            [("photos", ["test_catalog_album", "test_catalog_preferences"])],
            [(each.name, each.types) for each in products(self.siteStore)],
        )

    def test_nothingToGrant(self) -> None:
        """
        An offering without powerups for users makes no product.
        """
        installOffering(self.siteStore, Offering("bare", "Nothing."))
        self.assertEqual([], products(self.siteStore))

    def test_siteRequirements(self) -> None:
        """
        What the site store must provide is installed there, unless it is provided already.
        """
        installOffering(self.siteStore, photoOffering)
        installOffering(self.siteStore, Offering("other", "", siteRequirements=((IClock, Clock),)))
        self.assertEqual(1, self.siteStore.count(Clock))
        self.assertIsInstance(IClock(self.siteStore), Clock)

    def test_twice(self) -> None:
        """
        An offering is installed once; a second attempt changes nothing.
        """
        installOffering(self.siteStore, photoOffering)
        revision = self.siteStore.revision
        self.assertRaises(AlreadyInstalled, installOffering, self.siteStore, photoOffering)
        self.assertEqual(revision, self.siteStore.revision)

    def test_listed(self) -> None:
        """
        What is installed is listed by name, sorted.
        """
        for offering in (photoOffering, Offering("bare", "Nothing.")):
            installOffering(self.siteStore, offering)
        self.assertEqual(
            ["bare", "photos"], [each.offeringName for each in installedOfferings(self.siteStore)]
        )

    def test_failure(self) -> None:
        """
        An offering that can't be installed leaves nothing in the site store.
        """
        revision = self.siteStore.revision
        self.assertRaises(RuntimeError, installOffering, self.siteStore, brokenOffering)
        self.assertEqual(
            (revision, 0, 0, None),
            (
                self.siteStore.revision,
                self.siteStore.count(InstalledOffering),
                self.siteStore.count(SubStore),
                findSubStore(self.siteStore, "broken", None),
            ),
        )


class InstallOnDiskTests(SynchronousTestCase):
    """
    Tests for L{installOffering} on a site in a directory.
    """

    def setUp(self) -> None:
        self.siteStore = Store(self.mktemp())
        self.addCleanup(self.siteStore.close)

    def test_directory(self) -> None:
        """
        The application store lies in C{files/app/<name>.axiom}, and is closed.
        """
        installed = installOffering(self.siteStore, photoOffering)
        self.assertEqual(self.siteStore.newFilePath("app", "photos.axiom"), installed.application.storepath)
        self.assertEqual(False, installed.application.isOpen)

    def test_failureThenSuccess(self) -> None:
        """
        A failed attempt does not stand in the way of the next one.
        """
        self.assertRaises(RuntimeError, installOffering, self.siteStore, brokenOffering)
        installed = installOffering(self.siteStore, Offering("broken", "Mended."))
        with installed.application.opened() as appStore:
            self.assertEqual(0, appStore.count(Page))
