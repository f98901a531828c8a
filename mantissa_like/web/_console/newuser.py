"""
Making an account, for somebody or for a group.
"""

from __future__ import annotations

from mantissa_like.accounts import Address, createAccount, createArtificialUser
from mantissa_like.accounts.errors import AccountExists, AddressReserved, InvalidAddress, WeakPassword
from mantissa_like.catalog import endow, products
from mantissa_like.web._console.acts import Answer, audited
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._console.passwords import newPassword, passwordPage
from mantissa_like.web._console.users import SECTION, userURL
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.choices import CheckBox, Choices
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form
from mantissa_like.web._views.texts import Password, Text
from mantissa_like.web.errors import BadInput

__all__ = ["NewUserPage"]

_HINT = "At least 10 characters. Leave it empty, and the site makes one, which it shows you once."

_ARTIFICIAL = CheckBox(
    "artificial",
    "A group, not a person",
    hint="Nobody logs in to it. It has apps and data of its own, and its members act as it.",
)

_REUSE = CheckBox(
    "reuse",
    "Give the name of a removed account again",
    hint="Whoever gets it sees what others shared with the one who had it.",
)


class NewUserPage:
    """
    The form, and what it does.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        domain = context.config.site.domain
        self._name = Text(
            "address", "User name", hint=f"Such as alice, who becomes alice@{domain}.", longest=318
        )
        self._password = Password("password", "Password", hint=_HINT, shortest=0, autocomplete="new-password")

    def show(self, visit: SiteVisit) -> Page:
        """
        The form.
        """
        return consolePage(SECTION, "New user", self._form(self._products()).show(visit))

    def data(self, visit: SiteVisit) -> dict[str, object]:
        """
        What the form asks for.
        """
        return {
            "fields": ["address", "artificial", "password", "products", "reuse"],
            "products": list(dict(self._products().options)),
        }

    async def post(self, visit: SiteVisit) -> Answer:
        """
        Make the account with its products.
        """
        chosen = self._products()
        filled = self._form(chosen).read(visit)
        given, isArtificial = filled[self._password], filled[_ARTIFICIAL]
        if given and isArtificial:
            raise BadInput("A group has no password.", {"password": "Leave this empty."})
        password = None if isArtificial else given or newPassword(self._context)
        address = await self._create(filled[self._name], password, filled[_REUSE])
        store = visit.storeOf(address.localpart, address.domain)
        names = filled[chosen]
        audited(
            visit,
            "account.created",
            str(address),
            lambda: endow(self._context.siteStore, store, names),
            products=" ".join(names),
            artificial=isArtificial,
        )
        if password is not None and not given:
            return passwordPage(visit, str(address), password)
        url = userURL(str(address))
        return Redirect(url, {"url": url, "address": str(address)}, f"The account {address} was made.")

    async def _create(self, name: str, password: str | None, reuse: bool) -> Address:
        siteStore = self._context.siteStore
        try:
            address = Address.parse(name, self._context.config.site.domain)
            if password is None:
                createArtificialUser(siteStore, address.localpart, address.domain, reuse)
            else:
                await createAccount(siteStore, address.localpart, address.domain, password, reuse)
        except AddressReserved as e:
            problem = "An account that was removed had this name. What others shared with it would be seen."
            raise BadInput(problem, {"address": "Choose another one, or give it again."}) from e
        except InvalidAddress as e:
            raise BadInput("This can't be the name of a user.", {"address": e.hint}) from e
        except AccountExists as e:
            raise BadInput("Somebody has this name.", {"address": "Choose another one."}) from e
        except WeakPassword as e:
            raise BadInput("This password is not good enough.", {"password": str(e)}) from e
        return address

    def _products(self) -> Choices:
        options = tuple((each.name, each.name) for each in products(self._context.siteStore))
        return Choices("products", "Products", options=options)

    def _form(self, chosen: Choices) -> Form:
        asked = (self._name, _ARTIFICIAL, self._password, *((chosen,) if chosen.options else ()), _REUSE)
        return Form(*asked, submit="Make the account")
