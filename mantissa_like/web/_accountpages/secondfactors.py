"""
Setting up the second step of logging in, and doing without it again.
"""

from __future__ import annotations

from base64 import b32encode
from typing import Any

from twisted.web.template import Tag, tags

from mantissa_like.accounts import (
    CodeGenerator,
    codeGeneratorOf,
    codeGeneratorURI,
    makeCodeGenerator,
    makeRecoveryCodes,
    recoveryCodesLeft,
    removeSecondFactors,
)
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form, button, confirmed
from mantissa_like.web._views.qrcodes import qrCode
from mantissa_like.web._views.texts import Text
from mantissa_like.web.errors import BadInput

__all__ = ["SecondFactorPage"]

_TITLE = "Two steps to log in"
_CODE = Text("code", "The code that it shows now", longest=20, autocomplete="one-time-code")
_FORM = Form(_CODE, submit="Turn on")


class SecondFactorPage:
    """
    The app that shows codes, and the recovery codes.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._acts = {
            "begin": self._begin,
            "turn-on": self._turnOn,
            "renew": self._renew,
            "turn-off": self._turnOff,
        }

    def show(self, visit: SiteVisit) -> Page:
        """
        How to set it up, or what there is.
        """
        generator = codeGeneratorOf(visit.account)
        if generator is None:
            content = self._offer(visit)
        elif generator.isOn:
            content = self._state(visit)
        else:
            content = self._instructions(visit, generator)
        return Page(_TITLE, tags.section(tags.h1(_TITLE), *content))

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        Whether it is on, and how many recovery codes are left.
        """
        generator = codeGeneratorOf(visit.account)
        return {
            "isOn": generator is not None and generator.isOn,
            "recoveryCodes": recoveryCodesLeft(visit.account),
        }

    def post(self, visit: SiteVisit) -> Page | Redirect:
        """
        Do what a button says.
        """
        return self._context.siteStore.transact(chosenAct(visit, self._acts), visit)

    def _offer(self, visit: SiteVisit) -> list[Tag]:
        return [
            tags.p(
                "With a second step, nobody can log in with your password alone: it also takes a code from "
                "an app on your telephone, such as Aegis, FreeOTP or Google Authenticator."
            ),
            button(visit, "Set it up", act="begin"),
        ]

    def _instructions(self, visit: SiteVisit, generator: CodeGenerator) -> list[Tag]:
        uri = codeGeneratorURI(generator, str(visit.address), self._context.config.site.title)
        secret = b32encode(generator.secret).decode()
        return [
            tags.p("Scan this picture with the app, or type the key into it."),
            qrCode(uri, "The key, as a picture for your telephone"),
            tags.p("The key: ", tags.code(" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)))),
            _FORM.show(visit, extra={"act": "turn-on"}),
        ]

    def _state(self, visit: SiteVisit) -> list[Tag]:
        left = recoveryCodesLeft(visit.account)
        return [
            tags.p("Logging in takes a code from your app. ", tags.span("on", class_="badge good")),
            tags.p(f"You have {left} recovery codes, each of which works once where you don’t have the app."),
            tags.div(
                button(visit, "Make new recovery codes", act="renew"),
                button(visit, "Turn it off", isDangerous=True, act="turn-off"),
                class_="buttons",
            ),
        ]

    def _begin(self, visit: SiteVisit) -> Redirect:
        generator = codeGeneratorOf(visit.account)
        if generator is not None and generator.isOn:
            raise BadInput("It is on already. Turn it off first.")
        generator = makeCodeGenerator(visit.account, self._context.randomBytes)
        uri = codeGeneratorURI(generator, str(visit.address), self._context.config.site.title)
        return Redirect(visit.path, data={"uri": uri})

    def _turnOn(self, visit: SiteVisit) -> Page | Redirect:
        generator = codeGeneratorOf(visit.account)
        if generator is None or generator.isOn:
            raise BadInput("Begin to set it up first.")
        code = _FORM.read(visit)[_CODE].replace(" ", "")
        if not generator.take(code, visit.clock.seconds()):
            raise BadInput(
                "That is not the code that the app should show. Is the clock of your telephone right?",
                {"code": "Try the next one."},
            )
        generator.isOn = True
        visit.audit("account.second-factor-added", str(visit.address))
        return self._newCodes(visit)

    def _renew(self, visit: SiteVisit) -> Page | Redirect:
        generator = codeGeneratorOf(visit.account)
        if generator is None or not generator.isOn:
            raise BadInput("Set up the app first.")
        visit.audit("account.recovery-codes-renewed", str(visit.address))
        return self._newCodes(visit)

    def _turnOff(self, visit: SiteVisit) -> Page | Redirect:
        question = confirmed(
            visit,
            "Turn off the second step?",
            "Your password alone is enough to log in then. The recovery codes work no more. "
            "You can set it up again at any time.",
            "Turn it off",
            visit.path,
        )
        if question is not None:
            return Page(_TITLE, question)
        removeSecondFactors(visit.account)
        visit.audit("account.second-factor-removed", str(visit.address))
        visit.alert(visit.account, "second-step-off")
        return Redirect(visit.path, flash="Your password alone is enough to log in.")

    def _newCodes(self, visit: SiteVisit) -> Page | Redirect:
        codes = makeRecoveryCodes(visit.account, self._context.randomBytes)
        if visit.wantsJSON:
            return Redirect(visit.path, data={"recoveryCodes": codes})
        content = tags.section(
            tags.h1("Your recovery codes"),
            tags.p(
                "Each works once in place of a code from the app. Print them or write them down: they are "
                "shown only now, and those that you had before work no more."
            ),
            tags.ul(*(tags.li(tags.code(code)) for code in codes), class_="codes"),
            tags.p(tags.a("I have written them down", href=visit.path, class_="button"), class_="buttons"),
        )
        return Page("Your recovery codes", content)
