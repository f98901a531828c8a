"""
Who has a product, read from the databases of all users without opening their stores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import apsw

from axiom.care import StorePlace, look
from axiom.errors import AxiomError
from axiom.userbase import LoginAccount, LoginMethod
from mantissa_like.web._console.storelist import allPlaces
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


def peopleOf(context: SiteContext) -> list[tuple[str, int]]:
    """
    Everybody who can log in: the address that they got first, and the storeID of what stands for their store.
    """
    store = context.siteStore
    methods, accounts = LoginMethod.getTableName(store), LoginAccount.getTableName(store)
    # There may be very many, so that the items are not loaded.
    rows = store.querySQL(
        f"SELECT method.localpart, method.domain, account.avatars, min(method.oid)"
        f" FROM {methods} AS method JOIN {accounts} AS account ON account.oid = method.account"
        " WHERE method.domain IS NOT NULL AND account.disabled = 0 AND account.avatars IS NOT NULL"
        " GROUP BY account.oid"
    )
    return [(f"{localpart}@{domain}", avatars) for localpart, domain, avatars, _ in rows]


def placesOf(context: SiteContext, people: Iterable[tuple[str, int]]) -> list[tuple[str, StorePlace]]:
    """
    Where their stores are; without those in memory.
    """
    places = dict(allPlaces(context))
    return [(address, places[str(number)]) for address, number in people if str(number) in places]


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
