"""
Who has a product, read from the databases of all users without opening their stores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import apsw

from axiom.attributes import AND
from axiom.care import StorePlace, look
from axiom.errors import AxiomError
from axiom.substore import SubStore
from axiom.userbase import LoginAccount, LoginMethod
from mantissa_like.accounts import deletionOf
from mantissa_like.web._console.databases import placeOf
from mantissa_like.web._views.context import SiteContext

__all__ = ["Holders", "findHolders", "peopleOf", "placesOf"]

_MOST_NAMES = 100
_HAS = "SELECT state FROM item_catalog_installation_v1 WHERE productName = ?"
_HAS_TABLE = "SELECT 1 FROM sqlite_master WHERE name = 'item_catalog_installation_v1'"


@dataclass
class Holders:
    """
    Those who have a product.

    @ivar count: how many were found.
    @ivar people: how many were asked.
    @ivar names: the addresses of the first of them.
    @ivar isWhole: whether all were asked.
    """

    count: int = 0
    people: int = 0
    names: list[str] = field(default_factory=list)
    isWhole: bool = True


def peopleOf(context: SiteContext) -> list[tuple[str, SubStore]]:
    """
    Everybody who has an account that is not deleted: one of their addresses, and what stands for their store.
    """
    rows = context.siteStore.query(
        (LoginMethod, LoginAccount),
        AND(LoginMethod.account == LoginAccount.storeID, LoginMethod.domain != None),  # noqa: E711 (a condition of SQL)
        sort=LoginMethod.storeID.descending,
    )
    # The address that they got first wins.
    firsts = {account: f"{method.localpart}@{method.domain}" for method, account in rows}
    return [
        (address, account.avatars)
        for account, address in firsts.items()
        if isinstance(account.avatars, SubStore) and deletionOf(account) is None
    ]


def placesOf(people: Iterable[tuple[str, SubStore]]) -> list[tuple[str, StorePlace]]:
    """
    Where their stores are; without those in memory.
    """
    found = ((address, placeOf(subStore)) for address, subStore in people)
    return [(address, place) for address, place in found if place is not None]


def findHolders(
    places: Iterable[tuple[str, StorePlace]], productName: str, isStopped: Callable[[], bool]
) -> Holders:
    """
    Ask the databases one by one; called in a thread.

    @param isStopped: asked before each, whether this takes too long.
    """
    found = Holders()
    for address, place in places:
        if isStopped():
            found.isWhole = False
            break
        found.people += 1
        try:
            has = look(place.database, lambda connection: _has(connection, productName))
        except AxiomError:
            # The list of stores says which can't be read.
            continue
        if has:
            found.count += 1
            if len(found.names) < _MOST_NAMES:
                found.names.append(address)
    return found


def _has(connection: apsw.Connection, productName: str) -> bool:
    if connection.execute(_HAS_TABLE).fetchone() is None:
        return False
    return connection.execute(_HAS, (productName,)).fetchone() is not None
