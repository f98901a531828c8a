"""
Conditions of queries, and the operators on columns that make them.

A condition knows its SQL, its bindings and the tables it mentions. Values pass their column's C{infilter}, so that
they are compared as they are stored.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from zope.interface import implementer

from axiom._orderings import SimpleOrdering
from axiom.iaxiom import IComparison

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = [
    "AND",
    "OR",
    "AttributeValueComparison",
    "Comparable",
    "Comparison",
    "LikeComparison",
    "NullComparison",
    "SequenceComparison",
    "TableOrderComparisonWrapper",
    "TableSource",
    "TwoAttributeComparison",
]

# Below SQLite's limit on bindings; longer lists travel as one JSON text.
_MOST_BINDINGS = 500
_ESCAPE = "\\"


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


class Comparison:
    """
    A condition that combines with others: C{a & b}, C{a | b}.
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

    def __and__(self, other: Comparison) -> AND:
        return AND(self, other)

    def __or__(self, other: Comparison) -> OR:
        return OR(self, other)


class Comparable:
    """
    The operators of a column.

    @ivar type: the class or placeholder that it is a column of.
    @ivar attrname: its name.
    """

    type: Any
    attrname: str

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

    def _compare(self, operator: str, other: object) -> Comparison:
        if other is None and operator in ("=", "!="):
            return NullComparison(self, operator == "!=")
        if isinstance(other, Comparable):
            return TwoAttributeComparison(self, operator, other)
        return AttributeValueComparison(self, operator, other)

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> Comparison:  # type: ignore[override]
        return self._compare("=", other)

    def __ne__(self, other: object) -> Comparison:  # type: ignore[override]
        return self._compare("!=", other)

    def __lt__(self, other: object) -> Comparison:
        return self._compare("<", other)

    def __le__(self, other: object) -> Comparison:
        return self._compare("<=", other)

    def __gt__(self, other: object) -> Comparison:
        return self._compare(">", other)

    def __ge__(self, other: object) -> Comparison:
        return self._compare(">=", other)

    def oneOf(self, seq: Any) -> SequenceComparison:
        """
        Equal to one of C{seq}: values, another query's C{getColumn}, or a column.
        """
        return SequenceComparison(self, seq, False)

    def notOneOf(self, seq: Any) -> SequenceComparison:
        """
        Equal to none of C{seq}.
        """
        return SequenceComparison(self, seq, True)

    def like(self, *others: object) -> LikeComparison:
        """
        Matches the pattern that C{others}, texts and columns, make together; C{%} and C{_} are wildcards.
        """
        return LikeComparison(self, False, others)

    def notLike(self, *others: object) -> LikeComparison:
        """
        Does not match the pattern.
        """
        return LikeComparison(self, True, others)

    def startswith(self, other: object) -> LikeComparison:
        """
        Begins with C{other}, a text or a column, taken literally.
        """
        return LikeComparison(self, False, (_Literal(other), "%"))

    def endswith(self, other: object) -> LikeComparison:
        """
        Ends with C{other}, a text or a column, taken literally.
        """
        return LikeComparison(self, False, ("%", _Literal(other)))

    @property
    def ascending(self) -> SimpleOrdering:
        """
        The order from the smallest value up.
        """
        return SimpleOrdering(self, "ASC")

    @property
    def descending(self) -> SimpleOrdering:
        """
        The order from the greatest value down.
        """
        return SimpleOrdering(self, "DESC")

    asc, desc = ascending, descending


@implementer(IComparison)
class TwoAttributeComparison(Comparison):
    """
    One column with another.
    """

    def __init__(self, leftAttribute: Comparable, operationString: str, rightAttribute: Comparable) -> None:
        self.leftAttribute, self.rightAttribute = leftAttribute, rightAttribute
        self.operationString = operationString

    def getQuery(self, store: Store) -> str:
        left, right = self.leftAttribute.getColumnName(store), self.rightAttribute.getColumnName(store)
        return f"({left} {self.operationString} {right})"

    def getArgs(self, store: Store) -> list[Any]:
        return []

    def getInvolvedTables(self) -> list[TableSource]:
        return _unique([self.leftAttribute.type, self.rightAttribute.type])

    def __repr__(self) -> str:
        return f"{self.leftAttribute!r} {self.operationString} {self.rightAttribute!r}"


@implementer(IComparison)
class AttributeValueComparison(Comparison):
    """
    A column with a value.
    """

    def __init__(self, attribute: Comparable, operationString: str, value: object) -> None:
        self.attribute, self.operationString, self.value = attribute, operationString, value

    def getQuery(self, store: Store) -> str:
        return f"({self.attribute.getColumnName(store)} {self.operationString} ?)"

    def getArgs(self, store: Store) -> list[Any]:
        return [self.attribute.infilter(self.value, None, store)]

    def getInvolvedTables(self) -> list[TableSource]:
        return [self.attribute.type]

    def __repr__(self) -> str:
        return f"{self.attribute!r} {self.operationString} {self.value!r}"


@implementer(IComparison)
class NullComparison(Comparison):
    """
    A column with None.
    """

    def __init__(self, attribute: Comparable, negate: bool = False) -> None:
        self.attribute, self.negate = attribute, negate

    def getQuery(self, store: Store) -> str:
        return f"({self.attribute.getColumnName(store)} IS {'NOT ' * self.negate}NULL)"

    def getArgs(self, store: Store) -> list[Any]:
        return []

    def getInvolvedTables(self) -> list[TableSource]:
        return [self.attribute.type]

    def __repr__(self) -> str:
        return f"{self.attribute!r} {'!=' if self.negate else '=='} None"


