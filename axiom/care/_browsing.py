"""
Looking at the items of a store one by one, whether or not their classes are there; nothing is upgraded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from axiom.attributes import boolean, reference, timestamp
from axiom.care._described import StoredAttribute, StoredType, quoted
from axiom.care._statements import StatementReader, readingStatements
from axiom.database import DELETED_TYPE

__all__ = ["HIDDEN", "Connector", "ItemBrowser", "Reference", "StoredItem", "TypeSummary", "browsing"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CONNECTOR = "axiom_powerup_connector"
_MOST_ROWS = 10_000


class _Hidden:
    """
    What stands for a value that is not told.
    """

    def __repr__(self) -> str:
        return "HIDDEN"


HIDDEN = _Hidden()


@dataclass(frozen=True)
class Reference:
    """
    The value of an attribute that names another item; whether that is there is not said.
    """

    storeID: int


@dataclass(frozen=True)
class TypeSummary:
    """
    The items of one version of a type.

    @ivar attributes: the names of its attributes, sorted.
    @ivar items: how many there are.
    @ivar newest: the version that is installed; None if its class is not.
    """

    typeName: str
    version: int
    attributes: tuple[str, ...]
    items: int
    newest: int | None


@dataclass(frozen=True)
class StoredItem:
    """
    One item as it is stored.

    @ivar values: by attribute: text, numbers, bytes, truth values, moments, L{Reference}s, L{HIDDEN} or None.
    """

    storeID: int
    typeName: str
    version: int
    values: Mapping[str, object]


@dataclass(frozen=True)
class Connector:
    """
    That an item is a powerup.

    @ivar powerup: its storeID.
    @ivar interface: for which.
    """

    powerup: int
    interface: str
    priority: int


class ItemBrowser:
    """
    The items of one database.
    """

    def __init__(self, reader: StatementReader, isHidden: Callable[[str], bool]) -> None:
        self._reader, self._isHidden = reader, isHidden
        self._types = reader.types()

    def types(self) -> list[TypeSummary]:
        """
        All types that have items, by name and version.
        """
        rows = self._rows("SELECT type_id, count(*) FROM axiom_objects GROUP BY type_id")
        counts = {typeID: _number(count) for typeID, count in rows}
        found = [
            TypeSummary(
                stored.typeName,
                stored.version,
                tuple(each.name for each in stored.attributes),
                counts[stored.typeID],
                None if (newest := stored.newestClass()) is None else newest.schemaVersion,
            )
            for stored in self._types
            if counts.get(stored.typeID) and stored.typeID != DELETED_TYPE
        ]
        return sorted(found, key=lambda each: (each.typeName, each.version))

    def items(
        self, typeName: str, version: int, sort: str, isDescending: bool, first: int, count: int
    ) -> list[StoredItem]:
        """
        Some items of one version of a type.

        @param sort: an attribute or C{storeID}.
        @param first: how many come before.
        @raise KeyError: there is no such type, or no such attribute.
        """
        stored = self._typeNamed(typeName, version)
        if sort not in {"storeID", *(each.name for each in stored.attributes)}:
            raise KeyError(sort)
        column = "oid" if sort == "storeID" else quoted(sort)
        order = f"{column} {'DESC' if isDescending else 'ASC'}, oid LIMIT {count:d} OFFSET {first:d}"
        return [self._item(stored, row) for row in self._rows(f"{_selection(stored)} ORDER BY {order}")]

    def item(self, storeID: int) -> StoredItem | None:
        """
        One item; None if there is none with this storeID.
        """
        found = self._rows(f"SELECT type_id FROM axiom_objects WHERE oid = {storeID:d}")
        stored = next((each for each in self._types if (each.typeID,) in found), None)
        if stored is None or stored.typeID == DELETED_TYPE:
            return None
        rows = self._rows(f"{_selection(stored)} WHERE oid = {storeID:d}")
        return self._item(stored, rows[0]) if rows else None

    def referrers(self, storeID: int, most: int) -> list[tuple[str, StoredItem]]:
        """
        The items that refer to one, each with the attribute that does; C{most} of them at most.
        """
        found: list[tuple[str, StoredItem]] = []
        tables = {name for (name,) in self._rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for stored in self._types:
            for attribute in stored.of(reference) if stored.table in tables else ():
                condition = f"{quoted(attribute.name)} = {storeID:d} LIMIT {most - len(found):d}"
                rows = self._rows(f"{_selection(stored)} WHERE {condition}")
                found += [(attribute.name, self._item(stored, row)) for row in rows]
        return found

    def powerups(self, storeID: int) -> list[Connector]:
        """
        The powerups of an item, by interface, those first which are asked first; the store itself is -1.
        """
        stored = next((each for each in self._types if each.typeName == _CONNECTOR), None)
        if stored is None:
            return []
        rows = self._rows(
            f"SELECT powerup, interface, priority FROM {quoted(stored.table)} WHERE item = {storeID:d}"
            " ORDER BY interface, priority DESC, oid"
        )
        return [
            Connector(_number(powerup), str(interface), _number(priority))
            for powerup, interface, priority in rows
        ]

    def _rows(self, sql: str) -> list[tuple[object, ...]]:
        return [row for answer in self._reader.answers(sql, _MOST_ROWS) for row in answer.rows]

    def _typeNamed(self, typeName: str, version: int) -> StoredType:
        for each in self._types:
            if (each.typeName, each.version) == (typeName, version):
                return each
        raise KeyError(typeName)

    def _item(self, stored: StoredType, row: tuple[object, ...]) -> StoredItem:
        storeID, *values = row
        told = {
            each.name: self._value(stored, each, value)
            for each, value in zip(stored.attributes, values, strict=True)
        }
        return StoredItem(_number(storeID), stored.typeName, stored.version, told)

    def _value(self, stored: StoredType, attribute: StoredAttribute, value: object) -> object:
        if self._isHidden(attribute.name):
            return HIDDEN
        if not isinstance(value, int):
            return value
        kind = attribute.pythonType.rpartition(".")[2]
        if kind == timestamp.__name__:
            try:
                return _EPOCH + timedelta(microseconds=value)
            except OverflowError:
                return value
        if kind == boolean.__name__:
            return bool(value)
        return Reference(value) if attribute in stored.of(reference) else value


@contextmanager
def browsing(
    database: Path,
    isHidden: Callable[[str], bool] = lambda column: False,
    isStopped: Callable[[], bool] = lambda: False,
) -> Iterator[ItemBrowser]:
    """
    A context with a browser of C{database}, which others may write meanwhile; see L{readingStatements}.

    @raise CannotOpenStore: it is not there.
    @raise StoreDamaged: it is no store.
    """
    with readingStatements(database, isHidden, isStopped) as reader:
        yield ItemBrowser(reader, isHidden)


def _selection(stored: StoredType) -> str:
    columns = ", ".join(quoted(name) for name in ("oid", *(each.name for each in stored.attributes)))
    return f"SELECT {columns} FROM {quoted(stored.table)}"


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
