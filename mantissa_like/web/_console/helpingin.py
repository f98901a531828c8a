"""
Helping somebody back in to an account, who lost the password or the device with the codes.
"""

from __future__ import annotations

from collections.abc import Mapping

from twisted.web.template import Tag

from axiom.userbase import LoginAccount, hashingOf
from mantissa_like.accounts import askForReset, codeGeneratorOf, mailboxesOf, removeSecondFactors
from mantissa_like.web._console.accountacts import visitedAccount
from mantissa_like.web._console.acts import Act, Answer, audited
from mantissa_like.web._console.controlled import refusing
from mantissa_like.web._console.frame import askedOnce
from mantissa_like.web._console.passwords import newPassword, passwordPage
from mantissa_like.web._console.users import SECTION, userURL
from mantissa_like.web._markup.page import Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import button
from mantissa_like.web._visitors.ending import endSessions
from mantissa_like.web.errors import BadInput

__all__ = ["HelpingIn"]


class HelpingIn:
    """
    The acts, and their buttons.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self.acts: Mapping[str, Act] = {
            "mail-reset": self._mailReset,
            "new-password": self._newPassword,
            "remove-second-factors": self._removeSecondFactors,
        }

    def buttons(self, visit: SiteVisit, account: LoginAccount) -> list[Tag]:
        """
        Those that make sense now.
        """
        if account.disabled:
            return []
        found = [button(visit, "Make a new password", act="new-password")]
        if mailboxesOf(account):
            found.append(button(visit, "Mail a link for a new password", act="mail-reset"))
        if codeGeneratorOf(account) is not None:
            remove = button(visit, "Ask for no codes", isDangerous=True, act="remove-second-factors")
            found.append(remove)
        return found

    def _mailReset(self, visit: SiteVisit) -> Answer:
        address, _ = visitedAccount(self._context, visit)

        def ask() -> None:
            if not askForReset(self._context.siteStore, self._context.config, address):
                raise BadInput(f"{address} has no confirmed address of mail. Make a new password instead.")

        refusing(lambda: audited(visit, "account.reset-mailed", str(address), ask))
        return Redirect(userURL(str(address)), flash=f"A link for a new password is on its way to {address}.")

    async def _newPassword(self, visit: SiteVisit) -> Answer:
        address, account = visitedAccount(self._context, visit)
        question = askedOnce(
            visit,
            SECTION,
            f"Make a new password for {address}?",
            "They are logged out everywhere and their API tokens are taken back. The password until now "
            "works no more, which can't be undone. The new one is shown once, to you.",
            "Make a new password",
        )
        if question is not None:
            return question
        password = newPassword(self._context)
        passwordHash = await hashingOf(self._context.siteStore).hash(password)

        def replace() -> None:
            account.setPasswordHash(passwordHash)
            endSessions(account)
            visit.alert(account, "password-changed")

        audited(visit, "account.password-replaced", str(address), replace)
        return passwordPage(visit, str(address), password)

    def _removeSecondFactors(self, visit: SiteVisit) -> Answer:
        address, account = visitedAccount(self._context, visit)
        question = askedOnce(
            visit,
            SECTION,
            f"Ask {address} for no codes any more?",
            "Their password alone is enough to log in then. Make sure that it is really them who ask for it. "
            "This can't be undone; they can set up codes anew.",
            "Ask for no codes",
        )
        if question is not None:
            return question

        def remove() -> None:
            removeSecondFactors(account)
            visit.alert(account, "second-step-off")

        audited(visit, "account.second-factors-removed", str(address), remove)
        return Redirect(userURL(str(address)), flash=f"{address} is asked for no codes any more.")
