"""
Passkeys: adding, naming and removing them, and showing with one who one is.
"""

from __future__ import annotations

from typing import Any

from twisted.web import http
from twisted.web.template import Flattenable, Tag, tags

from mantissa_like.accounts import Address, Passkey, PasskeyRefused, Passkeys, passkeysOf
from mantissa_like.web._accountpages.cards import HOME
from mantissa_like.web._http.sending import localPath
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form, button, confirmed
from mantissa_like.web._views.tables import Column, Table, TablePage, momentColumn
from mantissa_like.web._views.texts import Text
from mantissa_like.web.errors import BadInput, NotFound, RequestRefused

__all__ = ["PasskeyLogin", "PasskeyUse", "PasskeysPage", "passkeyButton"]

_TITLE = "Passkeys"
_NAME = Text("name", "Name", hint="Such as: my telephone.")
_FORM = Form(_NAME, submit="Add a passkey")
_RENAME = Form(_NAME, submit="Rename")
_TOO_LATE = "That took too long. Please try again."


def _passkeys(context: SiteContext) -> Passkeys:
    return Passkeys(context.siteStore, context.config.site.title, context.config.site.publicURL)


class PasskeysPage:
    """
    The passkeys of who looks.
    """

    def __init__(self, context: SiteContext) -> None:
        self._siteStore, self._passkeys = context.siteStore, _passkeys(context)
        self._acts = {
            "begin": self._begin,
            "add": self._add,
            "rename": self._rename,
            "remove": self._remove,
        }

    def show(self, visit: SiteVisit) -> Page:
        """
        The passkeys, and the way to another one.
        """
        content = tags.section(
            tags.h1(_TITLE),
            tags.p(
                "With a passkey you log in without a password: your telephone, your computer or a security "
                "key recognizes you, by your finger, your face or a PIN."
            ),
            self._found(visit).show("You have no passkeys."),
            tags.h2("Another one"),
            tags.p(
                "This browser can’t make passkeys, or JavaScript is off.",
                class_="faint",
                **{"data-passkeys": "impossible"},
            ),
            tags.div(
                tags.p(class_="problem", role="alert", hidden="hidden"),
                _FORM.show(visit, extra={"act": "add"}),
                hidden="hidden",
                **{"data-passkeys": "add"},
            ),
        )
        return Page(_TITLE, content, scripts=("passkeys.js",))

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same passkeys.
        """
        return self._found(visit).data()

    def post(self, visit: SiteVisit) -> Any:
        """
        Begin to add one, add it, rename one or remove one.
        """
        return self._siteStore.transact(chosenAct(visit, self._acts), visit)

    def _begin(self, visit: SiteVisit) -> Any:
        challenge = visit.visitors.challenges.give(visit.request)
        return self._passkeys.registrationOptions(visit.account, visit.address, challenge)

    def _add(self, visit: SiteVisit) -> Redirect:
        name, given = _FORM.read(visit)[_NAME], visit.visitors.challenges.take(visit.request)
        if given is None:
            raise BadInput(_TOO_LATE)
        credential, now = visit.fields.get("credential", ""), visit.clock.seconds()
        try:
            self._passkeys.add(visit.account, visit.address, name, credential, given[0], now)
        except PasskeyRefused as e:
            raise BadInput(f"This passkey can’t be used: {e.problem}.") from e
        visit.audit("account.passkey-added", str(visit.address), name=name)
        visit.alert(visit.account, "passkey-added", passkey=name)
        return Redirect(visit.path, flash="You can log in with it from now on.")

    def _rename(self, visit: SiteVisit) -> Page | Redirect:
        key = self._own(visit)
        if "renamed" not in visit.fields:
            extra = {"act": "rename", "number": str(key.storeID), "renamed": "yes"}
            form = _RENAME.show(visit, {_NAME: key.name}, extra=extra)
            return Page(_TITLE, tags.section(tags.h1("Rename a passkey"), form))
        key.name = _RENAME.read(visit)[_NAME]
        return Redirect(visit.path, flash="Renamed.")

    def _remove(self, visit: SiteVisit) -> Page | Redirect:
        key = self._own(visit)
        question = confirmed(
            visit,
            f"Remove the passkey {key.name!r}?",
            "Nobody can log in with it any more. This can’t be undone, but you can add another.",
            "Remove it",
            visit.path,
        )
        if question is not None:
            return Page(_TITLE, question)
        visit.audit("account.passkey-removed", str(visit.address), name=key.name)
        key.deleteFromStore()
        return Redirect(visit.path, flash="Removed. You can delete it from your device, too.")

    def _own(self, visit: SiteVisit) -> Passkey:
        number = visit.fields.get("number", "")
        for key in passkeysOf(visit.account):
            if str(key.storeID) == number:
                return key
        raise NotFound

    def _found(self, visit: SiteVisit) -> TablePage[Passkey]:
        def buttons(key: Passkey) -> Flattenable:
            number = str(key.storeID)
            rename = button(visit, "Rename", act="rename", number=number)
            return [rename, " ", button(visit, "Remove", isDangerous=True, act="remove", number=number)]

        table = Table[Passkey](
            Column("name", "Name", lambda key: key.name),
            momentColumn("created", "Added", lambda key: key.created),
            momentColumn("lastUsed", "Last used", lambda key: key.lastUsed),
            Column("number", "", lambda key: key.storeID, buttons),
        )
        return table.of(list(passkeysOf(visit.account)), visit)


class PasskeyUse:
    """
    What a button does, by its script, that lets people show who they are by a passkey.
    """

    def __init__(self, context: SiteContext) -> None:
        self._passkeys = _passkeys(context)

    def post(self, visit: SiteVisit) -> Any:
        """
        Give a challenge, or take the answer.
        """
        if visit.fields.get("act", "") == "begin":
            return self._passkeys.loginOptions(visit.visitors.challenges.give(visit.request))
        given = visit.visitors.challenges.take(visit.request)
        if given is None:
            raise BadInput(_TOO_LATE)
        try:
            key = self._passkeys.use(visit.fields.get("credential", ""), *given, visit.clock.seconds())
        except PasskeyRefused as e:
            raise RequestRefused(http.FORBIDDEN, f"This passkey can’t be used: {e.problem}.") from e
        return self.used(visit, key)

    def used(self, visit: SiteVisit, key: Passkey) -> Redirect:
        """
        Go on with whose key it is.
        """
        raise NotImplementedError


class PasskeyLogin(PasskeyUse):
    """
    Logging in.
    """

    def used(self, visit: SiteVisit, key: Passkey) -> Redirect:
        """
        Log in, and go to where the form was asked for.
        """
        token = visit.logIn(Address.parse(key.address), key.account)
        then = localPath(visit.fields.get("then", HOME))
        return Redirect(then, data={"url": then, "viewer": key.address, "csrfToken": token})


def passkeyButton(label: str, url: str) -> Tag:
    """
    A button beside a form, shown where passkeys can be used.

    @param url: of a L{PasskeyUse}, which also gets the form's C{then}.
    """
    return tags.div(
        tags.p(tags.button(label, type="button", class_="small")),
        tags.p(class_="problem", role="alert", hidden="hidden"),
        hidden="hidden",
        **{"data-passkeys": "use", "data-url": url},
    )
