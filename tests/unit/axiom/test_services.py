"""
The service of a store.
"""

from __future__ import annotations

from twisted.application.service import IService, Service
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import implementer

from axiom.attributes import inmemory, integer
from axiom.item import Item
from axiom.store import Store


@implementer(IService)
class Clerk(Item, Service):
    """
    A service that is an item.
    """

    typeName = "test_services_clerk"
    number = integer()
    name = inmemory()
    parent = inmemory()
    running = inmemory()

    def activate(self) -> None:
        """
        Be a service that does not run.
        """
        self.name = self.parent = self.running = None


class StoreServiceTests(SynchronousTestCase):
    """
    Adapting a store to C{IService}.
    """

    def setUp(self) -> None:
        """
        An empty store.
        """
        self.store = Store()
        self.addCleanup(self.store.close)

    def test_service(self) -> None:
        """
        The service of a store is one for all its service powerups.
        """
        clerk = Clerk(store=self.store)
        self.store.powerUp(clerk, IService)
        service = IService(self.store)
        self.assertIdentical(service, IService(self.store))
        service.startService()
        self.assertTrue(clerk.running)
        service.stopService()
        self.assertFalse(clerk.running)
