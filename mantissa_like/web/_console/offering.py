"""
One application: what it is, what it may do, and installing it.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Flattenable, tags

from mantissa_like.catalog import (
    InstalledOffering,
    Offering,
    allowancesOf,
    findOfferings,
    installedOfferings,
    installOffering,
    products,
)
from mantissa_like.web._console.acts import Answer, audited
from mantissa_like.web._console.controlled import refusing
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._console.offerings import SECTION, offeringURL, productURL
from mantissa_like.web._http.answering import settled
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.facts import facts
from mantissa_like.web._views.forms import button
from mantissa_like.web.errors import BadInput, NotFound
from mantissa_like.web.interfaces import IConsolePage

__all__ = ["OfferingOwnPage", "OfferingPage"]


class OfferingPage:
    """
    The page of one application, installed or not.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._acts = {"install": self._install}

    def show(self, visit: SiteVisit) -> Page:
        """
        What it is and may do, and a button to install it if it is not.
        """
        name = visit.parameters["name"]
        offering, installed = self._found(name)
        content: list[Flattenable] = []
        if offering is None:
            content.append(
                tags.p("Its distribution is not on this machine; its data are kept.", class_="problem")
            )
        else:
            content.append(tags.p(offering.description))
        content.append(facts(self._facts(offering, installed)))
        if offering is not None and installed is None:
            content += [
                tags.h2("What it will be allowed"),
                tags.ul(*(tags.li(each) for each in allowancesOf(offering, self._context.siteStore))),
                tags.p("Once installed, it can't be taken away again; nobody has it until you grant it."),
                button(visit, f"Install {name}", act="install"),
            ]
        if installed is not None and self._hasOwnPage(visit, name):
            link = tags.a(f"The page of {name}", href=f"{offeringURL(name)}/own", class_="button")
            content.append(tags.p(link))
        return consolePage(SECTION, name, *content)

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same.
        """
        name = visit.parameters["name"]
        offering, installed = self._found(name)
        return {
            "name": name,
            "description": offering and offering.description,
            "version": offering and offering.version,
            "isInstalled": installed is not None,
            "allowances": offering and allowancesOf(offering, self._context.siteStore),
            "products": [] if offering is None else self._productsOf(offering),
        }

    def post(self, visit: SiteVisit) -> Any:
        """
        Install it.
        """
        return chosenAct(visit, self._acts)(visit)

    def _found(self, name: str) -> tuple[Offering | None, InstalledOffering | None]:
        offering = findOfferings().get(name)
        every = installedOfferings(self._context.siteStore)
        installed = next((each for each in every if each.offeringName == name), None)
        if offering is None and installed is None:
            raise NotFound
        return offering, installed

    def _facts(
        self, offering: Offering | None, installed: InstalledOffering | None
    ) -> dict[str, Flattenable]:
        state = tags.span("installed", class_="badge good") if installed else tags.span("no", class_="badge")
        found: dict[str, Flattenable] = {"Installed": state}
        if offering is not None and offering.version:
            found["Version"] = offering.version
        if installed is not None:
            number = installed.application.storeID
            found["Its store"] = tags.a("what is in it", href=f"/console/stores/{number}")
        if offering is not None and (names := self._productsOf(offering)):
            found["Products with it"] = [[tags.a(name, href=productURL(name)), " "] for name in names]
        return found

    def _productsOf(self, offering: Offering) -> list[str]:
        ours = {each.itemClass.typeName for each in offering.installablePowerups}
        return [each.name for each in products(self._context.siteStore) if ours & set(each.types)]

    def _hasOwnPage(self, visit: SiteVisit, name: str) -> bool:
        return IConsolePage(visit.storeOf(name, None), None) is not None

    def _install(self, visit: SiteVisit) -> Answer:
        name = visit.parameters["name"]
        offering, _ = self._found(name)
        if offering is None:
            raise BadInput("Its distribution is not on this machine.")
        store = self._context.siteStore
        refusing(lambda: audited(visit, "offering.installed", name, lambda: installOffering(store, offering)))
        return Redirect(offeringURL(name), flash=f"{name} is installed. Grant it to people by its product.")


class OfferingOwnPage:
    """
    The page which an application brings for its administrator.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    async def show(self, visit: SiteVisit) -> Page:
        """
        What it shows, in the console's frame.
        """
        page: Page = await settled(self._page(visit).show(visit))
        back = tags.p(tags.a("Back to the application", href=offeringURL(visit.parameters["name"])))
        return consolePage(SECTION, page.title, page.content, back, scripts=page.scripts)

    async def data(self, visit: SiteVisit) -> Any:
        """
        What it tells programs.
        """
        page = self._page(visit)
        if not hasattr(page, "data"):
            raise NotFound
        return await settled(page.data(visit))

    async def post(self, visit: SiteVisit) -> Any:
        """
        What it does.
        """
        page = self._page(visit)
        if not hasattr(page, "post"):
            raise NotFound
        return await settled(page.post(visit))

    def _page(self, visit: SiteVisit) -> Any:
        page = IConsolePage(visit.storeOf(visit.parameters["name"], None), None)
        if page is None:
            raise NotFound
        return page
