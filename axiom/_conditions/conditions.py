"""
Conditions of queries, and what combines them.

A condition knows its SQL, its bindings, the tables and the queries that it mentions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from zope.interface import implementer

from axiom.iaxiom import IComparison

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = [
    "AND",
    "NOT",
    "OR",
    "Column",
    "Comparison",
    "SubQuery",
    "TableOrderComparisonWrapper",
    "TableSource",
    "unique",
]


class TableSource(Protocol):
    """
    What a query selects from: a class of items, or a placeholder for one.
    """

    def getTableName(self, store: Store) -> str:
        """
        The table's SQL name.
        """

    def getTableAlias(self, store: Store, currentAliases: tuple[str, ...]) -> str | None:
        """
        The name by which this query calls the table, or None for the table's own.
        """


class SubQuery(Protocol):
    """
    A query of one column, usable inside another.
    """

    def prepare(self) -> None:
        """
        Called before the transaction or read in which the other one is run.
        """

    def getSubQuery(self, store: Store) -> tuple[str, list[Any]]:
        """
        Its SQL and bindings.
        """


class Column:
    """
    What stands for a column in SQL.

    @ivar type: the class or placeholder that it is a column of.
    @ivar attrname: its name.
    @ivar isBinary: whether its values are bytes.
    @ivar decimalPlaces: of a number that is stored times ten to this power; None for all other columns.
    """

    type: Any
    attrname: str
    isBinary = False
    decimalPlaces: int | None = None

    def getColumnName(self, store: Store) -> str:
        """
        Its full SQL name.
        """
        raise NotImplementedError

    def infilter(self, pyval: Any, oself: Any, store: Store | None) -> Any:
        """
        C{pyval} as it is stored.
        """
        raise NotImplementedError

    def fullName(self) -> str:
        """
        C{Class.attribute}, for messages.
        """
        raise NotImplementedError


class Comparison:
    """
    A condition that combines with others: C{a & b}, C{a | b}, C{~a}.
    """

    def getQuery(self, store: Store) -> str:
        """
        Its SQL.
        """
        raise NotImplementedError

    def getArgs(self, store: Store) -> list[Any]:
        """
        Its bindings.
        """
        raise NotImplementedError

    def getInvolvedTables(self) -> list[TableSource]:
        """
        The tables it mentions, each once.
        """
        raise NotImplementedError

    def getSubQueries(self) -> list[SubQuery]:
        """
        The queries inside it, which want to know when it is about to be run.
        """
        return []

    def __and__(self, other: Comparison) -> AND:
        return AND(self, other)

    def __or__(self, other: Comparison) -> OR:
        return OR(self, other)

    def __invert__(self) -> Comparison:
        return NOT(self)


class _Compound(Comparison):
    """
    Several conditions and a word between them.
    """

    operator: str

    def __init__(self, *conditions: Any) -> None:
        if not conditions:
            raise ValueError(f"{self.operator} needs at least one condition")
        for condition in conditions:
            if not hasattr(condition, "getInvolvedTables"):
                raise TypeError(f"{self.operator} combines conditions, which {condition!r} is not")
        self.conditions: Sequence[Comparison] = conditions

    def getQuery(self, store: Store) -> str:
        return f"({f' {self.operator} '.join(part.getQuery(store) for part in self.conditions)})"

    def getArgs(self, store: Store) -> list[Any]:
        return [argument for part in self.conditions for argument in part.getArgs(store)]

    def getInvolvedTables(self) -> list[TableSource]:
        return unique([table for part in self.conditions for table in part.getInvolvedTables()])

    def getSubQueries(self) -> list[SubQuery]:
        return [query for part in self.conditions for query in part.getSubQueries()]

    def __repr__(self) -> str:
        return f"{self.operator}({', '.join(map(repr, self.conditions))})"


@implementer(IComparison)
class AND(_Compound):
    """
    All of the conditions.
    """

    operator = "AND"


@implementer(IComparison)
class OR(_Compound):
    """
    At least one of the conditions.
    """

    operator = "OR"


@implementer(IComparison)
class NOT(Comparison):
    """
    What a condition does not find: also the rows of which it can't be said, as C{column > 3} without a value.
    """

    def __init__(self, condition: Comparison) -> None:
        self.condition = condition

    def getQuery(self, store: Store) -> str:
        return f"({self.condition.getQuery(store)} IS NOT TRUE)"

    def getArgs(self, store: Store) -> list[Any]:
        return self.condition.getArgs(store)

    def getInvolvedTables(self) -> list[TableSource]:
        return self.condition.getInvolvedTables()

    def getSubQueries(self) -> list[SubQuery]:
        return self.condition.getSubQueries()

    def __invert__(self) -> Comparison:
        return self.condition

    def __repr__(self) -> str:
        return f"NOT({self.condition!r})"


@implementer(IComparison)
class TableOrderComparisonWrapper(Comparison):
    """
    A condition with its tables in the order in which SQLite should join them.

    @ivar tables: in this order.
    """

    def __init__(self, tables: Sequence[TableSource], comparison: Comparison) -> None:
        missing = [table for table in comparison.getInvolvedTables() if table not in tables]
        if missing:
            raise ValueError(f"the order must name every table of the condition; it lacks {missing!r}")
        self.tables, self.comparison = list(tables), comparison

    def getQuery(self, store: Store) -> str:
        return self.comparison.getQuery(store)

    def getArgs(self, store: Store) -> list[Any]:
        return self.comparison.getArgs(store)

    def getInvolvedTables(self) -> list[TableSource]:
        return self.tables

    def getSubQueries(self) -> list[SubQuery]:
        return self.comparison.getSubQueries()


def unique(tables: Iterable[TableSource]) -> list[TableSource]:
    """
    C{tables}, each once.
    """
    # Item classes and placeholders are compared by identity here.
    return list({id(table): table for table in tables}.values())
