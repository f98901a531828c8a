"""
What makes a store the store of a site.
"""

from __future__ import annotations

from epsilon.extime import Time
from twisted.application.service import IService
from zope.interface import implementer
from zope.interface.interface import InterfaceClass

from axiom.attributes import inmemory, timestamp
from axiom.iaxiom import IPowerupIndirector
from axiom.item import Item
from axiom.runtime import installedReactor
from axiom.store import Store
from mantissa_like.site._running import RunningSite
from mantissa_like.site.errors import NotASite

__all__ = ["SiteService", "requireSite"]


@implementer(IPowerupIndirector)
class SiteService(Item):
    """
    The L{IService} powerup of a site store; a store is a site's if it has one.

    @ivar created: when the site was made.
    @ivar running: the service that it stands for, from its first use on.
    """

    typeName = "site_service"
    powerupInterfaces = (IService,)

    created = timestamp(allowNone=False, defaultFactory=Time)
    running = inmemory()

    def activate(self) -> None:
        """
        Nothing runs yet.
        """
        self.running = None

    def indirect(self, interface: InterfaceClass) -> RunningSite | None:
        """
        The service, the same for as long as anything refers to this item or to the service.
        """
        if interface is not IService:
            return None
        if self.running is None:
            self.running = RunningSite(self.presentStore(), installedReactor(), self)
        return self.running  # type: ignore[no-any-return]


def requireSite(store: Store) -> None:
    """
    Go on only with the store of a site.

    @raise NotASite: it is another store.
    """
    if store.findFirst(SiteService) is None:
        raise NotASite("memory" if store.dbdir is None else store.dbdir.path)
