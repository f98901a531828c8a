"""
The way out for the mail of a site.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from epsilon.extime import Time
from twisted.application.service import IService
from zope.interface import implementer
from zope.interface.interface import InterfaceClass

from axiom.attributes import inmemory, timestamp
from axiom.iaxiom import IPowerupIndirector
from axiom.item import Item
from axiom.runtime import installedReactor
from mantissa_like.mail import IMailDelivery, IMailRelay, MailService, Sender, SMTPRelay
from mantissa_like.site._configuration import siteConfig
from mantissa_like.vault import getSecret

__all__ = ["MailDelivery"]


@implementer(IMailDelivery, IPowerupIndirector)
class MailDelivery(Item):
    """
    Sends mail as the site's C{site.toml} says under C{[mail]}.

    @ivar created: since when.
    @ivar service: what does it, from its first use on.
    """

    typeName = "site_mail_delivery"
    powerupInterfaces = (IMailDelivery, IService)

    created = timestamp(allowNone=False, defaultFactory=Time)
    service = inmemory()

    def activate(self) -> None:
        """
        Nothing runs yet.
        """
        self.service = None

    def indirect(self, interface: InterfaceClass) -> object:
        """
        The service, the same for as long as anything refers to this item or to the service; or this item.
        """
        if interface is not IService:
            return self
        if self.service is None:
            siteStore = self.presentStore()
            config = siteConfig(siteStore)
            sender = Sender(config.sender, config.site.title)
            self.service = MailService(siteStore, self.makeRelay(), sender, self)
        return self.service

    def makeRelay(self) -> IMailRelay | None:
        """
        See L{IMailDelivery}.
        """
        siteStore = self.presentStore()
        settings = siteConfig(siteStore).mail
        if not settings.relay or siteStore.dbdir is None:
            return None
        return SMTPRelay(
            reactor=installedReactor(),
            host=settings.relay,
            port=settings.port,
            tls=settings.tls,
            user=settings.user,
            password=partial(getSecret, siteStore, settings.passwordSecret),
            authority=Path(siteStore.dbdir.path, settings.authority) if settings.authority else None,
        )
