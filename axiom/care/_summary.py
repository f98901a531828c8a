"""
What a store is, in a line of a table.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass

import apsw

from axiom.care._described import StoredType, revisionOf, storedTypes, tableNames
from axiom.care._looking import footprint, look
from axiom.care._places import StorePlace, contentsOf
from axiom.database import DELETED_TYPE, isStore
from axiom.errors import AxiomError

__all__ = ["Summary", "summarize"]


@dataclass(frozen=True)
class Summary:
    """
    One store, without those below it.

    @ivar store: the name of its place.
    @ivar bytes: of its database, with the log of what was written last.
    @ivar files: how many bytes its files have together.
    @ivar items: how many it has, of known and unknown types; None if it can't be read.
    @ivar revision: None if no process of this release has opened it yet, or it can't be read.
    @ivar pending: how many items of each type and version wait for an upgrade.
    @ivar opened: when a process began or ceased to have it open, the last time, in seconds since the epoch.
    @ivar error: why it can't be read; empty if it can.
    """

    store: str
    bytes: int
    files: int
    items: int | None
    revision: int | None
    pending: dict[str, int]
    opened: float
    error: str = ""


def summarize(place: StorePlace) -> Summary:
    """
    What can be told of one store, whatever state it is in.
    """
    # SQLite makes files beside the database when the first process opens it, and removes them after the last.
    opened = os.stat(place.path).st_mtime
    size = sum(each[2] for each in footprint(place.database))
    files = sum(status.st_size for status in contentsOf(place).files.values())
    try:
        items, revision, pending = look(place.database, _read)
    except AxiomError as e:
        return Summary(place.name, size, files, None, None, {}, opened, str(e))
    return Summary(place.name, size, files, items, revision, pending, opened)


def _read(connection: apsw.Connection) -> tuple[int, int | None, dict[str, int]]:
    if not isStore(tableNames(connection)):
        return 0, None, {}
    counts = Counter[int](
        dict(connection.execute("SELECT type_id, count(*) FROM axiom_objects GROUP BY type_id"))
    )
    del counts[DELETED_TYPE]
    types = storedTypes(connection)
    newest: dict[str, int] = {}
    for stored in types:
        newest[stored.typeName] = max(newest.get(stored.typeName, _installed(stored)), stored.version)
    pending = {
        stored.label: counts[stored.typeID]
        for stored in types
        if stored.version < newest[stored.typeName] and counts[stored.typeID]
    }
    return counts.total(), revisionOf(connection), pending


def _installed(stored: StoredType) -> int:
    itemClass = stored.newestClass()
    return 0 if itemClass is None else itemClass.schemaVersion
