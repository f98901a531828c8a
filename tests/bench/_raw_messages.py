"""
What messages and handlers write, written directly with APSW: the same rows in copies of the same databases.

Whoever does it so has no sharing, no retries, no order but that in which it does it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import apsw

from axiom.item import Item
from axiom.store import Store
from mantissa_like.asyncitems import AsynchronousItem
from mantissa_like.messaging import InboundChannel, OutgoingMessage
from tests.bench._counters import HANDLERS, Counter
from tests.bench._pair import INSERT_OBJECT, REVISION

__all__ = ["RawChain", "RawStore", "RawWay"]

_BEGIN = "BEGIN IMMEDIATE"
_FORGET_OBJECT = "DELETE FROM axiom_objects WHERE oid = ?"
_OF_PAIR = (
    "SELECT oid FROM {} WHERE state IN ('waiting', 'due') AND target = ? AND sender = ? ORDER BY oid LIMIT 1"
)


class RawStore:
    """
    A copy of a store's database.

    @ivar db: a connection to it.
    """

    def __init__(self, store: Store, path: Path, isFull: bool = False) -> None:
        """
        @param path: where it is made.
        @param isFull: whether each commit waits for the disk.
        """
        assert store.dbdir is not None
        original = apsw.Connection(store.dbdir.child("db.sqlite").path)
        original.execute("VACUUM INTO ?", (str(path),))
        original.close()
        self.db = apsw.Connection(str(path))
        self.db.pragma("journal_mode", "WAL")
        self.db.pragma("synchronous", "FULL" if isFull else "NORMAL")

    def begin(self) -> None:
        """
        Begin to write.
        """
        self.db.execute(_BEGIN)

    def end(self) -> None:
        """
        Commit as a store does.
        """
        self.db.execute(REVISION)
        self.db.execute("COMMIT")

    def typeID(self, itemClass: type[Item]) -> int:
        """
        The number of a class.
        """
        found = "SELECT oid FROM axiom_types WHERE typename = ?"
        return int(self.db.execute(found, (itemClass.typeName,)).get)

    def insert(self, sql: str, typeID: int, row: tuple[Any, ...]) -> int:
        """
        Insert an item.

        @return: its storeID.
        """
        self.db.execute(INSERT_OBJECT, (typeID,))
        storeID = self.db.last_insert_rowid()
        self.db.execute(sql, (storeID, *row))
        return storeID

    def add(self, column: str) -> None:
        """
        Count one in the counter.
        """
        self.db.execute(f"UPDATE {Counter.schema.tableName} SET [{column}] = [{column}] + 1")


class RawWay:
    """
    The way of messages from one store to another.
    """

    def __init__(self, sender: RawStore, target: RawStore, names: tuple[str, str]) -> None:
        """
        @param names: those of sender and target.
        """
        self._sender, self._target, self._names = sender, target, names
        table = OutgoingMessage.schema.tableName
        self._typeID = sender.typeID(OutgoingMessage)
        self._row = {
            "attempts": 0, "consequence": 1, "data": b"x" * 40, "due": 1, "epoch": "e" * 22, "files": None,
            "lastError": "", "queued": 1, "sender": names[0], "state": "due", "target": names[1],
            "valueType": "mantissa.amp.message",
        }  # fmt: skip
        self._insert = _insertInto(OutgoingMessage)
        self._waiting = _OF_PAIR.format(table)
        self._delete = f"DELETE FROM {table} WHERE oid = ?"
        inbound = InboundChannel.schema
        self._find = f"SELECT {inbound.selected} FROM {inbound.tableName} WHERE target = ? AND sender = ?"
        self._record = (
            f"UPDATE {inbound.tableName} SET last = ?, answerKind = ?, answerType = ?, answerData = ?,"
            " received = ? WHERE oid = ?"
        )

    def send(self) -> None:
        """
        Write a message.
        """
        self._sender.begin()
        isFirst = not self._ofPair()
        row = {**self._row, "state": "due" if isFirst else "waiting"}
        self._sender.insert(self._insert, self._typeID, tuple(row.values()))
        self._sender.end()

    def deliver(self) -> None:
        """
        Handle the next message in one store, and conclude it in the other.
        """
        ((number,),) = self._ofPair()
        target, db = self._target, self._target.db
        target.begin()
        (channel, *_), *_ = db.execute(self._find, (self._names[1], self._names[0])).fetchall()
        target.add("total")
        db.execute(self._record, (number, "answered", "mantissa.amp.answer", b"x" * 20, 1, channel))
        target.end()
        sender = self._sender
        sender.begin()
        sender.add("heard")
        sender.db.execute(self._delete, (number,))
        sender.db.execute(_FORGET_OBJECT, (number,))
        self._ofPair()
        sender.end()

    def _ofPair(self) -> list[Any]:
        return self._sender.db.execute(self._waiting, (self._names[1], self._names[0])).fetchall()


class RawChain:
    """
    A chain of handlers in one store.
    """

    def __init__(self, store: RawStore) -> None:
        self._store, self._typeID = store, store.typeID(AsynchronousItem)
        table = AsynchronousItem.schema.tableName
        self._row = dict.fromkeys(AsynchronousItem.schema.names) | {
            "secret": "s" * 24, "title": "", "state": "pending", "valueSchema": "", "created": 1,
            "lane": "handler", "keep": 60, "target": 1, "okMethod": "handle", "okVersion": 1,
            "errorMethod": "", "errorVersion": 0, "effectMethod": "", "effectVersion": 0, "attempts": 0,
            "problem": "", "isHandled": 0,
        }  # fmt: skip
        self._insert = _insertInto(AsynchronousItem)
        self._find = f"SELECT {AsynchronousItem.schema.selected} FROM {table} WHERE sourceID = ?"
        self._settle = f"UPDATE {table} SET state = ?, result = ?, settled = ?, due = ? WHERE oid = ?"
        self._handedOn = f"UPDATE {table} SET lane = ?, due = ? WHERE oid = ?"

    def run(self) -> None:
        """
        Make one, and run its handlers. It is not forgotten, as ours is not before a minute is over.
        """
        store, db = self._store, self._store.db
        store.begin()
        made = [self._make(None)]
        for _ in range(HANDLERS):
            made.append(self._make(made[-1]))
        db.execute(self._settle, ("resolved", "0", 1, 0, made[0]))
        store.end()
        for source in made[:-1]:
            store.begin()
            (child, *_), *_ = db.execute(self._find, (source,)).fetchall()
            store.add("total")
            db.execute(self._settle, ("resolved", "1", 1, 0, child))
            db.execute(self._handedOn, ("settled", 1, source))
            store.end()

    def _make(self, source: int | None) -> int:
        row = tuple({**self._row, "sourceID": source}.values())
        return self._store.insert(self._insert, self._typeID, row)


def _insertInto(itemClass: type[Item]) -> str:
    schema = itemClass.schema
    columns = ", ".join(f"[{name}]" for name in schema.names)
    return (
        f"INSERT INTO {schema.tableName} (oid, {columns}) VALUES ({', '.join('?' * (len(schema.names) + 1))})"
    )
