"""
What can be wrong with offerings, products and installations.
"""

from __future__ import annotations

from collections.abc import Iterable

from mantissa_like.errors import MantissaError

__all__ = [
    "AlreadyGranted",
    "AlreadyInstalled",
    "BrokenOffering",
    "CatalogError",
    "LastAdministrator",
    "NoBaseOffering",
    "NoSuchOffering",
    "NoSuchProduct",
    "NotGranted",
    "ProductExists",
    "UnknownPowerup",
]


class CatalogError(MantissaError):
    """
    Something can't be installed or granted.
    """


class BrokenOffering(CatalogError, ValueError):
    """
    A folder of C{offerings} is no offering.

    @ivar name: the folder's name.
    @ivar problem: what is wrong with it.
    """

    hint = "Mend or remove the distribution that brings it."

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"the offering {name!r} is broken: {problem}")
        self.name, self.problem = name, problem


class LastAdministrator(CatalogError):
    """
    Without this account nobody would administer the site; nothing was changed.

    @ivar address: C{user@domain}.
    """

    hint = "Appoint another one first."

    def __init__(self, address: str) -> None:
        super().__init__(f"the last administrator of the site is {address}")
        self.address = address


class NoBaseOffering(CatalogError):
    """
    A store lacks what every site has.

    @ivar store: what it is.
    """

    hint = "Name the store of a site; 'axiomatic -d DIRECTORY mantissa' makes one."

    def __init__(self, store: str) -> None:
        super().__init__(f"{store} is not the store of a site: it has no offering base")
        self.store = store


class NoSuchOffering(CatalogError):
    """
    No distribution brings an offering with this name.

    @ivar name: the name.
    """

    def __init__(self, name: str, available: Iterable[str]) -> None:
        super().__init__(f"there is no offering {name!r}")
        self.name = name
        self.hint = f"There are: {', '.join(sorted(available)) or 'none'}."


class AlreadyInstalled(CatalogError):
    """
    The site has this offering; nothing was changed.

    @ivar name: of the offering.
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"the offering {name!r} is installed already")
        self.name = name


class NoSuchProduct(CatalogError):
    """
    The site has no product with this name.

    @ivar name: the name.
    """

    def __init__(self, name: str, available: Iterable[str]) -> None:
        super().__init__(f"there is no product {name!r}")
        self.name = name
        self.hint = f"There are: {', '.join(sorted(available)) or 'none'}. Installing an offering adds one."


class ProductExists(CatalogError):
    """
    The site has a product with this name; nothing was changed.

    @ivar name: the name.
    """

    hint = "Choose another name."

    def __init__(self, name: str) -> None:
        super().__init__(f"there is a product {name!r} already")
        self.name = name


class UnknownPowerup(CatalogError):
    """
    A product grants something that no offering brings any more; nothing was changed.

    @ivar typeName: the type name of its class.
    """

    hint = "Install the distribution that brings it."

    def __init__(self, typeName: str) -> None:
        super().__init__(f"no offering brings the powerup {typeName}")
        self.typeName = typeName


class AlreadyGranted(CatalogError):
    """
    The user has this product; nothing was changed.

    @ivar productName: of the product.
    """

    def __init__(self, productName: str) -> None:
        super().__init__(f"the product {productName!r} was granted before")
        self.productName = productName


class NotGranted(CatalogError):
    """
    The user does not have this product.

    @ivar productName: of the product.
    """

    def __init__(self, productName: str, granted: Iterable[str]) -> None:
        super().__init__(f"the product {productName!r} was not granted")
        self.productName = productName
        self.hint = f"Granted are: {', '.join(sorted(granted)) or 'none'}."
