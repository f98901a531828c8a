"""
Finding stores that have work to do and are not on the agenda.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import apsw
from twisted.plugin import IPlugin
from zope.interface import implementer

from axiom.attributes import timestamp
from axiom.care import Problem, StorePlace, look
from axiom.iaxiom import IStoreCheck
from axiom.store import STORE_SELF_ID
from axiom.substore import SubStore
from mantissa_like.agenda._entries import AgendaEntry

__all__ = ["AgendaCheck"]

_AGENDA = "agenda.axiom"
# Times are stored in microseconds.
_SECOND = 1_000_000
_REMEDY = "Stop the site, move files/agenda.axiom away, and start it: then it looks at all stores."


@implementer(IPlugin, IStoreCheck)
@dataclass(frozen=True, eq=False)
class AgendaCheck:
    """
    What compares the agenda of a site with its stores.

    @ivar columns: by which work is due; None where none is.
    @ivar now: the seconds since the epoch.
    """

    columns: Sequence[timestamp[Any]]
    now: Callable[[], float] = time.time

    def problemsIn(self, places: Sequence[StorePlace]) -> Iterator[tuple[str, Problem]]:
        """
        See L{IStoreCheck}.
        """
        site = places[0]
        agenda = next((each for each in places if each.name == _AGENDA), None)
        if agenda is None:
            return
        numbers = {site.name: STORE_SELF_ID, **look(site.database, _numbers)}
        for place in places:
            number = numbers.get(place.name)
            if number is None or not self._isMissing(place, agenda, number):
                continue
            # What was due a moment ago may have been done.
            if self._isMissing(place, agenda, number):
                yield place.name, Problem("work", "it has work to do and is not on the agenda", _REMEDY)

    def _isMissing(self, place: StorePlace, agenda: StorePlace, number: int) -> bool:
        due = look(place.database, self._firstDue)
        # The agenda is written before the store.
        if due is None:
            return False
        latest = max(due, int(self.now() * _SECOND)) + _SECOND
        return not look(agenda.database, lambda connection: _isNoted(connection, number, latest))

    def _firstDue(self, connection: apsw.Connection) -> int | None:
        found = []
        for column in self.columns:
            table = _tableOf(column.type)
            if _hasTable(connection, table):
                found.append(connection.execute(f"SELECT min({column.attrname}) FROM {table}").get)
        return min((each for each in found if each is not None), default=None)


def _numbers(connection: apsw.Connection) -> dict[str, int]:
    rows = connection.execute(f"SELECT storepath, oid FROM {_tableOf(SubStore)}")
    return {str(path): int(number) for path, number in rows}


def _isNoted(connection: apsw.Connection, number: int, latest: int) -> bool:
    table = _tableOf(AgendaEntry)
    return _hasTable(connection, table) and bool(
        connection.execute(f"SELECT 1 FROM {table} WHERE subStoreID = ? AND due <= ?", (number, latest)).get
    )


def _hasTable(connection: apsw.Connection, table: str) -> bool:
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).get)


def _tableOf(itemClass: type) -> str:
    return f"item_{itemClass.typeName}_v{itemClass.schemaVersion}"  # type: ignore[attr-defined]
