"""
HTTP: shared items as pages and data, sessions, and a server with limits.
"""

from __future__ import annotations

from mantissa_like.web._accept import prefersJSON
from mantissa_like.web._context import SiteContext
from mantissa_like.web._failures import FailurePages, RequestRefused
from mantissa_like.web._http import makeHTTPFactory
from mantissa_like.web._page import Page, Redirect
from mantissa_like.web._server import makeSiteFactory
from mantissa_like.web._shell import Shell, Viewer
from mantissa_like.web._static import BUNDLED_FILES, StaticFiles
from mantissa_like.web._templates import Markup, Template, markup
from mantissa_like.web._values import Values
from mantissa_like.web._views import registerWebView
from mantissa_like.web._visit import Visit
from mantissa_like.web.errors import BadInput, NotAView, NotFound
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
