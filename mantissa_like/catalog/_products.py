"""
Products: what is granted to users together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from axiom.attributes import text, textlist
from axiom.item import Item
from axiom.store import Store
from mantissa_like.catalog._offering import Offering
from mantissa_like.catalog.errors import NoSuchProduct, ProductExists, UnknownPowerup

__all__ = ["LONGEST_PRODUCT_NAME", "Product", "createProduct", "findProduct", "products"]

LONGEST_PRODUCT_NAME = 64


class Product(Item):
    """
    One product of a site, in its store.

    @ivar name: unique in the site.
    @ivar types: the type names of the classes of items that it grants, in the order of their installation.
    """

    typeName = "catalog_product"

    name = text(allowNone=False, indexed=True, caseSensitive=True)
    types = textlist(allowNone=False)

    def itemClasses(self, offerings: Iterable[Offering]) -> list[type[Item]]:
        """
        The classes that it grants, as these offerings bring them.

        @raise UnknownPowerup: none of them brings one of the classes.
        """
        known = {
            powerup.itemClass.typeName: powerup.itemClass
            for offering in offerings
            for powerup in offering.installablePowerups
        }
        unknown = next((each for each in self.types if each not in known), None)
        if unknown is not None:
            raise UnknownPowerup(unknown)
        return [known[each] for each in self.types]


def products(siteStore: Store) -> list[Product]:
    """
    All products of a site, sorted by name; may be empty.
    """
    return list(siteStore.query(Product, sort=Product.name.ascending))


def createProduct(
    siteStore: Store, name: str, types: Sequence[str], offerings: Iterable[Offering]
) -> Product:
    """
    Make a product, in one transaction.

    @param name: 1 to L{LONGEST_PRODUCT_NAME} characters.
    @param types: the type names of what it grants, in the order of their installation; not empty.
    @param offerings: those which bring them.
    @raise ProductExists: the site has one with this name.
    @raise UnknownPowerup: none of the offerings brings one of the classes.
    """
    if not (0 < len(name) <= LONGEST_PRODUCT_NAME and types):
        raise ValueError(f"a product has a name and grants something: {name!r}, {types!r}")

    def create() -> Product:
        if siteStore.count(Product, Product.name == name):
            raise ProductExists(name)
        product = Product(store=siteStore, name=name, types=list(types))
        product.itemClasses(offerings)
        return product

    return siteStore.transact(create)


def findProduct(siteStore: Store, name: str) -> Product:
    """
    The product with this name.

    @raise NoSuchProduct: the site has none.
    """
    found: Product | None = siteStore.findFirst(Product, Product.name == name)
    if found is None:
        raise NoSuchProduct(name, [each.name for each in products(siteStore)])
    return found
