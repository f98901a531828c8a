"""
Columns of numbers and truth.
"""

from __future__ import annotations

from collections.abc import Callable
from math import nan
from typing import TYPE_CHECKING, Any, Literal, overload

from axiom._columns.base import LARGEST_NEGATIVE, LARGEST_POSITIVE, R, SQLAttribute, requireType
from axiom.errors import ConstraintError

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["boolean", "ieee754_double", "integer"]


class integer(SQLAttribute[R]):
    """
    A whole number of at most 64 bits.
    """

    sqltype = "INTEGER"
    asStored = frozenset({int})

    @overload
    def __init__(
        self: integer[int],
        doc: str = ...,
        indexed: bool = ...,
        default: int | None = ...,
        *,
        allowNone: Literal[False],
        defaultFactory: Callable[[], int] | None = ...,
        unique: bool = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: integer[int | None],
        doc: str = ...,
        indexed: bool = ...,
        default: int | None = ...,
        allowNone: bool = ...,
        defaultFactory: Callable[[], int | None] | None = ...,
        *,
        unique: bool = ...,
    ) -> None: ...
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def infilter(self, pyval: Any, oself: Any, store: Store | None) -> Any:
        if pyval is None:
            return None
        requireType(self, pyval, "an integer", int)
        if not LARGEST_NEGATIVE <= pyval <= LARGEST_POSITIVE:
            raise ConstraintError(self.fullName(), "an integer of at most 64 bits", pyval)
        return int(pyval)


class boolean(SQLAttribute[R]):
    """
    True or False.
    """

    sqltype = "BOOLEAN"

    @overload
    def __init__(
        self: boolean[bool],
        doc: str = ...,
        indexed: bool = ...,
        default: bool | None = ...,
        *,
        allowNone: Literal[False],
        defaultFactory: Callable[[], bool] | None = ...,
        unique: bool = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: boolean[bool | None],
        doc: str = ...,
        indexed: bool = ...,
        default: bool | None = ...,
        allowNone: bool = ...,
        defaultFactory: Callable[[], bool | None] | None = ...,
        *,
        unique: bool = ...,
    ) -> None: ...
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def infilter(self, pyval: Any, oself: Any, store: Store | None) -> Any:
        if pyval is None:
            return None
        if pyval not in (True, False):
            raise ConstraintError(self.fullName(), "True or False", pyval)
        return int(pyval)

    def coercer(self, value: Any) -> Any:
        return None if value is None else bool(value)

    def outfilter(self, dbval: Any, oself: Any) -> Any:
        return None if dbval is None else bool(dbval)


class ieee754_double(SQLAttribute[R]):
    """
    A floating-point number of 64 bits.
    """

    sqltype = "REAL"
    asStored = frozenset({float})

    @overload
    def __init__(
        self: ieee754_double[float],
        doc: str = ...,
        indexed: bool = ...,
        default: float | None = ...,
        *,
        allowNone: Literal[False],
        defaultFactory: Callable[[], float] | None = ...,
        unique: bool = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: ieee754_double[float | None],
        doc: str = ...,
        indexed: bool = ...,
        default: float | None = ...,
        allowNone: bool = ...,
        defaultFactory: Callable[[], float | None] | None = ...,
        *,
        unique: bool = ...,
    ) -> None: ...
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def infilter(self, pyval: Any, oself: Any, store: Store | None) -> Any:
        if pyval is None:
            return None
        requireType(self, pyval, "a float", float, int)
        try:
            value = float(pyval)
        except OverflowError:
            value = nan
        if value != value:
            # SQLite would store it as NULL.
            raise ConstraintError(self.fullName(), "a number of at most 64 bits", pyval)
        return value

    def coercer(self, value: Any) -> Any:
        return None if value is None else float(value)
