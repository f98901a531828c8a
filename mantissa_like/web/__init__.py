"""
HTTP: shared items as pages and data, sessions, and a server with limits.
"""

from __future__ import annotations

from mantissa_like.web._http.accept import prefersJSON
from mantissa_like.web._http.factory import HTTPFactory
from mantissa_like.web._http.failures import FailurePages
from mantissa_like.web._http.static import BUNDLED_FILES, StaticFiles
from mantissa_like.web._http.values import Upload, Values, wholeNumber
from mantissa_like.web._markup.page import Download, Page, Redirect
from mantissa_like.web._markup.shell import Shell, Viewer
from mantissa_like.web._markup.templates import Markup, Template, markup
from mantissa_like.web._markup.themes import Theme
from mantissa_like.web._personpages.choosing import Preferences
from mantissa_like.web._personpages.searchresults import SearchResult, SearchResults
from mantissa_like.web._personpages.tabs import Tab
from mantissa_like.web._routes.route import Access, Route
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._server import makeSiteFactory
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.choices import CheckBox, Choice, Choices
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.control import CertificateState, PortState, ServiceState
from mantissa_like.web._views.facts import facts
from mantissa_like.web._views.files import Files
from mantissa_like.web._views.forms import Filled, Form, button, confirmed
from mantissa_like.web._views.numbers import Day, Decimal, Number
from mantissa_like.web._views.pagesbelow import PagesBelow
from mantissa_like.web._views.parameters import Hidden, Parameter, Unfit
from mantissa_like.web._views.registry import registerWebView
from mantissa_like.web._views.tables import Column, Table, TablePage, momentColumn
from mantissa_like.web._views.texts import Email, LongText, Password, Text
from mantissa_like.web._views.visit import Visit
from mantissa_like.web._views.wording import bytesInWords, momentOf, timeTag
from mantissa_like.web._visitors.ending import endSessions
from mantissa_like.web._webhooks.addresses import operationPath
from mantissa_like.web.errors import BadInput, NotAView, NotFound, RequestRefused
from mantissa_like.web.interfaces import (
    IJSONView,
    ILiveView,
    INavigable,
    IPreferences,
    ISearchable,
    ISiteControl,
    IWebAction,
    IWebView,
)

__all__ = [
    "BUNDLED_FILES",
    "Access",
    "BadInput",
    "CertificateState",
    "CheckBox",
    "Choice",
    "Choices",
    "Column",
    "Day",
    "Decimal",
    "Download",
    "Email",
    "FailurePages",
    "Files",
    "Filled",
    "Form",
    "HTTPFactory",
    "Hidden",
    "IJSONView",
    "ILiveView",
    "INavigable",
    "IPreferences",
    "ISearchable",
    "ISiteControl",
    "IWebAction",
    "IWebView",
    "LongText",
    "Markup",
    "NotAView",
    "NotFound",
    "Number",
    "Page",
    "PagesBelow",
    "Parameter",
    "Password",
    "PortState",
    "Preferences",
    "Redirect",
    "RequestRefused",
    "Route",
    "SearchResult",
    "SearchResults",
    "ServiceState",
    "Shell",
    "SiteContext",
    "SiteVisit",
    "StaticFiles",
    "Tab",
    "Table",
    "TablePage",
    "Template",
    "Text",
    "Theme",
    "Unfit",
    "Upload",
    "Values",
    "Viewer",
    "Visit",
    "button",
    "bytesInWords",
    "chosenAct",
    "confirmed",
    "endSessions",
    "facts",
    "makeSiteFactory",
    "markup",
    "momentColumn",
    "momentOf",
    "operationPath",
    "prefersJSON",
    "registerWebView",
    "timeTag",
    "wholeNumber",
]
