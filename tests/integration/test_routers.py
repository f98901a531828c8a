"""
Routers in several processes, which have the same stores open.
"""

from __future__ import annotations

import os
from itertools import cycle
from typing import ClassVar

from twisted.internet.defer import Deferred
from zope.interface import implementer

from mantissa_like.messaging import Answer, IMessageRouter, LocalRouter, Message
from mantissa_like.testing import TrialSite, contracts
from tests.integration.routing import RemoteRouter, RoutingProcess


@implementer(IMessageRouter)
class Alternating:
    """
    Has several routers route in turn.
    """

    def __init__(self, *routers: IMessageRouter) -> None:
        self._routers = cycle(routers)

    def route(self, message: Message) -> Deferred[Answer]:
        """
        See L{IMessageRouter}.
        """
        routed: Deferred[Answer] = next(self._routers).route(message)
        return routed


class TwoProcessesTests(contracts.MessageRouterContract):
    """
    Two processes that route in turn: what is promised of one router is true of both together.
    """

    process: ClassVar[RoutingProcess]

    @classmethod
    def setUpClass(cls) -> None:
        """
        Start the other process.
        """
        super().setUpClass()
        cls.process = RoutingProcess()
        cls.addClassCleanup(cls.process.end)

    def makeSite(self) -> TrialSite:
        """
        On disk.
        """
        self.directory = os.path.abspath(self.mktemp())
        return TrialSite(self.directory)

    def makeRouter(self) -> IMessageRouter:
        """
        See L{contracts.MessageRouterContract}.
        """
        here = LocalRouter(self.site.store, self.site.pool)
        router: IMessageRouter = Alternating(RemoteRouter(self.process, self.directory), here)
        return router
