"""
What belongs to an item: itself, and whatever would be deleted with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from axiom.attributes import reference
from axiom.errors import BrokenReference, UnknownItemType
from axiom.item import Item
from axiom.store import Store
from mantissa_like.sharing import Share

__all__ = ["suspendSharesOf"]


def suspendSharesOf(store: Store, owners: set[Item]) -> None:
    """
    Suspend the shares of what belongs to C{owners}, and resume all others; called in a transaction.
    """
    for share in store.query(Share):
        try:
            suspended = any(each in owners for each in _ownersOf(share.sharedItem))
        except (BrokenReference, UnknownItemType):
            # Its application is not there, and so nothing of it can be seen.
            continue
        if share.suspended != suspended:
            share.suspended = suspended


def _ownersOf(item: Item) -> Iterator[Item]:
    """
    C{item} and the items with which it would be deleted, each once.
    """
    found = [item]
    for each in found:
        yield each
        for name, column in each.getSchema():
            if isinstance(column, reference) and column.whenDeleted == reference.CASCADE:
                owner = getattr(each, name)
                if isinstance(owner, Item) and owner not in found:
                    found.append(owner)
