"""
Who a store is, told by two random names: its identity, for good, and its incarnation, for as long as nothing
but its own transactions has changed it.

A store that was restored, brought back or moved has the past of another one, and does not know what that told
others since. What it tells them from then on is of another incarnation, so nobody takes one for the other.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

import apsw

__all__ = ["CREATE", "INSERT", "RENEW", "SELECT", "TABLE", "Incarnation", "makeName", "renewIncarnation"]

TABLE = "axiom_incarnation"
CREATE = f"CREATE TABLE IF NOT EXISTS {TABLE} (identity TEXT NOT NULL, incarnation TEXT NOT NULL)"
SELECT = f"SELECT identity, incarnation FROM {TABLE}"
INSERT = f"INSERT INTO {TABLE} (identity, incarnation) VALUES (?, ?)"
RENEW = f"UPDATE {TABLE} SET incarnation = ?"


@dataclass(frozen=True)
class Incarnation:
    """
    @ivar identity: of the store; copies of it have the same one.
    @ivar name: no other incarnation of any store has it.
    """

    identity: str
    name: str


def makeName() -> str:
    """
    A name that nothing else has: 32 hexadecimal digits.
    """
    return token_hex(16)


def renewIncarnation(database: Path | apsw.Connection, newName: Callable[[], str] = makeName) -> None:
    """
    Let a store that nobody has open be of another incarnation. One that never told its incarnation to anybody
    need not be.
    """
    if isinstance(database, Path):
        with closing(apsw.Connection(str(database), apsw.SQLITE_OPEN_READWRITE)) as connection:
            renewIncarnation(connection, newName)
        return
    found: Any = database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (TABLE,)).get
    if found:
        database.execute(RENEW, (newName(),))
