"""
Where the site listens.
"""

from __future__ import annotations

from twisted.web.template import Flattenable, Tag, tags

from mantissa_like.web._console.acts import Answer
from mantissa_like.web._console.controlled import controlOf, refusing
from mantissa_like.web._console.frame import askedOnce, consolePage
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.control import CertificateState, PortState
from mantissa_like.web._views.facts import facts
from mantissa_like.web._views.forms import Form, button
from mantissa_like.web._views.tables import Column, Table
from mantissa_like.web._views.texts import Text
from mantissa_like.web._views.wording import timeTag
from mantissa_like.web.errors import BadInput

__all__ = ["PortsPage"]

_ENDPOINT = Text(
    "endpoint",
    "Endpoint",
    longest=500,
    hint="Such as tcp:8080, or tls:443:interface=0.0.0.0 to be reached encrypted from other machines.",
)
_DAY = 86400.0
_WARNING_DAYS = 21
_FORM = Form(_ENDPOINT, submit="Listen")


class PortsPage:
    """
    The ports of the site, each with what is wrong with it; a form to add one, a button to remove one.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._acts = {"add": self._add, "remove": self._remove}

    def show(self, visit: SiteVisit) -> Page:
        """
        The ports, and how to add another.
        """
        table = self._table(visit).of(controlOf(self._context).ports(), visit)
        return consolePage(
            "Ports",
            "Ports",
            table.show("The site listens nowhere."),
            tags.h2("Listen on one more"),
            _FORM.show(visit, extra={"act": "add"}),
            tags.h2("Certificate"),
            _certificate(visit, refusing(controlOf(self._context).certificate)),
        )

    def data(self, visit: SiteVisit) -> object:
        """
        The ports.
        """
        return self._table(visit).of(controlOf(self._context).ports(), visit).data()

    def post(self, visit: SiteVisit) -> Answer:
        """
        Add the port C{endpoint}, or remove the one whose C{number} is sent.
        """
        return chosenAct(visit, self._acts)(visit)

    def _add(self, visit: SiteVisit) -> Answer:
        endpoint = _FORM.read(visit)[_ENDPOINT]
        control = controlOf(self._context)

        def add() -> str:
            kept: str = control.addPort(endpoint)
            visit.audit("port.added", kept)
            return kept

        kept = refusing(lambda: self._context.siteStore.transact(add))
        return Redirect("/console/ports", flash=f"The site listens on {kept} within a second.")

    def _remove(self, visit: SiteVisit) -> Answer:
        ports = {str(port.identifier): port for port in controlOf(self._context).ports()}
        port = ports.get(visit.fields.get("number", ""))
        if port is None:
            raise BadInput("There is no such port; perhaps it was removed meanwhile.")
        question = askedOnce(
            visit,
            "Ports",
            f"Stop listening on {port.endpoint}?",
            "Whoever reaches the site there can't any more, perhaps not even you."
            " You can add the port again, here or with the command axiomatic port create.",
            "Stop listening",
        )
        if question is not None:
            return question
        control = controlOf(self._context)

        def remove() -> str:
            endpoint: str = control.removePort(port.identifier)
            visit.audit("port.removed", endpoint)
            return endpoint

        endpoint = refusing(lambda: self._context.siteStore.transact(remove))
        return Redirect("/console/ports", flash=f"The site no longer listens on {endpoint}.")

    def _table(self, visit: SiteVisit) -> Table[PortState]:
        return Table(
            Column[PortState]("identifier", "Number", lambda port: port.identifier),
            Column[PortState](
                "endpoint", "Endpoint", lambda port: port.endpoint, lambda port: tags.code(port.endpoint)
            ),
            Column[PortState]("serves", "Serves", lambda port: port.serves),
            Column[PortState]("problem", "State", lambda port: port.problem, _state),
            Column[PortState]("", "", lambda port: "", lambda port: _removing(visit, port)),
        )


def _certificate(visit: SiteVisit, state: CertificateState | None) -> Tag:
    replace = tags.p(tags.a("Use another certificate", href="/console/ports/certificate"))
    if state is None:
        none = "There is none yet. The site makes one for the first port that begins with tls."
        return tags.section(tags.p(none), replace)
    days = (state.expires - visit.clock.seconds()) / _DAY
    isSoon = days < _WARNING_DAYS
    left = tags.span(_left(days), class_="badge bad" if isSoon else "badge")
    issuer = "nobody else, so browsers warn" if state.isSelfSigned else state.issuer
    known: dict[str, Flattenable] = {
        "For": ", ".join(state.hosts),
        "Vouched for by": issuer,
        "Expires": [timeTag(state.expires), " ", left],
    }
    return tags.section(facts(known), replace)


def _left(days: float) -> str:
    return "expired" if days < 0 else f"{int(days):,} days left"


def _state(port: PortState) -> Tag:
    if not port.problem:
        return tags.span("listens", class_="badge good")
    return tags.span(tags.span("fails", class_="badge bad"), " ", port.problem)


def _removing(visit: SiteVisit, port: PortState) -> Tag:
    return button(visit, "Remove", isDangerous=True, act="remove", number=str(port.identifier))
