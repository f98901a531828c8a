"""
Installing offerings on a site.
"""

from __future__ import annotations

from collections.abc import Iterable

from axiom.attributes import reference, text
from axiom.dependency import installOn
from axiom.item import Item
from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import LoginAccount, LoginMethod
from mantissa_like.catalog._offering import Offering, Powerup
from mantissa_like.catalog._products import Product
from mantissa_like.catalog.errors import AlreadyInstalled

__all__ = ["InstalledOffering", "completeOffering", "installOffering", "installedOfferings"]


class InstalledOffering(Item):
    """
    One offering that a site has, in the site store.

    @ivar offeringName: its name.
    @ivar application: what stands for its application store.
    """

    typeName = "installed_offering"

    offeringName = text(allowNone=False, indexed=True, caseSensitive=True)
    application = reference(allowNone=False, reftype=SubStore, whenDeleted=reference.DISALLOW)


def installedOfferings(siteStore: Store) -> list[InstalledOffering]:
    """
    What a site has installed, sorted by name; may be empty.
    """
    return list(siteStore.query(InstalledOffering, sort=InstalledOffering.offeringName.ascending))


def installOffering(siteStore: Store, offering: Offering) -> InstalledOffering:
    """
    Give a site an application: its requirements, its store with its powerups, and its product.

    All of it is one transaction of the site store; if it fails, nothing of it counts.

    @raise AlreadyInstalled: the site has it.
    """
    return siteStore.transact(_install, siteStore, offering)


def _install(siteStore: Store, offering: Offering) -> InstalledOffering:
    if siteStore.count(InstalledOffering, InstalledOffering.offeringName == offering.name):
        raise AlreadyInstalled(offering.name)
    _require(siteStore, offering)
    application = SubStore.createNew(siteStore, ("app", f"{offering.name}.axiom"))
    with application.opened() as appStore:
        appStore.transact(_installPowerups, appStore, offering.appPowerups)
    _makeKnown(siteStore, offering.name, application)
    if offering.installablePowerups:
        types = [powerup.itemClass.typeName for powerup in offering.installablePowerups]
        Product(store=siteStore, name=offering.name, types=types)
    return InstalledOffering(store=siteStore, offeringName=offering.name, application=application)


def completeOffering(siteStore: Store, offering: Offering) -> None:
    """
    Give a site what it lacks of what an offering requires that it has installed, perhaps an older version.
    """
    if _lacking(siteStore, offering):
        siteStore.transact(_require, siteStore, offering)


def _require(siteStore: Store, offering: Offering) -> None:
    for itemClass in _lacking(siteStore, offering):
        installOn(itemClass(store=siteStore), siteStore)


def _lacking(siteStore: Store, offering: Offering) -> list[type[Item]]:
    return [
        itemClass
        for interface, itemClass in offering.siteRequirements
        if next(siteStore.powerupsFor(interface), None) is None
    ]


def _installPowerups(appStore: Store, powerups: Iterable[Powerup]) -> None:
    for powerup in powerups:
        installOn(powerup.itemClass(store=appStore), appStore)


def _makeKnown(siteStore: Store, name: str, application: SubStore) -> None:
    # Application stores are found as those of users are; they have no domain, and nobody logs in to one.
    account = LoginAccount(store=siteStore, avatars=application, disabled=1)
    LoginMethod(
        store=siteStore,
        localpart=name,
        domain=None,
        protocol="*",
        internal=True,
        verified=True,
        account=account,
    )
