"""
A server for the console to control, with a reactor in memory.
"""

from __future__ import annotations

from pathlib import Path

from twisted.application.service import IService, Service
from twisted.internet.protocol import Factory
from twisted.internet.testing import MemoryReactorClock

from axiom.store import Store
from mantissa_like.site import WebServer
from mantissa_like.site._certificates import SiteCertificate
from mantissa_like.site._control import SiteControl, StartedService
from mantissa_like.site._listening import Listening

__all__ = ["RunningServer"]


class RunningServer:
    """
    What runs beside the web server of a site in memory.

    @ivar reactor: with which it listens.
    @ivar services: what runs, by its name.
    @ivar listening: its ports.
    """

    def __init__(self, directory: str = "certificates") -> None:
        """
        @param directory: of its certificate.
        """
        self.directory = Path(directory)
        self.reactor = MemoryReactorClock()
        self.services: dict[IService, StartedService] = {}
        self.listening: Listening

    def control(self, siteStore: Store) -> SiteControl:
        """
        Begin to listen on the ports of a site.
        """
        siteStore.powerUp(WebServer(store=siteStore))
        self.listening = Listening(siteStore, self.reactor, lambda server: Factory())
        self.certificate = SiteCertificate(self.directory, ["site.example"], self.reactor)
        return SiteControl(
            siteStore, self.reactor, self.listening, self.certificate, self.services, started=1e9
        )

    def add(self, name: str, started: StartedService) -> None:
        """
        Let a service run, unless it failed to start.
        """
        service = Service()
        service.setName(name)
        service.running = not started.problem
        self.services[service] = started
