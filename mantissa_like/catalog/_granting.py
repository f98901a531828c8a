"""
Granting products to users.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from axiom.store import Store
from mantissa_like.catalog._discovery import findOfferings
from mantissa_like.catalog._installations import Installation
from mantissa_like.catalog._offering import Offering
from mantissa_like.catalog._products import Product, findProduct
from mantissa_like.catalog.errors import AlreadyGranted

__all__ = ["endow", "grantProduct"]


def grantProduct(
    product: Product, userStore: Store, offerings: Mapping[str, Offering] | None = None
) -> Installation:
    """
    Install on a user's store all that C{product} consists of, in one transaction of that store.

    @param offerings: where its classes are looked up; all that there are by default.
    @raise AlreadyGranted: the user has it.
    @raise UnknownPowerup: no offering brings one of its classes.
    """
    itemClasses = product.itemClasses((findOfferings() if offerings is None else offerings).values())

    def grant() -> Installation:
        if _has(userStore, product):
            raise AlreadyGranted(product.name)
        installation = Installation(store=userStore, productName=product.name, types=product.types)
        for itemClass in itemClasses:
            installation.add(itemClass)
        return installation

    return userStore.transact(grant)


def endow(siteStore: Store, userStore: Store, productNames: Iterable[str]) -> list[Installation]:
    """
    Grant several products in this order, all or none; those that the user has are left as they are.

    @return: what is new; may be empty.
    @raise NoSuchProduct: the site has no product with one of the names.
    @raise UnknownPowerup: no offering brings one of the classes.
    """
    granted = [findProduct(siteStore, name) for name in productNames]
    if not granted:
        return []
    offerings = findOfferings()

    def grantMissing() -> list[Installation]:
        missing = [product for product in dict.fromkeys(granted) if not _has(userStore, product)]
        return [grantProduct(product, userStore, offerings) for product in missing]

    return userStore.transact(grantMissing)


def _has(userStore: Store, product: Product) -> bool:
    return userStore.count(Installation, Installation.productName == product.name) > 0
