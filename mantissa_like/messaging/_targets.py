"""
Whom a scattered command is for: a list, the members of a role, or all users of the site.

Neither the list nor the users are ever in memory together: a list is stored by the page, and users are found
from a cursor on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from axiom.store import Store
from axiom.userbase import LoginAccount, LoginMethod
from mantissa_like.accounts import deletionOf
from mantissa_like.sharing import SELF, Identifier, Role, accountsIn, membersActingIn

__all__ = ["EveryUser", "everyMember", "everyUser", "howManyUsers", "usersAfter"]

_MOST_MEMBERS = 100_000


@dataclass(frozen=True)
class EveryUser:
    """
    What every user of a site has.

    @ivar shareID: its name in their stores.
    """

    shareID: str


def everyUser(shareID: str) -> EveryUser:
    """
    What every user of the site has shared by this name, those included who come while they are asked. Only an
    application's store may ask everybody.
    """
    return EveryUser(shareID)


def everyMember(role: Role, shareID: str) -> list[Identifier]:
    """
    What each account that is a member of C{role} now, by whatever way, has shared by this name. The members
    of an artificial user's role Self are those who act as it.
    """
    store = role.presentStore()
    if role.externalID == SELF:
        addresses: Iterable[str] = [member.address for member in membersActingIn(store)]
    else:
        addresses = accountsIn(role, _MOST_MEMBERS)
    return [Identifier.parse(f"{address}/{shareID}") for address in addresses]


def howManyUsers(siteStore: Store) -> int:
    """
    How many accounts the site has now, those that are deleted but not removed yet included.
    """
    applications = siteStore.count(LoginMethod, LoginMethod.domain == None)  # noqa: E711 (a condition of SQL)
    return siteStore.count(LoginAccount) - applications


def usersAfter(siteStore: Store, cursor: int, shareID: str, most: int) -> tuple[list[Identifier], int | None]:
    """
    Some users, in the order in which they came to the site.

    @param cursor: where to go on; 0 in the beginning.
    @return: what C{most} accounts have by the name C{shareID}, fewer if some of them are no users; and where
        to go on then, None if there are no more.
    """
    accounts = list(
        siteStore.query(
            LoginAccount, LoginAccount.storeID > cursor, sort=LoginAccount.storeID.ascending, limit=most
        )
    )
    found = []
    for account in accounts:
        # Of several addresses, others know an account by that which the site gave it.
        methods = sorted(account.loginMethods(), key=lambda method: not method.internal)
        if methods and methods[0].domain is not None and deletionOf(account) is None:
            found.append(Identifier(shareID, methods[0].localpart, methods[0].domain))
    return found, accounts[-1].storeID if len(accounts) == most else None
