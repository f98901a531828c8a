"""
What one user was given: granting products, putting them out of use, and taking them away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from twisted.web.template import Flattenable, Tag, tags

from axiom.errors import DeletionDisallowed
from axiom.store import Store
from mantissa_like.accounts import Address
from mantissa_like.catalog import (
    Installation,
    findInstallation,
    findProduct,
    grantProduct,
    installations,
    products,
)
from mantissa_like.web._console.acts import Act, Answer, audited
from mantissa_like.web._console.controlled import refusing
from mantissa_like.web._console.frame import askedOnce
from mantissa_like.web._console.users import SECTION
from mantissa_like.web._markup.page import Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.choices import Choice
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form, button
from mantissa_like.web.errors import BadInput

__all__ = ["Endowments"]

_PRODUCT = "product"


class Endowments:
    """
    The part of a user's page that is about products.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self.acts: Mapping[str, Act] = {
            "grant": self._grant,
            "suspend-product": self._suspend,
            "resume-product": self._resume,
            "remove-product": self._remove,
        }

    def show(self, visit: SiteVisit, address: Address) -> Flattenable:
        """
        What the user has, and a form to grant more.
        """
        found = installations(visit.storeOf(address.localpart, address.domain))
        shown: list[Flattenable] = [
            tags.ul(*(self._entry(visit, each) for each in found), class_="cards")
            if found
            else tags.p("This user has no products yet.", class_="empty")
        ]
        choice = self._choice({each.productName for each in found})
        if choice.options:
            shown.append(Form(choice, submit="Grant").show(visit, extra={"act": "grant"}))
        return shown

    def data(self, visit: SiteVisit, address: Address) -> list[dict[str, str]]:
        """
        What the user has.
        """
        found = installations(visit.storeOf(address.localpart, address.domain))
        return [{"name": each.productName, "state": each.state} for each in found]

    def _entry(self, visit: SiteVisit, installation: Installation) -> Tag:
        name = installation.productName
        isActive = installation.state == "active"
        return tags.li(
            tags.h3(name),
            tags.p(tags.span(installation.state, class_="badge good" if isActive else "badge bad")),
            tags.div(
                button(visit, "Suspend", product=name, act="suspend-product")
                if isActive
                else button(visit, "Resume", product=name, act="resume-product"),
                button(visit, "Take away", isDangerous=True, product=name, act="remove-product"),
                class_="buttons",
            ),
        )

    def _choice(self, granted: set[str]) -> Choice:
        names = [each.name for each in products(self._context.siteStore) if each.name not in granted]
        return Choice(_PRODUCT, "Grant a product", options=tuple((name, name) for name in names))

    def _grant(self, visit: SiteVisit) -> Answer:
        name = visit.fields.get(_PRODUCT, "")

        def grant(store: Store) -> None:
            grantProduct(findProduct(self._context.siteStore, name), store)

        return self._changed(visit, "product.granted", grant, f"{name} was granted.")

    def _suspend(self, visit: SiteVisit) -> Answer:
        return self._change(
            visit, "product.suspended", Installation.suspend, "is out of use, its data are kept"
        )

    def _resume(self, visit: SiteVisit) -> Answer:
        return self._change(visit, "product.resumed", Installation.resume, "is in use again")

    def _remove(self, visit: SiteVisit) -> Answer:
        name = visit.fields.get(_PRODUCT, "")
        address = visit.parameters["address"]
        question = askedOnce(
            visit,
            SECTION,
            f"Take {name} away from {address}?",
            f"All that {address} has in it is deleted, which can't be undone. "
            "To keep the data, suspend it instead.",
            "Take it away",
        )
        if question is not None:
            return question
        return self._change(visit, "product.removed", Installation.remove, "was taken away")

    def _change(
        self, visit: SiteVisit, action: str, change: Callable[[Installation], Any], fact: str
    ) -> Answer:
        name = visit.fields.get(_PRODUCT, "")
        return self._changed(
            visit, action, lambda store: change(findInstallation(store, name)), f"{name} {fact}."
        )

    def _changed(self, visit: SiteVisit, action: str, change: Callable[[Store], Any], flash: str) -> Answer:
        address = Address.parse(visit.parameters["address"])
        store = visit.storeOf(address.localpart, address.domain)
        name = visit.fields.get(_PRODUCT, "")
        try:
            refusing(
                lambda: audited(
                    visit, action, str(address), lambda: store.transact(change, store), product=name
                )
            )
        except DeletionDisallowed as e:
            raise BadInput(f"{name} can't be taken away: something else of this user needs it.") from e
        return Redirect(visit.path, flash=flash)
