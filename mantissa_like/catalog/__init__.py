"""
The catalog: what applications bring, what a site has of it, and what its users were given.
"""

from mantissa_like.catalog._administrators import (
    BASE,
    administrators,
    appointAdministrator,
    dismissAdministrator,
    isAdministrator,
    keepAnAdministrator,
)
from mantissa_like.catalog._allowances import allowancesOf
from mantissa_like.catalog._discovery import findOffering, findOfferings, offeringDirectory
from mantissa_like.catalog._granting import endow, grantProduct
from mantissa_like.catalog._installations import Installation, findInstallation, installations
from mantissa_like.catalog._installing import (
    InstalledOffering,
    completeOffering,
    installedOfferings,
    installOffering,
)
from mantissa_like.catalog._offering import RESERVED_NAMES, Offering, Powerup
from mantissa_like.catalog._products import (
    LONGEST_PRODUCT_NAME,
    Product,
    createProduct,
    findProduct,
    products,
)
from mantissa_like.catalog.errors import (
    AlreadyGranted,
    AlreadyInstalled,
    BrokenOffering,
    CatalogError,
    LastAdministrator,
    NoBaseOffering,
    NoSuchOffering,
    NoSuchProduct,
    NotGranted,
    ProductExists,
    UnknownPowerup,
)

__all__ = [
    "BASE",
    "LONGEST_PRODUCT_NAME",
    "RESERVED_NAMES",
    "AlreadyGranted",
    "AlreadyInstalled",
    "BrokenOffering",
    "CatalogError",
    "Installation",
    "InstalledOffering",
    "LastAdministrator",
    "NoBaseOffering",
    "NoSuchOffering",
    "NoSuchProduct",
    "NotGranted",
    "Offering",
    "Powerup",
    "Product",
    "ProductExists",
    "UnknownPowerup",
    "administrators",
    "allowancesOf",
    "appointAdministrator",
    "completeOffering",
    "createProduct",
    "dismissAdministrator",
    "endow",
    "findInstallation",
    "findOffering",
    "findOfferings",
    "findProduct",
    "grantProduct",
    "installOffering",
    "installations",
    "installedOfferings",
    "isAdministrator",
    "keepAnAdministrator",
    "offeringDirectory",
    "products",
]
