"""
The addresses of the pages by which people share.
"""

from __future__ import annotations

from mantissa_like.web._routes.route import Access, Route
from mantissa_like.web._sharepages.change import ChangePage
from mantissa_like.web._sharepages.dialog import DialogPage
from mantissa_like.web._sharepages.given import GivenPage
from mantissa_like.web._sharepages.received import ReceivedPage
from mantissa_like.web._sharepages.unlock import UnlockPage
from mantissa_like.web._sharepages.why import WhyPage

__all__ = ["ROUTES"]

ROUTES = (
    Route("/shares", Access.PERSON, GivenPage),
    Route("/shares/received", Access.PERSON, ReceivedPage),
    Route("/shares/new", Access.PERSON, DialogPage),
    Route("/shares/why", Access.PERSON, WhyPage),
    Route("/shares/unlock", Access.EVERYBODY, UnlockPage),
    Route("/shares/{share}", Access.PERSON, ChangePage),
)
