"""
What no two items may have the same: writing changes in which it moves from one item to another, and telling
who has it already.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from axiom._columns.indexes import Index, columnOf
from axiom._items.item import Item
from axiom.errors import DuplicatesStored, NotUnique

if TYPE_CHECKING:
    from axiom._engine.connection import Connection

__all__ = ["explain", "requireUnique", "writeTogether"]

Row = tuple[Any, ...]

# So many duplicates are named.
_NAMED = 5


def writeTogether(connection: Connection, items: Sequence[Item]) -> None:
    """
    Write the changes of stored items as if all at once: only what they have in the end must be unique.

    @raise NotUnique: it is not.
    """
    for item in items:
        unique = {columnOf(part).attrname for index in item.schema.uniques for part in index.parts}
        names = [name for name in item._dirty if name in unique]
        if names:
            connection.execute(item.schema.updateSQL(names), (*[None] * len(names), item._storeID))
    for item in items:
        schema = item.schema
        try:
            connection.execute(schema.updateSQL(item._dirty), (*item._dirty.values(), item._storeID))
        except NotUnique as e:
            [row] = connection.fetchAll(schema.selectSQL, (item._storeID,))
            values = {**dict(zip(schema.names, row[1:], strict=True)), **item._dirty}
            explain(e, connection, type(item), [(item._storeID, *values.values())])
            raise


def explain(error: NotUnique, connection: Connection, itemClass: type[Item], rows: Iterable[Row]) -> None:
    """
    Say in C{error} which of the items that were to be written can't have what which other one has.

    @param rows: of each its storeID, then its values as they are stored.
    """
    schema = itemClass.schema
    columns = ", ".join(["? AS oid", *(f"? AS [{name}]" for name in schema.names)])
    for index in schema.uniques:
        theirs, ours = index.expressions("other."), index.expressions("own.")
        same = " AND ".join(f"{their} = {our}" for their, our in zip(theirs, ours, strict=True))
        sql = (
            f"SELECT other.oid, {', '.join(ours)} FROM {schema.tableName} AS other, (SELECT {columns}) AS own"
            f" WHERE other.oid != own.oid AND {same} LIMIT 1"
        )
        for row in rows:
            for otherID, *values in connection.fetchAll(sql, row):
                names = [part.attrname for part in index.parts]
                error.explain(itemClass.__name__, row[0], otherID, dict(zip(names, values, strict=True)))
                return


def requireUnique(connection: Connection, itemClass: type[Item], index: Index) -> None:
    """
    Make sure that stored items allow a unique index.

    @raise DuplicatesStored: they don't; it names some.
    """
    parts = ", ".join(index.expressions())
    found = connection.fetchAll(
        f"SELECT group_concat(oid, ', '), {parts} FROM {itemClass.schema.tableName}"
        f" WHERE {' AND '.join(f'{part} IS NOT NULL' for part in index.expressions())}"
        f" GROUP BY {parts} HAVING count(*) > 1 ORDER BY min(oid) LIMIT ?",
        (_NAMED,),
    )
    if found:
        several = "; ".join(f"{', '.join(map(repr, values))} (items {items})" for items, *values in found)
        raise DuplicatesStored(f"{index} should be unique, but there is more than one of {several}")
