"""
The web server of a site put together.
"""

from __future__ import annotations

from pathlib import Path

from twisted.internet.interfaces import IProtocolFactory

from mantissa_like.web._accountpages.login import LoginPage, LogoutPage
from mantissa_like.web._http.factory import makeHTTPFactory
from mantissa_like.web._http.failures import FailurePages
from mantissa_like.web._http.static import BUNDLED_FILES, StaticFiles
from mantissa_like.web._markup.shell import Shell
from mantissa_like.web._personpages.front import FrontPage
from mantissa_like.web._routes.root import Root
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.rendering import Renderer
from mantissa_like.web._visitors.cookies import Cookies
from mantissa_like.web._visitors.sessions import Sessions
from mantissa_like.web._visitors.visitors import Visitors
from mantissa_like.web._websharing.applications import Applications
from mantissa_like.web._websharing.websharing import Websharing

__all__ = ["makeSiteFactory"]

_STATIC = "static"
_INCIDENT_BYTES = 5
_DAY = 86400.0


def makeSiteFactory(context: SiteContext) -> IProtocolFactory:
    """
    Serve the front page, logging in and out, static files, and whatever is shared.

    @raise StaticFileTooLarge: the site has a static file of more than 8 MiB.
    """
    config, siteStore = context.config, context.siteStore
    directories = [BUNDLED_FILES]
    if siteStore.filesdir is not None:
        directories.append(Path(siteStore.filesdir.path) / _STATIC)
    static = StaticFiles(f"/{_STATIC}/", directories)
    shell = Shell(config.site.title, static.styleURLs(), static.url("icon.svg"))
    renderer = Renderer(shell, config.site.domain)
    cookies = Cookies(config.site.publicURL)
    sessions = Sessions(siteStore, context.clock, context.randomBytes, config.limits.sessionDays * _DAY)
    visitors = Visitors(sessions, cookies)
    root = Root(
        pages={
            b"": FrontPage(config.site, Applications(siteStore, context.pool), visitors, renderer),
            b"login": LoginPage(context, visitors, cookies, shell),
            b"logout": LogoutPage(context, visitors),
        },
        folders={_STATIC.encode(): static},
        others=Websharing(context, visitors, renderer),
    )
    failures = FailurePages(shell, lambda: context.randomBytes(_INCIDENT_BYTES).hex())
    return makeHTTPFactory(root, config.limits, failures, context.clock)
