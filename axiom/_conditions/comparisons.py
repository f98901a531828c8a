"""
The operators on columns, and the conditions on single values that they make.

Values pass their column's C{infilter}, so that they are compared as they are stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twisted.python.components import registerAdapter
from zope.interface import implementer

from axiom._conditions.conditions import Column, Comparison, TableSource, unique
from axiom._conditions.matching import Match
from axiom._conditions.orderings import SimpleOrdering
from axiom._conditions.patterns import LikeComparison, Literal
from axiom._conditions.sequences import SequenceComparison
from axiom.iaxiom import IComparison, IOrdering

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["AttributeValueComparison", "Comparable", "NullComparison", "TwoAttributeComparison"]


class Comparable(Column):
    """
    The operators of a column.

    @cvar searchable: the kind of search table that has its words, or None.
    """

    searchable: str | None = None

    def _compare(self, operator: str, other: object) -> Comparison:
        if other is None and operator in ("=", "!="):
            return NullComparison(self, operator == "!=")
        if isinstance(other, Comparable):
            if self.decimalPlaces != other.decimalPlaces:
                raise TypeError(
                    f"{self.fullName()} and {other.fullName()} differ in decimal places, so that what is"
                    " stored of them can't be compared"
                )
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

    def _like(self, negate: bool, *parts: object) -> LikeComparison:
        return LikeComparison(self, negate, parts)

    def like(self, *others: object) -> LikeComparison:
        """
        Matches the pattern that C{others}, texts and columns, make together; C{%} and C{_} are wildcards.
        """
        return self._like(False, *others)

    def notLike(self, *others: object) -> LikeComparison:
        """
        Does not match the pattern.
        """
        return self._like(True, *others)

    def startswith(self, other: object) -> LikeComparison:
        """
        Begins with C{other}, a text or a column, taken literally.
        """
        return self._like(False, Literal(other), "%")

    def endswith(self, other: object) -> LikeComparison:
        """
        Ends with C{other}, a text or a column, taken literally.
        """
        return self._like(False, "%", Literal(other))

    def containsText(self, other: object) -> LikeComparison:
        """
        Contains C{other}, a text or a column, taken literally.
        """
        return self._like(False, "%", Literal(other), "%")

    def matches(self, words: str, syntax: bool = False) -> Match:
        """
        Has all of C{words}, as a person types them: quoted ones beside each other; the last one may be the
        beginning of a word.

        @param syntax: whether C{words} is an expression of FTS5 instead.
        @raise InvalidSearch: it should be, and is not.
        """
        if self.searchable is None:
            raise TypeError(f"{self.fullName()} can't be searched: declare it as text(searchable=True)")
        return Match(self.type, self.searchable, self.attrname, words, syntax)

    def valueOf(self, item: Any) -> Any:
        """
        What C{item} has in it.
        """
        return getattr(item, self.attrname)

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


registerAdapter(SimpleOrdering, Comparable, IOrdering)


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
        return unique([self.leftAttribute.type, self.rightAttribute.type])

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
