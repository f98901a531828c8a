"""
Whether what the references of a store refer to is there.
"""

from __future__ import annotations

from collections.abc import Iterator

import apsw

from axiom.attributes import reference
from axiom.care._described import StoredType, quoted, tableNames
from axiom.care._problems import Problem, listed
from axiom.database import DELETED_TYPE

__all__ = ["referenceProblems"]

_CONNECTOR = "axiom_powerup_connector"


def referenceProblems(connection: apsw.Connection, types: list[StoredType]) -> Iterator[Problem]:
    """
    References to items that are gone: harmless where the attribute reads as None then, which is so unless its
    class says otherwise.
    """
    tables = tableNames(connection)
    for stored in types:
        for attribute in stored.of(reference) if stored.table in tables else ():
            column = stored.column(attribute.name)
            name = quoted(attribute.name)
            dangling = (
                f"FROM {quoted(stored.table)} AS i WHERE {name} <> -1"
                f" AND NOT EXISTS (SELECT 1 FROM axiom_objects o WHERE o.oid = i.{name}"
                f" AND o.type_id <> {DELETED_TYPE})"
            )
            rows = connection.execute(f"SELECT i.oid {dangling} ORDER BY i.oid").fetchall()
            if not rows:
                continue
            if getattr(column, "whenDeleted", reference.NULLIFY) == reference.NULLIFY:
                what = f"{attribute.name} of {stored.label} refers to items that are gone"
                yield Problem("reference", what, "It reads as None.", isHarmless=True)
            else:
                what = (
                    f"{attribute.name} of {stored.label} {listed([oid for (oid,) in rows])} refers to nothing"
                )
                yield Problem("reference", what, _remedy(stored))


def _remedy(stored: StoredType) -> str:
    if stored.typeName == _CONNECTOR:
        return "A powerup or what it empowered is gone: delete the connector."
    return "Delete these items, or give them another value."
