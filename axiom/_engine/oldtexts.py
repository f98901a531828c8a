"""
Texts as stores that were written on Python 2 have them: some are blobs, and some are no UTF-8.

A blob equals no text in a query, and a query that comes upon a text that is no UTF-8 fails. So, when such a
store is first opened, what can be text becomes text, and what can't be stays as it is in a blob, which is
read with replacement characters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import apsw

    from axiom._engine.connection import Connection

__all__ = ["mendTexts"]

_COLUMNS = (
    "SELECT name, attribute FROM axiom_attributes JOIN axiom_types ON axiom_types.oid = type_id"
    " JOIN sqlite_master ON name = 'item_' || typename || '_v' || version WHERE sqltype LIKE 'TEXT%'"
)


def mendTexts(connection: Connection | apsw.Connection) -> None:
    """
    Make each stored text one that can be read; called inside a transaction.
    """
    columns: Any = connection.execute(_COLUMNS).fetchall()
    for table, column in columns:
        _mendColumn(connection, table, f"[{column}]")


def _mendColumn(connection: Connection | apsw.Connection, table: str, column: str) -> None:
    mended: list[tuple[str | bytes, int]] = []
    stored: Any = connection.execute(
        f"SELECT oid, CAST({column} AS BLOB), typeof({column}) FROM {table} WHERE {column} IS NOT NULL"
    )
    for oid, raw, kind in stored:
        isText = _isText(raw)
        if isText != (kind == "text"):
            mended.append((raw.decode() if isText else raw, oid))
    for change in mended:
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE oid = ?", change)


def _isText(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
