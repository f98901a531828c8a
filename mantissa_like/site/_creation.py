"""
Making a site: whole, or not at all.

It grows in a temporary directory beside its place, to which that is renamed once it is complete; so a crash
leaves at most a hidden directory behind, and never half a site.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IReactorCore

from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.accounts import Address, createAccount
from mantissa_like.agenda import openAgenda
from mantissa_like.catalog import BASE, appointAdministrator, findOffering, installOffering
from mantissa_like.config import SiteConfig
from mantissa_like.observing import operationsStore
from mantissa_like.site._endpoint import checkEndpoint, localURL, loopbackByDefault
from mantissa_like.site._port import createPort
from mantissa_like.site._template import bundledTemplate, copyTemplate
from mantissa_like.site.errors import SiteExists
from mantissa_like.site.interfaces import IServer

__all__ = ["NewSite", "createSite"]


@dataclass(frozen=True, kw_only=True)
class NewSite:
    """
    What a new site is to be.

    @ivar directory: of its store; it must not exist; its parents are made.
    @ivar administrator: the address of the first account, whose domain becomes the site's.
    @ivar password: of that account.
    @ivar template: the directory that it starts from.
    @ivar publicURL: where people reach it; None for what the endpoints or the template say.
    @ivar endpoints: where it listens; empty for what the template says.
    """

    directory: Path
    administrator: Address
    password: str = field(repr=False)
    template: Path = field(default_factory=bundledTemplate)
    publicURL: str | None = None
    endpoints: Sequence[str] = ()

    @property
    def settings(self) -> dict[str, str]:
        """
        What differs from the template, by the name of the setting.
        """
        url = self.publicURL or next(filter(None, map(localURL, self.endpoints)), None)
        domain = {"domain": self.administrator.domain}
        return domain if url is None else {**domain, "public-url": url}


def createSite(site: NewSite, reactor: IReactorCore) -> Deferred[SiteConfig]:
    """
    Make a site.

    @param reactor: with which endpoints are checked.
    @return: fires with the site's configuration, once it is in its place.
    @raise SiteExists: something else is there; it was not touched.
    @raise BadEndpoint: an endpoint is none.
    @raise MantissaError: the template, an offering or a product can't be used.
    """
    return Deferred.fromCoroutine(_createSite(site, reactor))


async def _createSite(site: NewSite, reactor: IReactorCore) -> SiteConfig:
    if site.directory.exists() or site.directory.is_symlink():
        raise SiteExists(str(site.directory))
    site.directory.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{site.directory.name}.", dir=site.directory.parent))
    try:
        config = await _fill(temporary, site, reactor)
        _putInPlace(temporary, site.directory)
    except BaseException:
        shutil.rmtree(temporary)
        raise
    return config


def _putInPlace(temporary: Path, place: Path) -> None:
    try:
        temporary.rename(place)
    except OSError as e:
        # Somebody else made something there meanwhile.
        raise SiteExists(str(place)) if place.exists() else e from e


async def _fill(directory: Path, site: NewSite, reactor: IReactorCore) -> SiteConfig:
    store = Store(str(directory))
    try:
        config = copyTemplate(site.template, directory, site.settings)
        store.transact(_furnish, store, config, site.endpoints, reactor)
        address = site.administrator
        await createAccount(store, address.localpart, address.domain, site.password)
        appointAdministrator(store, address)
        for subStore in store.query(SubStore):
            subStore.close()
    finally:
        store.close()
    return config


def _furnish(store: Store, config: SiteConfig, endpoints: Sequence[str], reactor: IReactorCore) -> None:
    installOffering(store, findOffering(BASE))
    server = IServer(store)
    for description in endpoints or [port.endpoint for port in config.ports]:
        endpoint = loopbackByDefault(description)
        checkEndpoint(reactor, endpoint)
        createPort(store, endpoint, server)
    # Made now, they belong to whoever the site belongs to.
    operationsStore(store)
    openAgenda(store)
    for name in config.offerings.install:
        installOffering(store, findOffering(name))
