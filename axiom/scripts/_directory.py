"""
The directory of the store that a command works on.
"""

from __future__ import annotations

import os
from contextlib import closing
from typing import Any

import apsw

from axiom.database import isForeign
from axiom.scripts.errors import ForeignDatabase, NoSuchStore, SeveralStores

__all__ = ["existingStore", "onlyStore"]

_SUFFIX = ".axiom"


def onlyStore(here: str) -> str:
    """
    The absolute path of the one C{*.axiom} directory in C{here}.

    @raise NoSuchStore: there is none.
    @raise SeveralStores: there are several.
    """
    with os.scandir(here) as entries:
        names = sorted(entry.name for entry in entries if entry.name.endswith(_SUFFIX) and entry.is_dir())
    if not names:
        raise NoSuchStore(os.path.abspath(here))
    if len(names) > 1:
        raise SeveralStores(names)
    return os.path.abspath(os.path.join(here, names[0]))


def existingStore(path: str) -> str:
    """
    C{path}, if a store is in that directory, as far as can be told without opening it.

    @raise NoSuchStore: there is none.
    @raise ForeignDatabase: there is the database of something else; it is only read.
    """
    database = os.path.join(path, "db.sqlite")
    if not os.path.isfile(database):
        raise NoSuchStore(path)
    if _isForeign(database):
        raise ForeignDatabase(path)
    return path


def _isForeign(database: str) -> bool:
    try:
        with closing(apsw.Connection(database, flags=apsw.SQLITE_OPEN_READONLY)) as connection:
            tables: Any = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    except apsw.NotADBError:
        return True
    except apsw.Error:
        # It can't be read now, or not by this user; whoever opens it will say why.
        return False
    return isForeign([name for (name,) in tables])
