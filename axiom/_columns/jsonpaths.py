"""
Paths into columns of JSON: columns of their own in queries.

A path stands in the SQL as a literal, without which SQLite would not find the index over it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from zope.interface import implementer

from axiom._conditions.comparisons import Comparable
from axiom._conditions.conditions import Comparison, TableSource
from axiom.errors import ConstraintError
from axiom.iaxiom import IComparison

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["JSONContains", "JSONPath", "Nested", "encodeJSON", "pathSQL"]

Step = str | int


def encodeJSON(value: Any) -> str:
    """
    C{value} in its one form: keys sorted, no blanks.
    """
    return msgspec.json.encode(value, order="sorted").decode()


class Nested(Comparable):
    """
    What holds JSON and can be looked into.

    @ivar steps: the keys and positions that lead there from the column.
    """

    steps: tuple[Step, ...] = ()
    # Python would take the operator below for that of an endless sequence.
    __iter__: None = None

    @property
    def column(self) -> Any:
        """
        The column in which it is.
        """
        return self

    def __getitem__(self, step: Step) -> JSONPath:
        """
        What is under a key of the object, or at a position of the array, from the end if negative.
        """
        return JSONPath(self.column, (*self.steps, step))

    def contains(self, value: object) -> JSONContains:
        """
        It is an array, and C{value} is one of its elements.
        """
        return JSONContains(self, value)


class JSONPath(Nested):
    """
    A way from a column of JSON into its value; what is not there is None.
    """

    def __init__(self, column: Any, steps: tuple[Step, ...]) -> None:
        for step in steps:
            if isinstance(step, bool) or not isinstance(step, (str, int)):
                raise TypeError(f"a path into JSON is of keys and positions, not of {step!r}")
        self._column, self.steps = column, steps

    @property
    def column(self) -> Any:
        return self._column

    @property
    def type(self) -> Any:
        """
        The class or placeholder of the column.
        """
        return self._column.type

    @property
    def attrname(self) -> str:  # type: ignore[override]
        """
        The name of the column with the path, as it is written in Python.
        """
        return f"{self._column.attrname}{_written(self.steps)}"

    def sqlOf(self, column: str) -> str:
        """
        The SQL of the value, where C{column} is that of the column.
        """
        return f"json_extract({column}, {pathSQL(self.steps)})"

    def getColumnName(self, store: Store) -> str:
        return self.sqlOf(self._column.getColumnName(store))

    def infilter(self, pyval: Any, oself: Any, store: Store | None) -> Any:
        return _extracted(self, pyval)

    def valueOf(self, item: Any) -> Any:
        found: Any = msgspec.to_builtins(self._column.valueOf(item), str_keys=True)
        for step in self.steps:
            try:
                found = found[step] if type(found) in (dict, list) else None
            except (IndexError, KeyError, TypeError):
                return None
        return found

    def fullName(self) -> str:
        return f"{self._column.fullName()}{_written(self.steps)}"

    def __repr__(self) -> str:
        return self.fullName()


@implementer(IComparison)
class JSONContains(Comparison):
    """
    An array of JSON with what may be one of its elements.
    """

    def __init__(self, array: Nested, value: object) -> None:
        self.array, self.value = array, value

    def getQuery(self, store: Store) -> str:
        array = f"{self.array.column.getColumnName(store)}, {pathSQL(self.array.steps)}"
        found = f"EXISTS (SELECT 1 FROM json_each({array}) WHERE value IS ?)"
        return f"(json_type({array}) IS 'array' AND {found})"

    def getArgs(self, store: Store) -> list[Any]:
        return [_extracted(self.array, self.value)]

    def getInvolvedTables(self) -> list[TableSource]:
        return [self.array.type]

    def __repr__(self) -> str:
        return f"{self.array!r}.contains({self.value!r})"


def pathSQL(steps: tuple[Step, ...]) -> str:
    """
    The literal of the path that C{json_extract} and its like take.
    """
    path = "".join(_stepSQL(step) for step in steps).replace("'", "''")
    return f"'${path}'"


def _stepSQL(step: Step) -> str:
    if isinstance(step, str):
        return f".{encodeJSON(step)}"
    return f"[{step}]" if step >= 0 else f"[#{step}]"


def _written(steps: tuple[Step, ...]) -> str:
    return "".join(f"[{step!r}]" for step in steps)


def _extracted(place: Nested, value: Any) -> Any:
    # As json_extract gives it: arrays and objects as text in their one form, true and false as 1 and 0.
    if isinstance(value, (dict, list)):
        return encodeJSON(value)
    if value is not None and not isinstance(value, (str, int, float)):
        raise ConstraintError(place.fullName(), "a JSON value", value)
    return value
