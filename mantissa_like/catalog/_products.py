"""
Products: what is granted to users together.
"""

from __future__ import annotations

from collections.abc import Iterable

from axiom.attributes import text, textlist
from axiom.item import Item
from axiom.store import Store
from mantissa_like.catalog._offering import Offering
from mantissa_like.catalog.errors import NoSuchProduct, UnknownPowerup

__all__ = ["Product", "findProduct", "products"]


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


def findProduct(siteStore: Store, name: str) -> Product:
    """
    The product with this name.

    @raise NoSuchProduct: the site has none.
    """
    found: Product | None = siteStore.findFirst(Product, Product.name == name)
    if found is None:
        raise NoSuchProduct(name, [each.name for each in products(siteStore)])
    return found
