"""
What an administrator can do to an account: who may log in, and whether it stays.
"""

from __future__ import annotations

from collections.abc import Mapping

from twisted.web.template import Tag

from axiom.userbase import LoginAccount
from mantissa_like.accounts import (
    KEPT_DAYS,
    Address,
    deleteAccount,
    deletionOf,
    findAccount,
    isArtificial,
    restoreAccount,
)
from mantissa_like.accounts.errors import InvalidAddress
from mantissa_like.catalog import keepAnAdministrator
from mantissa_like.web._console.acts import Act, Answer, audited
from mantissa_like.web._console.controlled import refusing
from mantissa_like.web._console.frame import askedOnce
from mantissa_like.web._console.users import SECTION, userURL
from mantissa_like.web._markup.page import Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import button
from mantissa_like.web._visitors.ending import endSessions
from mantissa_like.web.errors import BadInput, NotFound

__all__ = ["AccountActs", "addressesOf", "visitedAccount"]


def visitedAccount(context: SiteContext, visit: SiteVisit) -> tuple[Address, LoginAccount]:
    """
    The account that a page is about, with the address by which it is.

    @raise NotFound: nobody has this address.
    """
    try:
        address = Address.parse(visit.parameters["address"])
    except InvalidAddress as e:
        raise NotFound from e
    account = findAccount(context.siteStore, address.localpart, address.domain)
    if account is None:
        raise NotFound
    return address, account


def addressesOf(account: LoginAccount) -> list[str]:
    """
    The addresses of an account, each C{user@domain}.
    """
    return [f"{method.localpart}@{method.domain}" for method in account.loginMethods()]


class AccountActs:
    """
    The acts, and their buttons.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self.acts: Mapping[str, Act] = {
            "suspend": self._suspend,
            "resume": self._resume,
            "end-sessions": self._endSessions,
            "delete": self._delete,
            "restore": self._restore,
        }

    def buttons(self, visit: SiteVisit, account: LoginAccount) -> list[Tag]:
        """
        Those that make sense now.
        """
        if deletionOf(account) is not None:
            return [button(visit, "Restore the account", act="restore")]
        delete = button(visit, "Delete the account", isDangerous=True, act="delete")
        if account.disabled:
            return [button(visit, "Let them log in again", act="resume"), delete]
        if isArtificial(account):
            return [button(visit, "Act as this user", f"{visit.path}/impersonate"), delete]
        return [
            button(visit, "Act as this user", f"{visit.path}/impersonate"),
            button(visit, "Log out everywhere", act="end-sessions"),
            button(visit, "Suspend", isDangerous=True, act="suspend"),
            delete,
        ]

    def _suspend(self, visit: SiteVisit) -> Answer:
        address, account = visitedAccount(self._context, visit)
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
            keepAnAdministrator(self._context.siteStore, address)
            account.setDisabled(True)

        refusing(lambda: audited(visit, "account.suspended", str(address), suspend))
        return _done(address, "can't log in any more")

    def _resume(self, visit: SiteVisit) -> Answer:
        address, account = visitedAccount(self._context, visit)
        if deletionOf(account) is not None:
            raise BadInput(f"{address} is deleted. Restore the account instead.")
        audited(visit, "account.resumed", str(address), lambda: account.setDisabled(False))
        return _done(address, "can log in again")

    def _endSessions(self, visit: SiteVisit) -> Answer:
        address, account = visitedAccount(self._context, visit)
        question = askedOnce(
            visit,
            SECTION,
            f"Log {address} out everywhere?",
            "They can log in again. Their API tokens are taken back, which can't be undone.",
            "Log out everywhere",
        )
        if question is not None:
            return question
        audited(visit, "account.sessions-ended", str(address), lambda: endSessions(account))
        return _done(address, "is logged out everywhere")

    def _delete(self, visit: SiteVisit) -> Answer:
        address, _ = visitedAccount(self._context, visit)
        question = askedOnce(
            visit,
            SECTION,
            f"Delete the account {address}?",
            f"They are logged out, and nobody sees what they share. You can restore the account within "
            f"{KEPT_DAYS} days; then it is removed with all its data, which can't be undone.",
            "Delete the account",
        )
        if question is not None:
            return question

        def delete() -> None:
            keepAnAdministrator(self._context.siteStore, address)
            deleteAccount(self._context.siteStore, address.localpart, address.domain, endSessions)

        refusing(lambda: audited(visit, "account.deleted", str(address), delete))
        return _done(address, "is deleted")

    def _restore(self, visit: SiteVisit) -> Answer:
        address, account = visitedAccount(self._context, visit)

        def restore() -> None:
            restoreAccount(self._context.siteStore, address.localpart, address.domain)
            visit.alert(account, "account-restored")

        refusing(lambda: audited(visit, "account.restored", str(address), restore))
        return _done(address, "is as it was before")


def _done(address: Address, fact: str) -> Redirect:
    return Redirect(userURL(str(address)), flash=f"{address} {fact}.")
