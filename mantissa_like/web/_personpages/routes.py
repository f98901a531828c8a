"""
The addresses of the pages on which people find what is theirs.
"""

from __future__ import annotations

from mantissa_like.web._personpages.archives import ExportPage, ImportPage
from mantissa_like.web._personpages.front import FrontPage
from mantissa_like.web._personpages.home import HomePage
from mantissa_like.web._personpages.preferences import AppPreferencesPage, PreferencesPage
from mantissa_like.web._personpages.search import SearchPage
from mantissa_like.web._personpages.storage import StoragePage
from mantissa_like.web._routes.route import Access, Route

__all__ = ["ROUTES"]

ROUTES = (
    Route("/", Access.EVERYBODY, FrontPage),
    Route("/home", Access.PERSON, HomePage),
    Route("/search", Access.PERSON, SearchPage),
    Route("/account/export", Access.PERSON, ExportPage, scope="account"),
    Route("/account/import", Access.PERSON, ImportPage, scope="account"),
    Route("/account/storage", Access.PERSON, StoragePage),
    Route("/account/preferences", Access.PERSON, PreferencesPage),
    Route("/account/preferences/{app}", Access.PERSON, AppPreferencesPage),
)
