"""
Finding operations that wait for others which are gone: such as somebody deleted instead of cancelling them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import apsw
from twisted.plugin import IPlugin
from zope.interface import implementer

from axiom.care import Problem, StorePlace, look
from axiom.iaxiom import IStoreCheck
from mantissa_like.asyncitems._asynchronousitem import AsynchronousItem
from mantissa_like.asyncitems._outcomes import PENDING

__all__ = ["OperationCheck"]

_SHOWN = 5
_REMEDY = "Cancel them: axiomatic operations cancel."


@implementer(IPlugin, IStoreCheck)
@dataclass(frozen=True)
class OperationCheck:
    """
    What looks for operations that nothing will ever settle.
    """

    def problemsIn(self, places: Sequence[StorePlace]) -> Iterator[tuple[str, Problem]]:
        """
        See L{IStoreCheck}.
        """
        for place in places:
            waiting = look(place.database, _waitingInVain)
            if waiting:
                shown = ", ".join(waiting[:_SHOWN]) + (", and more" if len(waiting) > _SHOWN else "")
                what = f"operations wait for others that were deleted: {shown}"
                yield place.name, Problem("work", what, _REMEDY)


def _waitingInVain(connection: apsw.Connection) -> list[str]:
    """
    The IDs of operations whose source is gone, and for which no time is set.
    """
    table = AsynchronousItem.schema.tableName
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).get:
        return []
    rows = connection.execute(
        f"SELECT oid || '-' || secret FROM {table} AS child"
        " WHERE state = ? AND due IS NULL AND sourceID IS NOT NULL AND problem = ''"
        f" AND NOT EXISTS (SELECT 1 FROM {table} WHERE oid = child.sourceID) ORDER BY oid LIMIT ?",
        (PENDING, _SHOWN + 1),
    )
    return [str(operationID) for (operationID,) in rows]
