"""
What answers on the ports of a site for the web.
"""

from __future__ import annotations

from twisted.internet.interfaces import IProtocolFactory
from zope.interface import implementer

from axiom.attributes import text
from axiom.item import Item
from mantissa_like.site.interfaces import IServer
from mantissa_like.web import SiteContext, makeSiteFactory

__all__ = ["WebServer"]


@implementer(IServer)
class WebServer(Item):
    """
    The web server of a site.

    @ivar label: what people call it.
    """

    typeName = "site_web_server"
    powerupInterfaces = (IServer,)

    label = text(allowNone=False, default="web")

    def makeFactory(self, context: SiteContext) -> IProtocolFactory:
        """
        See L{IServer}.
        """
        return makeSiteFactory(context)
