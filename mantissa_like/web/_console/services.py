"""
What the site runs besides its ports.
"""

from __future__ import annotations

from twisted.web.template import Tag, tags

from mantissa_like.web._console.controlled import controlOf
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._markup.page import Page
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.control import ServiceState
from mantissa_like.web._views.tables import Column, Table
from mantissa_like.web._views.wording import momentOf, timeTag

__all__ = ["ServicesPage"]


class ServicesPage:
    """
    The services of the site, each with whether it runs.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The services.
        """
        table = _TABLE.of(controlOf(self._context).services(), visit)
        note = tags.p("Applications bring services; they start and stop with the server.")
        return consolePage("Services", "Services", note, table.show("Nothing runs."))

    def data(self, visit: SiteVisit) -> object:
        """
        The services.
        """
        return _TABLE.of(controlOf(self._context).services(), visit).data()


def _state(service: ServiceState) -> Tag:
    if service.isRunning:
        return tags.span("runs", class_="badge good")
    if service.problem:
        return tags.span(tags.span("failed", class_="badge bad"), " ", service.problem)
    return tags.span("stopped", class_="badge")


_TABLE = Table(
    Column[ServiceState]("name", "Service", lambda service: service.name, isSortable=True, isFiltered=True),
    Column[ServiceState]("isRunning", "State", lambda service: service.isRunning, _state),
    Column[ServiceState](
        "since",
        "Since",
        lambda service: None if service.since is None else momentOf(service.since),
        lambda service: timeTag(service.since),
    ),
    sort="name",
)
