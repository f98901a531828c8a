"""
What the console controls of a running site.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from twisted.application.service import IService
from twisted.internet.interfaces import IReactorCore
from zope.interface import implementer

from axiom.store import Store
from mantissa_like.errors import MantissaError
from mantissa_like.site._certificates import SiteCertificate
from mantissa_like.site._endpoint import checkEndpoint, loopbackByDefault
from mantissa_like.site._listening import Listening
from mantissa_like.site._port import Port, createPort, deletePort, findServer
from mantissa_like.web import CertificateState, ISiteControl, PortState, ServiceState

__all__ = ["SiteControl", "StartedService"]

_WEB = "web"


@dataclass(frozen=True)
class StartedService:
    """
    One of the services of a site.

    @ivar since: when it was started, seconds since 1970; None if that failed.
    @ivar problem: why, a sentence; empty if it did not fail.
    """

    since: float | None
    problem: str = ""


@implementer(ISiteControl)
class SiteControl:
    """
    One running site, for its administrators.
    """

    def __init__(
        self,
        siteStore: Store,
        reactor: IReactorCore,
        listening: Listening,
        certificate: SiteCertificate,
        services: Mapping[IService, StartedService],
        started: float,
    ) -> None:
        """
        @param listening: what it listens on.
        @param services: those that the site has now; it changes as they come and go.
        """
        self._siteStore, self._reactor = siteStore, reactor
        self._listening, self._certificate, self._services = listening, certificate, services
        self.started = started
        self.isStopping = False

    def ports(self) -> list[PortState]:
        """
        See L{ISiteControl}.
        """
        return [
            PortState(
                port.storeID,
                port.description,
                port.server.label,
                _sentence(self._listening.failures.get((port.storeID, port.description))),
            )
            for port in self._siteStore.query(Port, sort=Port.storeID.ascending)
        ]

    def addPort(self, endpoint: str) -> str:
        """
        See L{ISiteControl}.

        @raise BadEndpoint: it is none.
        @raise DuplicatePort: it is there already.
        @raise NoSuchServer: the site has no web server.
        """
        description = loopbackByDefault(endpoint)
        checkEndpoint(self._reactor, description)
        return createPort(self._siteStore, description, findServer(self._siteStore, _WEB)).description

    def removePort(self, identifier: int) -> str:
        """
        See L{ISiteControl}.

        @raise NoSuchPort: it is gone.
        """
        return deletePort(self._siteStore, identifier)

    def certificate(self) -> CertificateState | None:
        """
        See L{ISiteControl}.

        @raise BadCertificate: there is one that makes no sense.
        """
        return self._certificate.state()

    def useCertificate(self, pem: bytes) -> CertificateState:
        """
        See L{ISiteControl}.

        @raise BadCertificate: it can't be used.
        """
        return self._certificate.replace(pem)

    def services(self) -> list[ServiceState]:
        """
        See L{ISiteControl}.
        """
        states = [
            ServiceState(
                service.name or type(service).__name__, bool(service.running), started.since, started.problem
            )
            for service, started in self._services.items()
        ]
        return sorted(states, key=lambda state: state.name)


def _sentence(error: BaseException | None) -> str:
    if error is None:
        return ""
    return f"{error}. {error.hint}" if isinstance(error, MantissaError) else str(error) or repr(error)
