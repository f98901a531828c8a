"""
Columns of decimal numbers with a fixed number of places, stored as integers.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import TYPE_CHECKING, Any, Literal, overload

from axiom._columns.base import LARGEST_NEGATIVE, LARGEST_POSITIVE, R, SQLAttribute, requireType
from axiom.errors import ConstraintError

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = [
    "AbstractFixedPointDecimal",
    "money",
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
]

# Whatever the program's own context is: nothing is rounded without an error.
_EXACT = Context(prec=100, traps=[Inexact, InvalidOperation])
_NOT_A_NUMBER = Decimal("NaN")


class AbstractFixedPointDecimal(SQLAttribute[R]):
    """
    A C{Decimal} of C{decimalPlaces} places.

    @cvar decimalPlaces: what is stored is the value times ten to this power.
    """

    sqltype = "INTEGER"
    decimalPlaces: int

    @overload
    def __init__(
        self: AbstractFixedPointDecimal[Decimal],
        doc: str = ...,
        indexed: bool = ...,
        default: Decimal | int | None = ...,
        *,
        allowNone: Literal[False],
        defaultFactory: Callable[[], Decimal] | None = ...,
        unique: bool = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: AbstractFixedPointDecimal[Decimal | None],
        doc: str = ...,
        indexed: bool = ...,
        default: Decimal | int | None = ...,
        allowNone: bool = ...,
        defaultFactory: Callable[[], Decimal | None] | None = ...,
        *,
        unique: bool = ...,
    ) -> None: ...
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def infilter(self, pyval: Any, oself: Any, store: Store | None) -> Any:
        if pyval is None:
            return None
        requireType(self, pyval, "a Decimal", Decimal, int)
        try:
            scaled = Decimal(pyval).scaleb(self.decimalPlaces, _EXACT)
        except ArithmeticError:
            scaled = _NOT_A_NUMBER
        if scaled != scaled.to_integral_value():
            raise ConstraintError(self.fullName(), f"a Decimal of at most {self.decimalPlaces} places", pyval)
        if not LARGEST_NEGATIVE <= scaled <= LARGEST_POSITIVE:
            raise ConstraintError(
                self.fullName(), f"a Decimal that, times 10**{self.decimalPlaces}, has 64 bits", pyval
            )
        return int(scaled)

    def coercer(self, value: Any) -> Any:
        return None if value is None else Decimal(value)

    def outfilter(self, dbval: Any, oself: Any) -> Any:
        return None if dbval is None else Decimal(dbval).scaleb(-self.decimalPlaces, _EXACT)


if TYPE_CHECKING:
    # Inference of None from allowNone works only on the class that has the overloads.
    point1decimal = point2decimal = point3decimal = point4decimal = point5decimal = AbstractFixedPointDecimal
    point6decimal = point7decimal = point8decimal = point9decimal = point10decimal = AbstractFixedPointDecimal
    money = AbstractFixedPointDecimal
else:

    def _ofPlaces(places: int, name: str) -> type:
        namespace = {
            "decimalPlaces": places,
            "__module__": "axiom.attributes",
            "__doc__": f"{places} decimal places.",
        }
        return type(name, (AbstractFixedPointDecimal,), namespace)

    globals().update(
        {f"point{places}decimal": _ofPlaces(places, f"point{places}decimal") for places in range(1, 11)}
    )
    money = _ofPlaces(4, "money")
