"""
The list of a site's users: every address, also of groups. No user's store is opened for it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from twisted.web.template import Flattenable, Tag, tags

from axiom.attributes import AND, OR
from axiom.store import ItemQuery
from axiom.substore import SubStore
from axiom.userbase import NO_PROTOCOL, LoginAccount, LoginMethod
from mantissa_like.accounts import deletionOf
from mantissa_like.catalog import administrators
from mantissa_like.web._console.databases import databaseBytes
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._markup.page import Page
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.tables import Column, Table, TablePage, momentColumn
from mantissa_like.web._views.wording import bytesInWords
from mantissa_like.web._visitors.websession import WebSession

__all__ = ["SECTION", "UsersPage", "lastSeen", "stateBadge", "stateOf", "userURL"]

SECTION = "Users"


class UsersPage:
    """
    All users, found by any part of an address.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The table, and the way to make another one.
        """
        return consolePage(
            SECTION,
            "Users",
            tags.p(
                tags.a("New user", href="/console/users/new", class_="button"),
                tags.a("Invitations", href="/console/invitations"),
                class_="buttons",
            ),
            self._found(visit).show(),
        )

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same rows.
        """
        return self._found(visit).data()

    def _found(self, visit: SiteVisit) -> TablePage[LoginMethod]:
        store = self._context.siteStore
        running = frozenset(administrators(store, self._context.pool))
        table = Table[LoginMethod](
            Column(
                "address", "User", _address, _link, LoginMethod.localpart, isFiltered=True, found=_isFound
            ),
            Column(
                "state",
                "State",
                lambda method: stateOf(method.account),
                lambda method: stateBadge(method.account),
            ),
            Column("kind", "Kind", lambda method: "group" if method.protocol == NO_PROTOCOL else "person"),
            Column("isAdministrator", "Administrator", lambda method: _address(method) in running),
            momentColumn("lastSeen", "Last seen", self._lastSeen),
            Column("bytes", "Database", _bytes, _bytesCell, isNumber=True),
            sort="address",
        )
        users: ItemQuery[LoginMethod] = store.query(LoginMethod, LoginMethod.domain != None)  # noqa: E711 (a condition of SQL)
        return table.of(users, visit)

    def _lastSeen(self, method: LoginMethod) -> Any:
        return lastSeen(self._context, _address(method))


def userURL(address: str) -> str:
    """
    Where the console shows a user, quoted.
    """
    return f"/console/users/{quote(address, safe='@')}"


def lastSeen(context: SiteContext, address: str) -> Any:
    """
    When somebody who is logged in with an address asked for something, up to an hour ago; None if nobody is.
    """
    found = context.siteStore.query(WebSession, WebSession.address == address).getColumn("lastUsed")
    return found.max(default=None)


def stateOf(account: LoginAccount) -> str:
    """
    C{active}, C{suspended} or C{deleted}.
    """
    if not account.disabled:
        return "active"
    return "suspended" if deletionOf(account) is None else "deleted"


def stateBadge(account: LoginAccount) -> Tag:
    """
    The state of an account.
    """
    state = stateOf(account)
    return tags.span(state, class_="badge" if state == "active" else "badge bad")


def _address(method: LoginMethod) -> str:
    return f"{method.localpart}@{method.domain}"


def _link(method: LoginMethod) -> Tag:
    return tags.a(_address(method), href=userURL(_address(method)))


def _isFound(find: str) -> Any:
    localpart, at, domain = find.rpartition("@")
    if at:
        return AND(LoginMethod.localpart.containsText(localpart), LoginMethod.domain.containsText(domain))
    return OR(LoginMethod.localpart.containsText(find), LoginMethod.domain.containsText(find))


def _bytes(method: LoginMethod) -> int | None:
    subStore = method.account.avatars
    return databaseBytes(subStore) if isinstance(subStore, SubStore) else None


def _bytesCell(method: LoginMethod) -> Flattenable:
    size = _bytes(method)
    return "–" if size is None else bytesInWords(size)
