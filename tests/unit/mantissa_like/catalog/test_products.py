"""
Tests for L{mantissa_like.catalog.createProduct}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.catalog import ProductExists, UnknownPowerup, createProduct, findProduct, products
from tests.unit.mantissa_like.catalog.apps import photoOffering


class CreateProductTests(SynchronousTestCase):
    """
    Making products of what offerings bring.
    """

    def setUp(self) -> None:
        """
        A site store.
        """
        self.store = Store()
        self.addCleanup(self.store.close)

    def test_created(self) -> None:
        """
        A new product grants what was chosen, in that order.
        """
        types = ["test_catalog_preferences", "test_catalog_album"]
        created = createProduct(self.store, "Pictures", types, [photoOffering])
        self.assertIs(created, findProduct(self.store, "Pictures"))
        self.assertEqual(types, list(created.types))

    def test_refused(self) -> None:
        """
        A name that is taken, and a type that nobody brings, leave everything as it was.
        """
        createProduct(self.store, "Pictures", ["test_catalog_album"], [photoOffering])
        for name, types, error in (
            ("Pictures", ["test_catalog_preferences"], ProductExists),
            ("Other", ["test_catalog_album", "nothing"], UnknownPowerup),
            ("", ["test_catalog_album"], ValueError),
            ("x" * 65, ["test_catalog_album"], ValueError),
            ("Empty", [], ValueError),
        ):
            self.assertRaises(error, createProduct, self.store, name, types, [photoOffering])
        self.assertEqual(["Pictures"], [each.name for each in products(self.store)])
