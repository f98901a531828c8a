"""
The web server of a site put together.
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

from twisted.internet.interfaces import IProtocolFactory, IReactorTime
from twisted.web.resource import IResource
from twisted.web.server import Request

from mantissa_like.accounts import Throttle
from mantissa_like.catalog import findOfferings, offeringDirectory
from mantissa_like.config import Limits, SiteConfig
from mantissa_like.mail import countMail
from mantissa_like.observing import Observatory
from mantissa_like.web._accountpages.routes import ROUTES as ACCOUNT_ROUTES
from mantissa_like.web._console.routes import ROUTES as CONSOLE_ROUTES
from mantissa_like.web._http.entrance import Entrance
from mantissa_like.web._http.factory import HTTPFactory
from mantissa_like.web._http.failures import FailurePages
from mantissa_like.web._http.hostnames import HostNames
from mantissa_like.web._http.machines import AcmeChallenges, Health, MetricsForMachines
from mantissa_like.web._http.proxies import Proxies
from mantissa_like.web._http.ratelimits import TokenBuckets
from mantissa_like.web._http.static import BUNDLED_FILES, StaticFiles
from mantissa_like.web._http.uploads import Uploading, removeLeftovers
from mantissa_like.web._live.resource import LIVE, Live
from mantissa_like.web._markup.languages import Languages
from mantissa_like.web._markup.shell import Shell
from mantissa_like.web._markup.themes import Theme
from mantissa_like.web._personpages.routes import ROUTES as PERSON_ROUTES
from mantissa_like.web._routes.root import Root
from mantissa_like.web._routes.routedpage import SiteWorks
from mantissa_like.web._sharepages.routes import ROUTES as SHARE_ROUTES
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.rendering import Renderer
from mantissa_like.web._visitors.attempts import Attempts
from mantissa_like.web._visitors.browsermemory import BrowserMemory, makeBrowserMemory
from mantissa_like.web._visitors.sessions import Sessions
from mantissa_like.web._visitors.tokens import Tokens
from mantissa_like.web._visitors.visitors import Visitors
from mantissa_like.web._webhooks.addresses import FOLDER
from mantissa_like.web._webhooks.completion import Completion
from mantissa_like.web._websharing.websharing import Websharing

__all__ = ["ROUTES", "makeSiteFactory"]

ROUTES = (*PERSON_ROUTES, *ACCOUNT_ROUTES, *CONSOLE_ROUTES, *SHARE_ROUTES)

_STATIC = "static"
_THEME = "theme"
_LOCALE = "locale"
_UPLOADS = "uploads"
_DAY = 86400.0

# Of every page.
_SCRIPTS = ("times.js",)


def makeSiteFactory(context: SiteContext) -> IProtocolFactory:
    """
    Serve the site's own pages, static files, and whatever is shared.

    @raise StaticFileTooLarge: the site has a static file of more than 8 MiB.
    """
    config, siteStore = context.config, context.siteStore
    ownFiles = None if siteStore.filesdir is None else Path(siteStore.filesdir.path)
    offered = {name: offeringDirectory(name) for name in findOfferings()}
    static = StaticFiles(
        f"/{_STATIC}/",
        [BUNDLED_FILES, *([ownFiles / _STATIC] if ownFiles else [])],
        {name: directory / _STATIC for name, directory in offered.items()},
    )
    languages = Languages(
        config.site.languages,
        [directory / _LOCALE for directory in (*([ownFiles] if ownFiles else []), *offered.values())],
    )
    theme = Theme(ownFiles and ownFiles / _THEME)
    shell = Shell(config.site.title, static.styleURLs(), static.url("icon.svg"), theme, static.url, _SCRIPTS)
    renderer = Renderer(shell, languages)
    browsers = makeBrowserMemory(siteStore, config.site.publicURL, context.clock, context.randomBytes)
    visitors = _visitors(context, browsers)
    works = SiteWorks(context, visitors, browsers, renderer)
    websharing = Websharing(works)
    live = Live(works, websharing)
    settled = _buckets(config.limits.accountRequests, config.limits, context.clock)
    root = Root(
        works,
        ROUTES,
        folders={
            _STATIC.encode(): static,
            LIVE.encode(): live,
            FOLDER.encode(): Completion(context, settled),
            **_forMachines(context),
        },
        others=websharing,
    )
    uploading = _uploading(context, visitors)
    entrance = _entrance(config, context.clock)
    if context.observatory is not None:
        _observe(context.observatory, context, websharing, live)
    counted = None if context.observatory is None else context.observatory.metrics
    factory = HTTPFactory(
        root, config.limits, FailurePages(shell), context.clock, uploading, entrance, counted
    )
    factory.connections.onDrain(live.feeds.close)
    return factory


def _visitors(context: SiteContext, browsers: BrowserMemory) -> Visitors:
    siteStore, clock, config = context.siteStore, context.clock, context.config
    throttle = Throttle(siteStore, clock, config.logins.longestWaitSeconds)
    return Visitors(
        Sessions(siteStore, clock, context.randomBytes, config.limits.sessionDays * _DAY),
        Tokens(siteStore, clock),
        browsers,
        Attempts(throttle, browsers.devices, config.logins),
        context.mayActAs,
        _buckets(config.limits.accountRequests, config.limits, clock),
    )


def _observe(observatory: Observatory, context: SiteContext, websharing: Websharing, live: Live) -> None:
    metrics, pages = observatory.metrics, websharing.pages
    metrics.addCounter("page_cache_hits", "Shared pages shown from memory.", lambda: pages.hits)
    metrics.addCounter("page_cache_misses", "Shared pages made.", lambda: pages.misses)
    metrics.addGauge("live_connections", "Pages that are followed.", lambda: len(live.feeds))
    observatory.addSiteGauge("mail", "Mail by its state.", "state", lambda: countMail(context.siteStore))


def _forMachines(context: SiteContext) -> dict[bytes, IResource]:
    def isWell() -> bool:
        # The store can be read, or this raises.
        return context.siteStore.revision >= 0 and not (context.control and context.control.isStopping)

    resources: dict[bytes, IResource] = {b"healthz": Health(isWell)}
    if context.siteStore.dbdir is not None:
        resources[b".well-known"] = AcmeChallenges(
            Path(context.siteStore.dbdir.path) / "certificates" / "webroot"
        )
    if context.observatory is not None:
        resources[b"metrics"] = MetricsForMachines(context.observatory, context.config.metrics)
    return resources


def _entrance(config: SiteConfig, clock: IReactorTime) -> Entrance:
    site, limits = config.site, config.limits
    return Entrance(
        Proxies(config.proxies.trusted),
        HostNames(site.publicURL, site.aliases),
        site.publicURL if site.publicURL.startswith("https:") else "",
        _buckets(limits.addressRequests, limits, clock),
    )


def _buckets(perSecond: int, limits: Limits, clock: IReactorTime) -> TokenBuckets | None:
    return TokenBuckets(perSecond, limits.burstRequests, clock) if perSecond else None


def _uploading(context: SiteContext, visitors: Visitors) -> Uploading | None:
    """
    Whoever is logged in may upload; a site in memory has no place for it.
    """
    if context.siteStore.dbdir is None:
        return None
    directory = Path(context.siteStore.newTemporaryFilePath(_UPLOADS).path)
    removeLeftovers(directory, context.clock.seconds() - _DAY)
    return Uploading(
        directory,
        context.config.limits.uploadBytes,
        lambda request: visitors.isLoggedIn(cast(Request, request)),
    )
