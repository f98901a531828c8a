"""
Tests for what makes a store the store of a site.
"""

from __future__ import annotations

import gc

from twisted.application.service import IService, IServiceCollection
from twisted.trial.unittest import SynchronousTestCase

from axiom.dependency import installOn
from axiom.store import Store
from mantissa_like.site import RunningSite, SiteService, requireSite, siteConfig
from mantissa_like.site.errors import NotASite
from mantissa_like.site.interfaces import IServer


class SiteServiceTests(SynchronousTestCase):
    """
    Tests for L{SiteService} and L{requireSite}.
    """

    def setUp(self) -> None:
        self.store = Store()
        self.addCleanup(self.store.close)

    def test_service(self) -> None:
        """
        It stands for one service, which the store's has as a part.
        """
        installOn(SiteService(store=self.store), self.store)
        gc.collect()
        IService(self.store)
        (service,) = [each for each in IServiceCollection(self.store) if isinstance(each, RunningSite)]
        gc.collect()
        self.assertEqual([service], list(self.store.powerupsFor(IService)))

    def test_nothingElse(self) -> None:
        """
        It stands for nothing else.
        """
        service = SiteService(store=self.store)
        self.store.powerUp(service, IServer)
        self.assertEqual([], list(self.store.powerupsFor(IServer)))

    def test_site(self) -> None:
        """
        A store with the service is a site's; another one is not.
        """
        self.assertRaises(NotASite, requireSite, self.store)
        SiteService(store=self.store)
        requireSite(self.store)

    def test_inMemory(self) -> None:
        """
        A store in memory has no configuration.
        """
        self.assertRaises(NotASite, siteConfig, self.store)
