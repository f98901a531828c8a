"""
Routers, and work for stores, tested by what is promised of them.
"""

from __future__ import annotations

from random import Random

from mantissa_like.agenda import IStoreWork
from mantissa_like.asyncitems import AsyncWork
from mantissa_like.messaging import IMessageRouter, LocalRouter, OutboxWork
from mantissa_like.testing import FaultyRouter, TrialSite, contracts


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


class OutboxWorkTests(contracts.StoreWorkContract):
    """
    The delivery of messages.
    """

    def makeWork(self, site: TrialSite) -> IStoreWork:
        """
        See L{contracts.StoreWorkContract}.
        """
        work: IStoreWork = OutboxWork(site.store, Random(1).random)
        return work


class AsyncWorkTests(contracts.StoreWorkContract):
    """
    The handlers of asynchronous items.
    """

    def makeWork(self, site: TrialSite) -> IStoreWork:
        """
        See L{contracts.StoreWorkContract}.
        """
        work: IStoreWork = AsyncWork(Random(1).random)
        return work
