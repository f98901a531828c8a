"""
The applications of a site: those that it has, those that it could have, and the products made of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from twisted.web.template import Flattenable, Tag, tags

from mantissa_like.catalog import Offering, Product, findOfferings, installedOfferings, products
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._markup.page import Page
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext

__all__ = ["SECTION", "OfferingsPage", "grantedBy", "offeringURL", "productURL"]

SECTION = "Applications"


def offeringURL(name: str) -> str:
    """
    Where the console shows an application, quoted.
    """
    return f"/console/offerings/{quote(name, safe='')}"


def productURL(name: str) -> str:
    """
    Where the console shows a product, quoted.
    """
    return f"/console/products/{quote(name, safe='')}"


class OfferingsPage:
    """
    All applications and products.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        Cards for each.
        """
        known, installed = findOfferings(), self._installed()
        available = [each for name, each in known.items() if name not in installed]
        return consolePage(
            SECTION,
            "Applications",
            tags.h2("Installed"),
            _cards([_offeringCard(name, known.get(name)) for name in installed]),
            tags.h2("Not installed"),
            _cards([_offeringCard(each.name, each) for each in available])
            if available
            else tags.p("All applications that are on this machine are installed.", class_="empty"),
            tags.h2("Products"),
            tags.p("A product is what is granted to people together."),
            _cards([_productCard(each, known) for each in products(self._context.siteStore)]),
            tags.p(tags.a("New product", href="/console/products/new", class_="button")),
        )

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same.
        """
        known, installed = findOfferings(), self._installed()
        return {
            "installed": installed,
            "available": [
                {"name": name, "description": each.description}
                for name, each in known.items()
                if name not in installed
            ],
            "products": [
                {"name": each.name, "types": list(each.types)} for each in products(self._context.siteStore)
            ],
        }

    def _installed(self) -> list[str]:
        return [each.offeringName for each in installedOfferings(self._context.siteStore)]


def _cards(cards: list[Tag]) -> Flattenable:
    return tags.ul(*cards, class_="cards") if cards else tags.p("There are none.", class_="empty")


def _offeringCard(name: str, offering: Offering | None) -> Tag:
    description = "Its distribution is not on this machine." if offering is None else offering.description
    return tags.li(tags.h3(tags.a(name, href=offeringURL(name))), tags.p(description))


def _productCard(product: Product, known: Mapping[str, Offering]) -> Tag:
    grants = " ".join(grantedBy(product, known.values()))
    return tags.li(tags.h3(tags.a(product.name, href=productURL(product.name))), tags.p(grants))


def grantedBy(product: Product, offerings: Iterable[Offering]) -> list[str]:
    """
    What a product gives people, in plain words; what no application on this machine brings, by its type.
    """
    words = {
        powerup.itemClass.typeName: powerup.description
        for offering in offerings
        for powerup in offering.installablePowerups
    }
    return [words.get(each, each) for each in product.types]
