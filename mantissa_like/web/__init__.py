"""
HTTP: shared items as pages and data, sessions, and a server with limits.
"""

from __future__ import annotations

from mantissa_like.web._http.accept import prefersJSON
from mantissa_like.web._http.factory import makeHTTPFactory
from mantissa_like.web._http.failures import FailurePages
from mantissa_like.web._http.static import BUNDLED_FILES, StaticFiles
from mantissa_like.web._http.values import Values
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._markup.shell import Shell, Viewer
from mantissa_like.web._markup.templates import Markup, Template, markup
from mantissa_like.web._server import makeSiteFactory
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.registry import registerWebView
from mantissa_like.web._views.visit import Visit
from mantissa_like.web.errors import BadInput, NotAView, NotFound, RequestRefused
from mantissa_like.web.interfaces import IJSONView, IWebAction, IWebView

__all__ = [
    "BUNDLED_FILES",
    "BadInput",
    "FailurePages",
    "IJSONView",
    "IWebAction",
    "IWebView",
    "Markup",
    "NotAView",
    "NotFound",
    "Page",
    "Redirect",
    "RequestRefused",
    "Shell",
    "SiteContext",
    "StaticFiles",
    "Template",
    "Values",
    "Viewer",
    "Visit",
    "makeHTTPFactory",
    "makeSiteFactory",
    "markup",
    "prefersJSON",
    "registerWebView",
]
