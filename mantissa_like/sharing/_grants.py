"""
Grants: what of which item some roles may see under one name, by one share, and until when.

Every visit asks for them, and shares and roles change rarely, so stores remember them. The clock is looked at
each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from epsilon.extime import Time

from axiom.store import Store
from mantissa_like.sharing._shares import Share

__all__ = ["Acting", "Distances", "Grant", "findGrants", "nextExpiry"]

_HOUR = 3600

# The storeIDs of the roles that somebody acts with, each with its distance: the smaller, the more is it they.
Distances = Mapping[int, int]


class Acting(Protocol):
    """
    The same roles as a query for their storeIDs, which can stand in a condition. Two that are equal find the
    same.
    """

    def prepare(self) -> None:
        """
        Called before the query is run.
        """

    def getSubQuery(self, store: Store) -> tuple[str, list[Any]]:
        """
        Its SQL and bindings.
        """

    def distances(self, store: Store) -> Distances:
        """
        Find them now.
        """

    def __hash__(self) -> int:
        """
        The same for two that are equal.
        """


class Grant(NamedTuple):
    """
    What one share grants; the names are those of L{Share}.

    @ivar storeID: of the share.
    @ivar sharedItem: the storeID of the item.
    @ivar expires: in seconds on the clock of the store; None if it lasts.
    """

    storeID: int
    sharedItem: int
    sharedInterfaceNames: tuple[str, ...]
    expires: float | None
    passwordHash: str | None
    isLink: bool
    shareID: str


def findGrants(store: Store, acting: Acting, shareID: str) -> list[Grant]:
    """
    What is granted now, under this name, to any of the roles, the nearest role's first.
    """
    store.upgradeAllOf(Share)
    now = store.runtime.clock.seconds()
    found = store.recall(_grants, acting, shareID)
    return [grant for grant in found if grant.expires is None or grant.expires > now]


def _grants(store: Store, acting: Acting, shareID: str) -> list[Grant]:
    if not store.hasType(Share):
        return []
    roles, arguments = acting.getSubQuery(store)
    rows = store.querySQL(
        "SELECT sharedTo, oid, sharedItem, sharedInterfaceNames, expires, passwordHash, isLink"
        f" FROM {Share.schema.tableName} WHERE shareID = ? AND suspended = 0 AND sharedTo IN ({roles})",
        (shareID, *arguments),
    )
    if len(rows) > 1:
        distances = acting.distances(store)
        rows.sort(key=lambda row: (distances[row[0]], row[1]))
    return [
        Grant(storeID, item, tuple(_names(names)), _seconds(expires), passwordHash, bool(isLink), shareID)
        for _, storeID, item, names, expires, passwordHash, isLink in rows
    ]


def _names(stored: str) -> list[str]:
    names: list[str] = Share.sharedInterfaceNames.outfilter(stored, None)
    return names


def nextExpiry(store: Store) -> float | None:
    """
    When the next of the shares of C{store} expires, so that what was seen may be seen no longer.

    @return: seconds on the clock of the store; None if none ever does.
    """
    with store.snapshot():
        now = store.runtime.clock.seconds()
        # The first one of this hour is the next one, unless it is over.
        upcoming = store.recall(_expiryAfter, now // _HOUR * _HOUR)
        if upcoming is not None and upcoming <= now:
            upcoming = _expiryAfter(store, now)
        return upcoming


def _expiryAfter(store: Store, seconds: float) -> float | None:
    if not store.hasType(Share):
        return None
    moment = Share.expires.infilter(Time.fromPOSIXTimestamp(seconds), None, None)
    sql = f"SELECT min(expires) FROM {Share.schema.tableName} WHERE expires > ?"
    ((upcoming,),) = store.querySQL(sql, (moment,))
    return _seconds(upcoming)


def _seconds(stored: int | None) -> float | None:
    return None if stored is None else float(Share.expires.outfilter(stored, None).asPOSIXTimestamp())
