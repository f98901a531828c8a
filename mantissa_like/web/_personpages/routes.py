"""
The addresses of the pages on which people find what is theirs.
"""

from __future__ import annotations

from mantissa_like.web._personpages.archives import ExportPage, ImportPage
from mantissa_like.web._personpages.front import FrontPage
from mantissa_like.web._personpages.groups import GroupPage
from mantissa_like.web._personpages.home import HomePage
from mantissa_like.web._personpages.preferences import AppPreferencesPage, PreferencesPage
from mantissa_like.web._personpages.search import SearchPage
from mantissa_like.web._personpages.storage import StoragePage
from mantissa_like.web._personpages.undelivered import UndeliveredPage
from mantissa_like.web._routes.route import Access, Route

__all__ = ["ROUTES"]

_ACCOUNT = ("Your account", "/account")
_PREFERENCES = ("Preferences", "/account/preferences")

ROUTES = (
    Route("/", Access.EVERYBODY, FrontPage),
    Route("/home", Access.PERSON, HomePage),
    Route("/groups/{address}", Access.PERSON, GroupPage, parent=("Home", "/home")),
    Route("/search", Access.PERSON, SearchPage),
    Route("/account/export", Access.PERSON, ExportPage, scope="account", parent=_ACCOUNT),
    Route("/account/import", Access.PERSON, ImportPage, scope="account", parent=_ACCOUNT),
    Route("/account/storage", Access.PERSON, StoragePage, parent=_ACCOUNT),
    Route("/account/undelivered", Access.PERSON, UndeliveredPage, parent=_ACCOUNT),
    Route("/account/preferences", Access.PERSON, PreferencesPage, parent=_ACCOUNT),
    Route("/account/preferences/{app}", Access.PERSON, AppPreferencesPage, parent=_PREFERENCES),
)
