"""
One user: what there is to know, and what an administrator can do to the account.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Flattenable, Tag, tags

from axiom.userbase import LoginAccount
from mantissa_like.accounts import Address, findAccount
from mantissa_like.accounts.errors import InvalidAddress
from mantissa_like.catalog import administrators, appointAdministrator, dismissAdministrator
from mantissa_like.web._console.acts import Answer, audited, perform
from mantissa_like.web._console.databases import databaseBytes, placeOf
from mantissa_like.web._console.endowments import Endowments
from mantissa_like.web._console.frame import askedOnce, consolePage, facts
from mantissa_like.web._console.passwords import newPassword, passwordPage
from mantissa_like.web._console.users import SECTION, lastSeen, stateBadge, userURL
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import button
from mantissa_like.web._views.wording import bytesInWords, momentOf, timeTag
from mantissa_like.web._visitors.websession import WebSession
from mantissa_like.web.errors import BadInput, NotFound

__all__ = ["UserPage"]


class UserPage:
    """
    The page of one account, by one of its addresses.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._endowments = Endowments(context)
        self._acts = {
            "suspend": self._suspend,
            "resume": self._resume,
            "new-password": self._newPassword,
            "end-sessions": self._endSessions,
            "appoint": self._appoint,
            "dismiss": self._dismiss,
            **self._endowments.acts,
        }

    def show(self, visit: SiteVisit) -> Page:
        """
        The facts, the products, and a button for everything that can be done.
        """
        address, account = self._found(visit)
        isRunning = str(address) in administrators(self._context.siteStore, self._context.pool)
        return consolePage(
            SECTION,
            str(address),
            self._facts(address, account, isRunning),
            tags.h2("Products"),
            self._endowments.show(visit, address),
            tags.h2("Account"),
            self._buttons(visit, account, isRunning),
        )

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same facts.
        """
        address, account = self._found(visit)
        seen = lastSeen(self._context, str(address))
        return {
            "address": str(address),
            "addresses": _addresses(account),
            "state": "suspended" if account.disabled else "active",
            "isAdministrator": str(address) in administrators(self._context.siteStore, self._context.pool),
            "lastSeen": None if seen is None else momentOf(seen),
            "sessions": self._sessions(account).count(),
            "bytes": databaseBytes(account.avatars),
            "products": self._endowments.data(visit, address),
        }

    def post(self, visit: SiteVisit) -> Any:
        """
        Do what a button says.
        """
        return perform(visit, self._acts)

    def _found(self, visit: SiteVisit) -> tuple[Address, LoginAccount]:
        try:
            address = Address.parse(visit.parameters["address"])
        except InvalidAddress as e:
            raise NotFound from e
        account = findAccount(self._context.siteStore, address.localpart, address.domain)
        if account is None:
            raise NotFound
        return address, account

    def _facts(self, address: Address, account: LoginAccount, isRunning: bool) -> Tag:
        place, size = placeOf(account.avatars), databaseBytes(account.avatars)
        shown: dict[str, Flattenable] = {
            "State": [stateBadge(bool(account.disabled)), *([" administrator"] if isRunning else [])],
            "Addresses": ", ".join(_addresses(account)),
            "Last seen (UTC)": timeTag(lastSeen(self._context, str(address))),
            "Logged in": f"{self._sessions(account).count():,} times",
            "Database": "in memory" if size is None else bytesInWords(size),
            "Store": "in memory"
            if place is None
            else tags.a(place.name, href=f"/console/stores/{account.avatars.storeID}"),
        }
        return facts(shown)

    def _buttons(self, visit: SiteVisit, account: LoginAccount, isRunning: bool) -> Tag:
        acts = [
            button(visit, "Let them log in again", act="resume")
            if account.disabled
            else button(visit, "Suspend", isDangerous=True, act="suspend"),
            button(visit, "Make a new password", act="new-password"),
            button(visit, "Log out everywhere", act="end-sessions"),
            button(visit, "Dismiss as administrator", isDangerous=True, act="dismiss")
            if isRunning
            else button(visit, "Appoint as administrator", act="appoint"),
        ]
        return tags.div(*acts, class_="buttons")

    def _suspend(self, visit: SiteVisit) -> Answer:
        address, account = self._found(visit)
        question = askedOnce(
            visit,
            SECTION,
            f"Suspend {address}?",
            "They are logged out and can't log in. Their data and what they share stay as they are. "
            "You can let them log in again at any time.",
            "Suspend",
        )
        if question is not None:
            return question

        def suspend() -> None:
            self._keepAnother(account, "suspended")
            account.setDisabled(True)

        audited(visit, "account.suspended", str(address), suspend)
        return Redirect(userURL(str(address)), flash=f"{address} can't log in any more.")

    def _resume(self, visit: SiteVisit) -> Answer:
        address, account = self._found(visit)
        audited(visit, "account.resumed", str(address), lambda: account.setDisabled(False))
        return Redirect(userURL(str(address)), flash=f"{address} can log in again.")

    async def _newPassword(self, visit: SiteVisit) -> Answer:
        address, account = self._found(visit)
        question = askedOnce(
            visit,
            SECTION,
            f"Make a new password for {address}?",
            "They are logged out everywhere. The password until now works no more, which can't be undone. "
            "The new one is shown once, to you.",
            "Make a new password",
        )
        if question is not None:
            return question
        password = newPassword(self._context)
        await account.setPassword(password)
        audited(visit, "account.password-replaced", str(address), lambda: self._end(account))
        return passwordPage(visit, str(address), password)

    def _endSessions(self, visit: SiteVisit) -> Answer:
        address, account = self._found(visit)
        audited(visit, "account.sessions-ended", str(address), lambda: self._end(account))
        return Redirect(userURL(str(address)), flash=f"{address} is logged out everywhere.")

    def _appoint(self, visit: SiteVisit) -> Answer:
        address, _ = self._found(visit)
        question = askedOnce(
            visit,
            SECTION,
            f"Make {address} an administrator?",
            "Administrators may do everything that you may, also to your account. "
            "You can dismiss them at any time, as they can you.",
            "Appoint",
        )
        if question is not None:
            return question
        store = self._context.siteStore
        audited(visit, "administrator.appointed", str(address), lambda: appointAdministrator(store, address))
        return Redirect(userURL(str(address)), flash=f"{address} is an administrator now.")

    def _dismiss(self, visit: SiteVisit) -> Answer:
        address, account = self._found(visit)
        question = askedOnce(
            visit,
            SECTION,
            f"Dismiss {address} as administrator?",
            "They can't open the console any more; their account stays. "
            "Any administrator can appoint them again.",
            "Dismiss",
        )
        if question is not None:
            return question

        def dismiss() -> None:
            self._keepAnother(account, "dismissed")
            dismissAdministrator(self._context.siteStore, address)

        audited(visit, "administrator.dismissed", str(address), dismiss)
        isSelf = str(address) == visit.viewer
        return Redirect(
            "/" if isSelf else userURL(str(address)), flash=f"{address} is no administrator any more."
        )

    def _keepAnother(self, account: LoginAccount, participle: str) -> None:
        # Within the transaction of the site store, so that no two dismiss each other.
        running = set(administrators(self._context.siteStore, self._context.pool))
        ours = set(_addresses(account))
        if running & ours and not running - ours:
            raise BadInput(f"The last administrator can't be {participle}. Appoint another one first.")

    def _sessions(self, account: LoginAccount) -> Any:
        return self._context.siteStore.query(WebSession, WebSession.address.oneOf(_addresses(account)))

    def _end(self, account: LoginAccount) -> None:
        self._sessions(account).deleteFromStore()


def _addresses(account: LoginAccount) -> list[str]:
    return [f"{method.localpart}@{method.domain}" for method in account.loginMethods()]
