"""
Routers, tested by what is promised of them.
"""

from __future__ import annotations

from mantissa_like.messaging import IMessageRouter, LocalRouter
from mantissa_like.testing import FaultyRouter, contracts


class LocalRouterTests(contracts.MessageRouterContract):
    """
    The router within a site.
    """

    def makeRouter(self) -> IMessageRouter:
        """
        See L{contracts.MessageRouterContract}.
        """
        router: IMessageRouter = LocalRouter(self.site.store, self.site.pool)
        return router


class FaultyRouterTests(contracts.MessageRouterContract):
    """
    The router with faults, before it makes any.
    """

    def makeRouter(self) -> IMessageRouter:
        """
        See L{contracts.MessageRouterContract}.
        """
        router: IMessageRouter = FaultyRouter(LocalRouter(self.site.store, self.site.pool), self.site.clock)
        return router
