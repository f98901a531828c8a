"""
What can answer on a port of a site.
"""

from __future__ import annotations

from zope.interface import Attribute, Interface

from axiom.item import nameInterface

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = ["IServer"]


class IServer(Interface):
    """
    An item of the site store that speaks a protocol; a powerup of it.
    """

    label = Attribute("What it serves, one word such as C{web}.")

    def makeFactory(context):
        """
        Called once each time the site starts, however many ports it answers on.

        @param context: the running site, a L{mantissa_like.web.SiteContext}.
        @return: an L{twisted.internet.interfaces.IProtocolFactory}.
        """


nameInterface(IServer, "mantissa.IServer")
