"""
Changing all items of a query at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axiom._items.item import Item
from axiom._items.placeholders import itemClassOf

if TYPE_CHECKING:
    from axiom._queries.itemqueries import ItemQuery

__all__ = ["updateAll"]


def updateAll(query: ItemQuery[Any], attributes: dict[str, Any]) -> int:
    """
    Give the columns of every item of C{query} these values: with one statement, unless C{committed} is to be
    called for each. Called inside a transaction.

    @return: how many items there were.
    """
    store = query.store
    itemClass: Any = itemClassOf(query.tableClass)
    schema = itemClass.schema
    for name in attributes:
        if name not in schema.byName:
            raise AttributeError(f"{itemClass.__name__} has no column {name!r} that could be updated")
    if itemClass.committed is not Item.committed:
        return _oneByOne(query, attributes)
    stored = [schema.byName[name].stored(value, None, store) for name, value in attributes.items()]
    query.prepare()
    if not attributes or not store.hasType(itemClass):
        return 0
    places = ", ".join(f"[{name}]=?" for name in attributes)
    chosen, arguments = query.getColumn("storeID").getSubQuery(store)
    store.executeSQL(f"UPDATE {schema.tableName} SET {places} WHERE oid IN ({chosen})", (*stored, *arguments))
    return int(store.querySQL("SELECT changes()")[0][0])


def _oneByOne(query: ItemQuery[Any], attributes: dict[str, Any]) -> int:
    items = list(query)
    for item in items:
        for name, value in attributes.items():
            setattr(item, name, value)
    return len(items)
