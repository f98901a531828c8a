"""
Going back: the newest copy that was kept of a store's database before an upgrade becomes its content again.

The database file stays the same one, and changes in one transaction of SQLite. What it held is kept, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import apsw

from axiom._engine.copying import copyInto
from axiom._engine.incarnations import renewIncarnation
from axiom._engine.safetycopies import BACK, SafetyCopies
from axiom._engine.systemtables import continueFrom
from axiom._engine.translation import databaseError
from axiom.errors import StoreInUse

__all__ = ["goBack", "openAlone"]


@contextmanager
def openAlone(database: Path) -> Iterator[apsw.Connection]:
    """
    A context with a connection to a database that nobody else has open, or can open meanwhile.

    @raise StoreInUse: somebody has it open.
    @raise CannotOpenStore: it can't be opened.
    """
    try:
        with closing(apsw.Connection(str(database), apsw.SQLITE_OPEN_READWRITE)) as connection:
            connection.pragma("locking_mode", "EXCLUSIVE")
            try:
                connection.execute("BEGIN EXCLUSIVE; COMMIT")
            except apsw.BusyError as e:
                raise StoreInUse(str(database.parent)) from e
            connection.pragma("synchronous", "FULL")
            yield connection
    except apsw.Error as e:
        raise databaseError(e, str(database)) from e


def goBack(database: Path, connection: apsw.Connection) -> bool:
    """
    Bring a database back to its newest copy, unless it was brought there before.

    The store's revision goes on from what it was, so that nobody takes what is now for what was then.

    @param connection: L{openAlone}'s.
    @return: whether there was something to go back to.
    """
    copies = SafetyCopies(database)
    wanted = copies.wayBack()
    if wanted is None or wanted.number <= connection.pragma("user_version"):
        return False
    copies.keep(BACK, connection)
    unfinished = wanted.path.with_name("unfinished")
    unfinished.unlink(missing_ok=True)
    with closing(apsw.Connection(str(wanted.path), apsw.SQLITE_OPEN_READONLY)) as kept:
        copyInto(unfinished, kept)
    with closing(apsw.Connection(str(unfinished))) as prepared:
        continueFrom(prepared, _revisionOf(connection))
        renewIncarnation(prepared)
        prepared.pragma("user_version", wanted.number)
        with connection.backup("main", prepared, "main") as restoring:
            restoring.step()
    unfinished.unlink()
    return True


def _revisionOf(connection: apsw.Connection) -> int:
    found: Any = connection.execute("SELECT revision FROM axiom_revision").get
    return int(found)
