"""
Deleting one's account, and getting it back.
"""

from __future__ import annotations

from urllib.parse import urlencode

from twisted.web.template import tags

from axiom.userbase import LoginAccount, hashingOf
from mantissa_like.accounts import (
    KEPT_DAYS,
    Address,
    DeletedAccount,
    codeGeneratorOf,
    deleteAccount,
    deletionOf,
    findAccount,
    restoreAccount,
    takeCode,
)
from mantissa_like.accounts.errors import InvalidAddress
from mantissa_like.catalog import keepAnAdministrator
from mantissa_like.catalog.errors import LastAdministrator
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form
from mantissa_like.web._views.texts import Password, Text
from mantissa_like.web._visitors.ending import endSessions
from mantissa_like.web.errors import BadInput

__all__ = ["DeletePage", "RestorePage", "deletionWithPassword", "isDeleted", "offerToRestore"]

_USERNAME = Text("username", "User name", autocomplete="username")
_PASSWORD = Password("password", "Password")
_CODE = Text(
    "code",
    "Code",
    shortest=0,
    longest=40,
    autocomplete="one-time-code",
    hint="If logging in took a code: one from your app, or a recovery code.",
)
_DELETE = Form(submit="Delete my account", isDangerous=True)
_RESTORE = Form(_USERNAME, _PASSWORD, _CODE, submit="Bring it back")
_WRONG = "No deleted account has this user name and this password."
_LAST = "You are the only administrator of this site. Appoint another one first."


class DeletePage:
    """
    Where people delete their account.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        What happens, and the form that makes it happen.
        """
        content = tags.section(
            tags.h1("Delete your account?"),
            tags.ul(
                tags.li("You are logged out everywhere, at once."),
                tags.li("Nobody sees any more what you share, at once."),
                tags.li(
                    f"For {KEPT_DAYS} days you can log in to bring it back. Nobody else gets your address."
                ),
                tags.li("After that everything is deleted. That can’t be undone."),
            ),
            tags.p("Take ", tags.a("a copy of everything", href="/account/export"), " first, if you like."),
            _DELETE.show(visit),
            class_="confirmation",
        )
        return Page("Delete your account", content)

    def post(self, visit: SiteVisit) -> Redirect:
        """
        Delete it.
        """
        try:
            deletion = self._context.siteStore.transact(self._delete, visit)
        except LastAdministrator as e:
            raise BadInput(_LAST) from e
        visit.visitors.logOut(visit.request)
        flash = f"Your account is deleted. Until {_lastDay(deletion)} you can log in to bring it back."
        return Redirect("/", flash=flash)

    def _delete(self, visit: SiteVisit) -> DeletedAccount:
        siteStore, address = self._context.siteStore, visit.address
        keepAnAdministrator(siteStore, address)
        visit.audit("account.deleted", str(address))
        deletion = deleteAccount(siteStore, address.localpart, address.domain, endSessions, isByOwner=True)
        visit.alert(deletion.account, "account-deleted", until=_lastDay(deletion))
        return deletion


class RestorePage:
    """
    Where people get back the account that they deleted.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The form.
        """
        content = tags.section(
            tags.h1("Bring your account back"),
            tags.p(
                f"For {KEPT_DAYS} days after it was deleted, an account can be brought back with everything"
                " that belongs to it."
            ),
            _RESTORE.show(visit, {_USERNAME: visit.arguments.get("user", "")}),
            class_="card",
        )
        return Page("Bring your account back", content)

    async def post(self, visit: SiteVisit) -> Redirect:
        """
        Bring it back for whoever could log in to it.
        """
        filled = _RESTORE.read(visit)
        try:
            address = Address.parse(filled[_USERNAME], self._context.config.site.domain)
        except InvalidAddress as e:
            raise BadInput(_WRONG) from e
        attempt = visit.beginAttempt("login", str(address))
        deletion = await deletionWithPassword(self._context, address, filled[_PASSWORD])
        if deletion is None:
            raise BadInput(_WRONG)
        attempt.succeed()
        self._takeCode(visit, address, deletion.account, filled[_CODE])
        self._context.siteStore.transact(self._restore, visit, address, deletion.account)
        return Redirect("/login", flash="Your account is back, with everything. Log in.")

    def _takeCode(self, visit: SiteVisit, address: Address, account: LoginAccount, code: str) -> None:
        generator = codeGeneratorOf(account)
        if generator is None or not generator.isOn:
            return
        attempt = visit.beginAttempt("code", str(address))
        if not takeCode(account, code, visit.clock.seconds()):
            raise BadInput("This account takes a code, too.", {_CODE.name: "This is not a code for it now."})
        attempt.succeed()

    def _restore(self, visit: SiteVisit, address: Address, account: LoginAccount) -> None:
        restoreAccount(self._context.siteStore, address.localpart, address.domain)
        visit.audit("account.restored", str(address))
        visit.alert(account, "account-restored")


def isDeleted(context: SiteContext, address: Address) -> bool:
    """
    Whether there is a deleted account with this address.
    """
    account = findAccount(context.siteStore, address.localpart, address.domain)
    return account is not None and deletionOf(account) is not None


def offerToRestore(address: Address, deletion: DeletedAccount) -> Redirect:
    """
    Where somebody goes who wants to log in to their deleted account.
    """
    flash = f"You deleted this account. Until {_lastDay(deletion)} you can bring it back."
    return Redirect("/account/restore?" + urlencode({"user": str(address)}), flash=flash)


async def deletionWithPassword(
    context: SiteContext, address: Address, password: str
) -> DeletedAccount | None:
    """
    The account with this address that its owner deleted, if this is its password; takes as long for any
    address.
    """
    account: LoginAccount | None = findAccount(context.siteStore, address.localpart, address.domain)
    deletion = None if account is None else deletionOf(account)
    passwordHash = None if account is None or deletion is None else account.passwordHash
    verdict = await hashingOf(context.siteStore).verify(password, passwordHash)
    return deletion if verdict.matches and deletion is not None and deletion.isByOwner else None


def _lastDay(deletion: DeletedAccount) -> str:
    """
    The last day on which an account can be restored, such as C{2030-12-24}.
    """
    return f"{deletion.ends.asDatetime():%Y-%m-%d}"
