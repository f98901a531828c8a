"""
The columns that items are made of, and the conditions that queries are made of.
"""

from __future__ import annotations

from axiom._columns.base import LARGEST_NEGATIVE, LARGEST_POSITIVE, SQLAttribute, requireType
from axiom._columns.binary import bytes
from axiom._columns.decimals import (
    AbstractFixedPointDecimal,
    money,
    point1decimal,
    point2decimal,
    point3decimal,
    point4decimal,
    point5decimal,
    point6decimal,
    point7decimal,
    point8decimal,
    point9decimal,
    point10decimal,
)
from axiom._columns.indexes import compoundIndex
from axiom._columns.json import json
from axiom._columns.memory import inmemory
from axiom._columns.paths import InvalidPathError, path
from axiom._columns.references import reference
from axiom._columns.scalars import boolean, ieee754_double, integer
from axiom._columns.texts import text, textlist
from axiom._columns.timestamps import timestamp
from axiom._conditions.comparisons import (
    AttributeValueComparison,
    Comparable,
    NullComparison,
    TwoAttributeComparison,
)
from axiom._conditions.conditions import AND, NOT, OR, TableOrderComparisonWrapper
from axiom._conditions.orderings import CompoundOrdering, SimpleOrdering, UnspecifiedOrdering
from axiom._conditions.patterns import LikeComparison
from axiom._conditions.sequences import SequenceComparison
from axiom.errors import ConstraintError

__all__ = [
    "AND",
    "LARGEST_NEGATIVE",
    "LARGEST_POSITIVE",
    "NOT",
    "OR",
    "AbstractFixedPointDecimal",
    "AttributeValueComparison",
    "Comparable",
    "CompoundOrdering",
    "ConstraintError",
    "InvalidPathError",
    "LikeComparison",
    "NullComparison",
    "SQLAttribute",
    "SequenceComparison",
    "SimpleOrdering",
    "TableOrderComparisonWrapper",
    "TwoAttributeComparison",
    "UnspecifiedOrdering",
    "boolean",
    "bytes",
    "compoundIndex",
    "ieee754_double",
    "inmemory",
    "integer",
    "json",
    "money",
    "path",
    "point1decimal",
    "point2decimal",
    "point3decimal",
    "point4decimal",
    "point5decimal",
    "point6decimal",
    "point7decimal",
    "point8decimal",
    "point9decimal",
    "point10decimal",
    "reference",
    "requireType",
    "text",
    "textlist",
    "timestamp",
]