class _Literal:
    """
    A part of a LIKE pattern in which wildcards stand for themselves.
    """

    def __init__(self, part: object) -> None:
        self.part = part

    def __repr__(self) -> str:
        return repr(self.part)


@implementer(IComparison)
class LikeComparison(Comparison):
    """
    A column with a pattern made of texts and columns.
    """

    def __init__(self, attribute: Comparable, negate: bool, likeParts: Iterable[object]) -> None:
        self.attribute, self.negate, self.likeParts = attribute, negate, tuple(likeParts)
        if not self.likeParts:
            raise ValueError("like() needs at least one part")

    def getQuery(self, store: Store) -> str:
        sql = []
        escaped = False
        for part in self.likeParts:
            literal = isinstance(part, _Literal)
            inner = part.part if isinstance(part, _Literal) else part
            escaped = escaped or literal
            if not isinstance(inner, Comparable):
                sql.append("?")
            elif literal:
                sql.append(_escapedSQL(inner.getColumnName(store)))
            else:
                sql.append(inner.getColumnName(store))
        escape = f" ESCAPE '{_ESCAPE}'" * escaped
        return f"({self.attribute.getColumnName(store)} {'NOT ' * self.negate}LIKE ({' || '.join(sql)}){escape})"

    def getArgs(self, store: Store) -> list[Any]:
        arguments = []
        for part in self.likeParts:
            inner = part.part if isinstance(part, _Literal) else part
            if not isinstance(inner, Comparable):
                stored = self.attribute.infilter(inner, None, store)
                arguments.append(_escaped(stored) if isinstance(part, _Literal) else stored)
        return arguments

    def getInvolvedTables(self) -> list[TableSource]:
        inner = (part.part if isinstance(part, _Literal) else part for part in self.likeParts)
        return _unique([self.attribute.type, *(part.type for part in inner if isinstance(part, Comparable))])

    def __repr__(self) -> str:
        return f"{self.attribute!r}.{'notLike' if self.negate else 'like'}{self.likeParts!r}"


def _escaped(text: Any) -> Any:
    if isinstance(text, bytes):
        return b"".join(b"\\" + bytes([c]) if c in b"%_\\" else bytes([c]) for c in text)
    return "".join(_ESCAPE + c if c in ("%", "_", _ESCAPE) else c for c in text)


def _escapedSQL(column: str) -> str:
    for wildcard in (_ESCAPE, "%", "_"):
        column = f"replace({column}, '{wildcard}', '{_ESCAPE}{wildcard}')"
    return column


class SubQuery(Protocol):
    """
    A query of one column, usable inside another.
    """

    def getSubQuery(self, store: Store) -> tuple[str, list[Any]]:
        """
        Its SQL and bindings.
        """


@implementer(IComparison)
class SequenceComparison(Comparison):
    """
    A column with many values.
    """

    def __init__(self, attribute: Comparable, container: Any, negate: bool) -> None:
        self.attribute, self.negate = attribute, negate
        if hasattr(container, "getSubQuery") or isinstance(container, (Comparable, Collection)):
            self.container = container
        else:
            self.container = list(container)

    def getQuery(self, store: Store) -> str:
        operator = f"{'NOT ' * self.negate}IN"
        return f"({self.attribute.getColumnName(store)} {operator} ({self._right(store)[0]}))"

    def getArgs(self, store: Store) -> list[Any]:
        return self._right(store)[1]

    def _right(self, store: Store) -> tuple[str, list[Any]]:
        container = self.container
        if isinstance(container, Comparable):
            return container.getColumnName(store), []
        if hasattr(container, "getSubQuery"):
            subQuery: tuple[str, list[Any]] = container.getSubQuery(store)
            return subQuery
        values = [self.attribute.infilter(value, None, store) for value in container]
        if len(values) <= _MOST_BINDINGS:
            return ", ".join("?" * len(values)), values
        if any(isinstance(value, bytes) for value in values):
            values = [value.hex() for value in values if value is not None]
            return "SELECT unhex(value) FROM json_each(?)", [json.dumps(values)]
        return "SELECT value FROM json_each(?)", [json.dumps(values)]

    def getInvolvedTables(self) -> list[TableSource]:
        if isinstance(self.container, Comparable):
            return _unique([self.attribute.type, self.container.type])
        return [self.attribute.type]

    def __repr__(self) -> str:
        return f"{self.attribute!r}.{'notOneOf' if self.negate else 'oneOf'}({self.container!r})"


class _Compound(Comparison):
    """
    Several conditions and a word between them.
    """

    operator: str

    def __init__(self, *conditions: Any) -> None:
        if not conditions:
            raise ValueError(f"{self.operator} needs at least one condition")
        self.conditions: Sequence[Comparison] = conditions

    def getQuery(self, store: Store) -> str:
        return f"({f' {self.operator} '.join(part.getQuery(store) for part in self.conditions)})"

    def getArgs(self, store: Store) -> list[Any]:
        return [argument for part in self.conditions for argument in part.getArgs(store)]

    def getInvolvedTables(self) -> list[TableSource]:
        return _unique([table for part in self.conditions for table in part.getInvolvedTables()])

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
class TableOrderComparisonWrapper(Comparison):
    """
    A condition with its tables in the order in which SQLite should join them.
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


def _unique(tables: Iterable[TableSource]) -> list[TableSource]:
    # Item classes and placeholders are compared by identity here.
    return list({id(table): table for table in tables}.values())
