"""
Users with stores: opening one, and making one.

The baseline of making one lays out the same directory and runs the SQL that made a store of ours, at once. No
password is hashed: the hash is ready, or a hasher hands it out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import apsw
from twisted.internet.defer import Deferred, succeed
from zope.interface import implementer

from axiom._accounts.passwords import IPasswordHashing
from axiom.item import Item
from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import LoginAccount, LoginMethod, LoginSystem
from mantissa_like.accounts import createAccount
from tests.bench._measure import Row, Target, measure
from tests.bench._pair import COLUMNS, INSERT_OBJECT, REVISION, TABLE, Entry, Pair, insert

__all__ = ["addFirstUser", "measureUsers"]

_OPENINGS = 100
_ENTRIES = 20
_USERS = 40
_HASH = "$argon2id$v=19$m=65536,t=3,p=4$bm90IG1lYXN1cmVk$bm90IG1lYXN1cmVk"
_TARGET = Target(wall=25_000, cpu=5_000)
_SOME = f"SELECT {COLUMNS} FROM {TABLE} ORDER BY [number] DESC LIMIT {_ENTRIES}"

_Statement = tuple[str, tuple[Any, ...]]


@implementer(IPasswordHashing)
class _ReadyHash:
    """
    Hashes that cost nothing.
    """

    def hashNow(self, password: str) -> str:
        return _HASH

    def hash(self, password: str) -> Deferred[str]:
        return succeed(_HASH)

    def verify(self, password: str, passwordHash: str | None) -> Deferred[Any]:
        raise NotImplementedError("nobody logs in")


def addFirstUser(store: Store) -> None:
    """
    Make C{store} a site with one user.
    """
    logins = LoginSystem(store=store)
    store.powerUp(logins)
    logins.addAccount("first", "localhost", None, passwordHash=_HASH)


class _Users:
    """
    What is measured, each way of ours after that of the baseline.
    """

    def __init__(self, pair: Pair) -> None:
        self.pair, self.site = pair, pair.store
        self.site.inMemoryPowerUp(_ReadyHash(), IPasswordHashing)
        self.logins = self.site.findUnique(LoginSystem)
        self.subStore = self.site.findUnique(SubStore)
        self.database = str(pair.directory / "ours.axiom/files/account/localhost/first.axiom/db.sqlite")
        with apsw.Connection(self.database) as connection:
            self.schema = _schemaOf(connection)
            self.content = _contentOf(connection)
        self.registered = [_newestOf(pair, each) for each in (SubStore, LoginAccount, LoginMethod)]
        self.numbers = count()
        with self.subStore.opened() as userStore:
            for number in range(_ENTRIES):
                insert(userStore, number)

    def rawOpen(self) -> int:
        for _ in range(_OPENINGS):
            connection = apsw.Connection(self.database)
            assert len(connection.execute(_SOME).fetchall()) == _ENTRIES
            connection.close()
        return _OPENINGS

    def open(self) -> int:
        for _ in range(_OPENINGS):
            query = self.subStore.open().query(Entry, sort=Entry.number.descending, limit=_ENTRIES)
            assert len([entry for entry in query if entry.title]) == _ENTRIES
            self.subStore.close()
        return _OPENINGS

    def rawMake(self) -> int:
        for _ in range(_USERS):
            directory = self.pair.directory / "made" / f"{next(self.numbers)}.axiom"
            for name in ("files", "temp", "run"):
                os.makedirs(directory / name)
            self.pair.raw.execute("BEGIN IMMEDIATE")
            self._rawStore(directory / "db.sqlite")
            for typeID, sql, values in self.registered:
                self.pair.raw.execute(INSERT_OBJECT, (typeID,))
                self.pair.raw.execute(sql, (self.pair.raw.last_insert_rowid(), *values))
            self.pair.raw.execute(REVISION)
            self.pair.raw.execute("COMMIT")
        return _USERS

    def _rawStore(self, database: Path) -> None:
        connection = apsw.Connection(str(database))
        connection.pragma("journal_mode", "WAL")
        connection.pragma("synchronous", "NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(self.schema)
        for sql, row in self.content:
            connection.execute(sql, row)
        connection.execute("COMMIT")
        connection.close()

    def add(self) -> int:
        for _ in range(_USERS):
            self.logins.addAccount(f"user{next(self.numbers)}", "localhost", None, passwordHash=_HASH)
        return _USERS

    def create(self) -> int:
        made: list[LoginAccount] = []
        for _ in range(_USERS):
            name = f"user{next(self.numbers)}"
            createAccount(self.site, name, "localhost", "a fine secret").addCallback(made.append)
        return len(made)


def _schemaOf(connection: apsw.Connection) -> str:
    rows = connection.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    )
    return ";".join(sql for (sql,) in rows)


def _contentOf(connection: apsw.Connection) -> list[_Statement]:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return [
        (f"INSERT INTO {name} VALUES ({', '.join('?' * len(row))})", row)
        for (name,) in tables
        if name != "sqlite_sequence"
        for row in connection.execute(f"SELECT * FROM {name}").fetchall()
    ]


def _newestOf(pair: Pair, itemClass: type[Item]) -> tuple[int, str, tuple[Any, ...]]:
    table = pair.store.getTableName(itemClass)
    (row,) = pair.rawRows(f"SELECT * FROM {table} ORDER BY oid DESC LIMIT 1")
    ((typeID,),) = pair.rawRows("SELECT type_id FROM axiom_objects WHERE oid = ?", row[0])
    return typeID, f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row[1:]


def measureUsers(pair: Pair) -> Iterator[Row]:
    """
    The rows of the table that users make.
    """
    users = _Users(pair)
    yield measure("open a substore, read 20 items, close it", users.rawOpen, users.open, Target(ratio=2.5))
    yield measure("create a user with a store", users.rawMake, users.add, _TARGET)
    yield measure("the same, as the server does", users.rawMake, users.create, _TARGET)
