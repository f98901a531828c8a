"""
A site while it is served: its pool of stores, its ports and its other services.

What others write into the site store meanwhile, such as a command that adds a port, takes effect here: the
store's revision is watched.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from twisted.application.service import IService, IServiceCollection, Service
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IDelayedCall, IProtocolFactory
from twisted.logger import Logger

from axiom.iaxiom import IEndpointReactor
from axiom.store import Store
from mantissa_like.agenda import WorkService
from mantissa_like.catalog import completeOffering, findOfferings, installedOfferings
from mantissa_like.config import SiteConfig
from mantissa_like.interfaces import IDraining
from mantissa_like.observing import Observatory
from mantissa_like.site._certificates import SiteCertificate
from mantissa_like.site._clockjumps import keepTimers
from mantissa_like.site._configuration import siteConfig
from mantissa_like.site._control import SiteControl, StartedService
from mantissa_like.site._descriptors import descriptorsFor, raiseDescriptorLimit
from mantissa_like.site._listening import Listening
from mantissa_like.site._works import observeWorks, storeWorks
from mantissa_like.site.errors import NotASite
from mantissa_like.site.interfaces import IServer
from mantissa_like.stores import IStorePool, StorePool
from mantissa_like.web import SiteContext

__all__ = ["RunningSite"]

_NOTICED = 0.05
_AGAIN = 0.2
_PATIENCE = 0.25


class RunningSite(Service):
    """
    The service of one site store.

    @ivar item: what stands for the service in the store; kept here, for the store only refers to it weakly.
    @ivar reactor: also the clock of whatever is served.
    @ivar pool: the stores of its users and applications, while it runs; also found as L{IStorePool} of the
        site store.
    """

    _log = Logger()

    def __init__(self, siteStore: Store, reactor: Any, item: object = None) -> None:
        self.siteStore, self.reactor, self.item = siteStore, reactor, item
        self.pool: StorePool | None = None
        self._services: dict[IService, StartedService] = {}
        self._factories: list[IProtocolFactory] = []
        self._failing = False
        self._next: IDelayedCall | None = None

    def privilegedStartService(self) -> None:
        """
        Listen, while low ports may be.

        @raise BadConfiguration: the site's C{site.toml} can't be used.
        @raise PortInUse: something else listens on one of the ports.
        """
        super().privilegedStartService()
        keepTimers(self.reactor)
        config = siteConfig(self.siteStore)
        # The stores of the pool inherit it. Whoever is kept waiting longer is told to come again.
        self.siteStore.patience = _PATIENCE
        self.pool = StorePool(self.siteStore, config.limits.openStores)
        raiseDescriptorLimit(descriptorsFor(self.pool.bound))
        self.siteStore.inMemoryPowerUp(self.pool, IStorePool)
        self._observatory = Observatory(self.siteStore, self.reactor, config.metrics.keepDays)
        pool = self.pool
        self._observatory.metrics.addGauge(
            "open_stores", "Stores of users and applications that are open.", lambda: pool.openStores
        )
        works = storeWorks(self.siteStore, pool, config)
        observeWorks(self._observatory, self.siteStore, works)
        self._work = WorkService(
            self.siteStore,
            pool,
            works,
            self.reactor,
            atOnce=max(1, min(config.work.storesAtOnce, pool.limit // 2)),
            handlerSeconds=config.work.handlerSeconds,
        )
        self._began = self.reactor.seconds()
        self._seen = self.siteStore.revision
        self._known: set[str] = set()
        self._knowOfferings()
        started = StartedService(self._began)
        self._services = dict.fromkeys(self.siteStore.powerupsFor(IService), started)
        reactor: Any = IEndpointReactor(self.siteStore, self.reactor)
        certificate = _certificateOf(self.siteStore, config, self.reactor)
        makeFactory = self._factoryMaker(config, self.pool)
        self._listening = Listening(self.siteStore, reactor, makeFactory, certificate)
        self._control = SiteControl(
            self.siteStore, self.reactor, self._listening, certificate, self._services, self._began
        )
        self._listening.reconcile()
        for error in self._listening.failures.values():
            raise error

    def startService(self) -> None:
        """
        Watch the site store, and work for all stores.
        """
        super().startService()
        self._observatory.startService()
        self._completeOfferings()
        self._work.startService()
        self._watch = self.siteStore.onChange(lambda revision: self._lookIn(_NOTICED))
        self._lookIn(_NOTICED)

    def stopService(self) -> Deferred[None]:
        """
        Listen no more, answer what is under way, then close the stores.
        """
        super().stopService()
        self._control.isStopping = True
        self._watch.stop()
        if self._next is not None:
            self._next.cancel()
            self._next = None
        return Deferred.fromCoroutine(self._stop())

    async def _stop(self) -> None:
        await self._listening.close()
        # Each has its time, and all have it at once.
        for drained in [factory.drain() for factory in self._factories if IDraining.providedBy(factory)]:
            await drained
        await self._work.stopService()
        self._observatory.stopService()
        if self.pool is not None:
            self.pool.close()

    def _knowOfferings(self) -> None:
        """
        Import what came with an offering that was installed meanwhile, for its views are in there.
        """
        installed = {each.offeringName for each in installedOfferings(self.siteStore)}
        if installed - self._known:
            findOfferings()
            self._known |= installed

    def _completeOfferings(self) -> None:
        for name, offering in findOfferings().items():
            if name in self._known:
                try:
                    completeOffering(self.siteStore, offering)
                except Exception:
                    self._log.failure("the site lacks what {name} requires", name=name)

    def _lookIn(self, wait: float) -> None:
        # Many changes are one reason to look.
        if self._next is None and self.running:
            self._next = self.reactor.callLater(wait, self._look)

    def _look(self) -> None:
        self._next = None
        try:
            revision = self.siteStore.revision
            if revision != self._seen:
                self._reconcile()
                self._seen = revision
            self._failing = False
        except Exception:
            if not self._failing:
                self._log.failure("the site store can't be followed; trying again until it can")
            self._failing = True
            self._lookIn(_AGAIN)

    def _reconcile(self) -> None:
        self._knowOfferings()
        self._listening.reconcile()
        wanted = set(self.siteStore.powerupsFor(IService))
        for gone in self._services.keys() - wanted:
            del self._services[gone]
            gone.disownServiceParent()
        for new in wanted - self._services.keys():
            self._services[new] = self._start(new)

    def _start(self, service: IService) -> StartedService:
        try:
            service.setServiceParent(IServiceCollection(self.siteStore))
        except Exception as error:
            self._log.failure("{service} can't be started", service=service)
            return StartedService(None, str(error) or repr(error))
        return StartedService(self.reactor.seconds())

    def _factoryMaker(self, config: SiteConfig, pool: StorePool) -> Callable[[IServer], IProtocolFactory]:
        def make(server: IServer) -> IProtocolFactory:
            context = SiteContext(
                siteStore=self.siteStore,
                pool=pool,
                config=config,
                clock=self.reactor,
                observatory=self._observatory,
                control=self._control,
            )
            factory: IProtocolFactory = server.makeFactory(context)
            self._factories.append(factory)
            return factory

        return cache(make)


def _certificateOf(siteStore: Store, config: SiteConfig, clock: Any) -> SiteCertificate:
    if siteStore.dbdir is None:
        raise NotASite("memory")
    host = urlsplit(config.site.publicURL).hostname or config.site.domain
    names = dict.fromkeys((host, *config.site.aliases, "localhost", "127.0.0.1"))
    return SiteCertificate(Path(siteStore.dbdir.child("certificates").path), list(names), clock)
