"""
Giving back the room that deleted items took.
"""

from __future__ import annotations

from contextlib import closing
from typing import Any

import apsw

from axiom.care._described import quoted
from axiom.care._integrity import searchTables
from axiom.care._looking import footprint, look
from axiom.care._places import StorePlace
from axiom.database import databaseError, withoutOid
from axiom.store import Store

__all__ = ["vacuumStore"]

_PATIENCE = 5000


def vacuumStore(place: StorePlace) -> tuple[int, int]:
    """
    Make the database of one store as small as it can be, while others use it.

    Tables of old releases of Axiom, in which items would change their identities, are brought to the present
    form first.

    @return: how many bytes it had, and has.
    @raise StoreBusy: somebody writes to it for too long.
    @raise CannotOpenStore: it is damaged, or can't be brought to the present form; it is as it was.
    @raise DiskFull: there is no room for a second copy; it is as it was.
    """
    before = _size(place)
    if look(place.database, _hasImplicitOids):
        Store(str(place.path)).close()
    try:
        with closing(apsw.Connection(str(place.database), flags=apsw.SQLITE_OPEN_READWRITE)) as connection:
            connection.set_busy_timeout(_PATIENCE)
            connection.pragma("synchronous", "NORMAL")
            for name in searchTables(connection):
                connection.execute(f"INSERT INTO {quoted(name)}({quoted(name)}) VALUES ('optimize')")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except apsw.Error as e:
        raise databaseError(e, str(place.database)) from e
    return before, _size(place)


def _size(place: StorePlace) -> int:
    return sum(each[2] for each in footprint(place.database))


def _hasImplicitOids(connection: apsw.Connection) -> bool:
    tables: Any = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    return bool(withoutOid(dict(tables)))
