"""
The columns that items are made of, and the conditions that queries are made of.
"""

from __future__ import annotations

from axiom._binary import bytes
from axiom._columns import LARGEST_NEGATIVE, LARGEST_POSITIVE, SQLAttribute, inmemory, requireType
from axiom._comparisons import AttributeValueComparison, Comparable, NullComparison, TwoAttributeComparison
from axiom._conditions import AND, NOT, OR, TableOrderComparisonWrapper
from axiom._decimals import (
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
from axiom._indexes import compoundIndex
from axiom._json import json
from axiom._orderings import CompoundOrdering, SimpleOrdering, UnspecifiedOrdering
from axiom._paths import InvalidPathError, path
from axiom._patterns import LikeComparison
from axiom._references import reference
from axiom._scalars import boolean, ieee754_double, integer
from axiom._sequences import SequenceComparison
from axiom._texts import text, textlist
from axiom._timestamps import timestamp
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
