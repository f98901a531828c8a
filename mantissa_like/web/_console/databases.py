"""
What the file system tells of the database of a store, without opening it.
"""

from __future__ import annotations

import os
from pathlib import Path

from axiom.care import StorePlace
from axiom.store import Store
from axiom.substore import SubStore

__all__ = ["databaseBytes", "placeOf", "sizeOf", "topOf"]


def topOf(siteStore: Store) -> StorePlace | None:
    """
    Where the site store is; None if it is in memory.
    """
    return None if siteStore.dbdir is None else StorePlace(Path(siteStore.dbdir.path))


def placeOf(subStore: SubStore) -> StorePlace | None:
    """
    Where the store of a user or an application is, by the name that commands know; None if it is in memory.
    """
    if subStore.storepath is None:
        return None
    path = Path(subStore.storepath.path)
    top = topOf(subStore.presentStore())
    return StorePlace(path, path.name if top is None else str(path.relative_to(top.files)))


def databaseBytes(subStore: SubStore) -> int | None:
    """
    How large the database of a store is; None if it is in memory.
    """
    place = placeOf(subStore)
    return None if place is None else sizeOf(place)


def sizeOf(place: StorePlace) -> int:
    """
    How many bytes a database has, with the log of what was written last; 0 if it is gone.
    """
    return sum(_sizeOf(f"{place.database}{suffix}") for suffix in ("", "-wal"))


def _sizeOf(path: str) -> int:
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return 0
