"""
Small applications: what the tests of the catalog install and grant.
"""

from __future__ import annotations

from zope.interface import Interface, implementer

from axiom.attributes import integer, reference, text
from axiom.dependency import dependsOn
from axiom.item import Item
from mantissa_like.catalog import Offering, Powerup
from mantissa_like.sharing import shareItem

__all__ = [
    "Album",
    "Broken",
    "Catalog",
    "Clock",
    "IClock",
    "ILibrary",
    "Page",
    "Photo",
    "Preferences",
    "brokenOffering",
    "photoOffering",
]


class ILibrary(Interface):
    """
    What an album is a powerup for, and shared by.
    """


class IClock(Interface):
    """
    What the site store must provide for albums.
    """


@implementer(IClock)
class Clock(Item):
    """
    A powerup of the site store.
    """

    typeName = "test_catalog_clock"
    powerupInterfaces = (IClock,)

    ticks = integer(default=0)


class Preferences(Item):
    """
    What albums and catalogs need.
    """

    typeName = "test_catalog_preferences"

    size = integer(default=0)


@implementer(ILibrary)
class Album(Item):
    """
    A powerup that shares itself when it is installed.
    """

    typeName = "test_catalog_album"
    powerupInterfaces = (ILibrary,)

    preferences = dependsOn(Preferences)

    def installed(self) -> None:
        """
        Share it with everybody.
        """
        shareItem(self, shareID="album", interfaces=[ILibrary])


class Catalog(Item):
    """
    Another one that needs preferences.
    """

    typeName = "test_catalog_catalog"

    preferences = dependsOn(Preferences)


@implementer(ILibrary)
class Photo(Item):
    """
    What belongs to an album.
    """

    typeName = "test_catalog_photo"

    album = reference(reftype=Album, whenDeleted=reference.CASCADE)


@implementer(ILibrary)
class Page(Item):
    """
    What only mentions an album.
    """

    typeName = "test_catalog_page"

    album = reference(reftype=Album, whenDeleted=reference.NULLIFY)
    body = text(default="")


class Broken(Item):
    """
    A powerup that can't be installed.
    """

    typeName = "test_catalog_broken"

    body = text(default="")

    def installed(self) -> None:
        """
        Fail.
        """
        raise RuntimeError("on purpose")


photoOffering = Offering(
    name="photos",
    description="Photos.",
    appPowerups=(Powerup("page", "A page.", Page),),
    siteRequirements=((IClock, Clock),),
    installablePowerups=(
        Powerup("album", "An album.", Album),
        Powerup("preferences", "Its preferences.", Preferences),
    ),
)
brokenOffering = Offering(
    name="broken",
    description="Fails.",
    appPowerups=(Powerup("page", "", Page), Powerup("broken", "", Broken)),
)
