"""
Products: making one, who has it, granting it to everybody, and taking it off the list.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Flattenable, tags

from axiom.errors import AxiomError
from mantissa_like.catalog import (
    LONGEST_PRODUCT_NAME,
    NoSuchProduct,
    Product,
    createProduct,
    endow,
    findOfferings,
    findProduct,
    installedOfferings,
)
from mantissa_like.errors import MantissaError
from mantissa_like.web._console.acts import Answer, audited
from mantissa_like.web._console.controlled import refusing
from mantissa_like.web._console.frame import askedOnce, consolePage
from mantissa_like.web._console.holders import Holders, findHolders, peopleOf, placesOf
from mantissa_like.web._console.items import deadline
from mantissa_like.web._console.jobs import Progress, pause, startJob
from mantissa_like.web._console.offerings import SECTION, grantedBy, productURL
from mantissa_like.web._console.users import userURL
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.choices import Choices
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.facts import facts
from mantissa_like.web._views.forms import Form, button
from mantissa_like.web._views.texts import Text
from mantissa_like.web.errors import BadInput, NotFound

__all__ = ["NewProductPage", "ProductPage"]

_COUNTED_SECONDS = 2.0
_MOST_TROUBLES = 20


class NewProductPage:
    """
    Making a product of what the installed applications bring.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._name = Text("name", "Name", longest=LONGEST_PRODUCT_NAME)

    def show(self, visit: SiteVisit) -> Page:
        """
        The form.
        """
        return consolePage(
            SECTION, "New product", Form(self._name, self._types(), submit="Make it").show(visit)
        )

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        What the form asks for.
        """
        return {"fields": ["name", "types"], "types": list(dict(self._types().options))}

    def post(self, visit: SiteVisit) -> Answer:
        """
        Make it.
        """
        types = self._types()
        filled = self._form(types).read(visit)
        name, chosen = filled[self._name], filled[types]
        if not chosen:
            raise BadInput("A product grants something.", {"types": "Choose at least one."})
        offerings = findOfferings().values()
        refusing(
            lambda: audited(
                visit,
                "product.created",
                name,
                lambda: createProduct(self._context.siteStore, name, chosen, offerings),
            )
        )
        return Redirect(productURL(name), flash=f"The product {name} was made.")

    def _form(self, types: Choices) -> Form:
        return Form(self._name, types, submit="Make it")

    def _types(self) -> Choices:
        known, installed = findOfferings(), installedOfferings(self._context.siteStore)
        powerups = [
            powerup
            for each in installed
            if each.offeringName in known
            for powerup in known[each.offeringName].installablePowerups
        ]
        options = tuple((each.itemClass.typeName, f"{each.name}: {each.description}") for each in powerups)
        return Choices("types", "What it grants", options=options)


class ProductPage:
    """
    One product.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._acts = {"grant-all": self._grantAll, "remove": self._remove}

    async def show(self, visit: SiteVisit) -> Page:
        """
        What it grants, who has it, and what can be done with it.
        """
        product = self._found(visit)
        holders = await self._holders(product)
        return consolePage(
            SECTION,
            product.name,
            facts(
                {
                    "Gives": " ".join(grantedBy(product, findOfferings().values())),
                    "Who has it": _counted(holders),
                }
            ),
            _names(holders),
            tags.div(
                button(visit, "Grant it to everybody", act="grant-all"),
                button(visit, "Take it off the list", isDangerous=True, act="remove"),
                class_="buttons",
            ),
        )

    async def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same.
        """
        product = self._found(visit)
        return {
            "name": product.name,
            "types": list(product.types),
            "holders": await self._holders(product),
        }

    def post(self, visit: SiteVisit) -> Any:
        """
        Do what a button says.
        """
        return chosenAct(visit, self._acts)(visit)

    def _found(self, visit: SiteVisit) -> Product:
        try:
            return findProduct(self._context.siteStore, visit.parameters["name"])
        except NoSuchProduct as e:
            raise NotFound from e

    async def _holders(self, product: Product) -> Holders:
        places, name = placesOf(self._context, peopleOf(self._context)), product.name
        inThread = self._context.siteStore.runtime.inThread
        return await inThread(lambda: findHolders(places, name, deadline(_COUNTED_SECONDS)))

    def _grantAll(self, visit: SiteVisit) -> Answer:
        name = self._found(visit).name
        people = peopleOf(self._context)
        question = askedOnce(
            visit,
            SECTION,
            f"Grant {name} to everybody?",
            f"All {len(people):,} people get it who don't have it yet. It can be taken away only one by one.",
            "Grant it",
        )
        if question is not None:
            return question
        audited(visit, "product.granted-to-all", name, lambda: None)

        async def work(progress: Progress) -> list[str]:
            return await self._grantEach(name, people, progress)

        return startJob(visit, SECTION, f"Granting {name} to everybody", work)

    async def _grantEach(self, name: str, people: list[tuple[str, int]], progress: Progress) -> list[str]:
        progress.steps = len(people)
        granted, troubles = 0, []
        siteStore = self._context.siteStore
        for address, number in people:
            try:
                with self._context.pool.lease(siteStore.getItemByID(number)) as store:
                    granted += len(endow(siteStore, store, [name]))
            except (AxiomError, MantissaError) as e:
                troubles.append(f"{address} could not get it: {e}.")
            progress.advance()
            await pause(siteStore)
        more = len(troubles) - _MOST_TROUBLES
        return [
            f"{granted:,} of {len(people):,} people got it; the others had it before.",
            *troubles[:_MOST_TROUBLES],
            *([f"So it was for {more:,} more."] if more > 0 else []),
        ]

    def _remove(self, visit: SiteVisit) -> Answer:
        product = self._found(visit)
        question = askedOnce(
            visit,
            SECTION,
            f"Take {product.name} off the list?",
            "It can't be granted any more. Those who have it keep it. You can make it again.",
            "Take it off",
        )
        if question is not None:
            return question
        name = product.name
        audited(visit, "product.deleted", name, product.deleteFromStore)
        return Redirect("/console/offerings", flash=f"{name} can't be granted any more.")


def _counted(holders: Holders) -> str:
    counted = f"{holders.count:,} of {holders.people:,} people"
    return counted if holders.isWhole else f"{counted} who were asked before it took too long"


def _names(holders: Holders) -> Flattenable:
    if not holders.names:
        return ""
    names = [tags.li(tags.a(each, href=userURL(each))) for each in holders.names]
    more = holders.count - len(holders.names)
    return tags.ul(*names, tags.li(f"and {more:,} more") if more else "")
