"""
Columns of moments.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, overload

from epsilon.extime import Time

from axiom._columns.base import R, SQLAttribute
from axiom.errors import ConstraintError

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["timestamp"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Arithmetic without time zones is several times faster.
_NAIVE_EPOCH = datetime(1970, 1, 1)
# Below this many seconds from the epoch a float tells microseconds apart with certainty.
_EXACT_SECONDS = 2**32
_MICROSECOND = timedelta(microseconds=1)


class timestamp(SQLAttribute[R]):
    """
    A moment, stored as microseconds since the epoch: a C{Time} in memory; an aware C{datetime} may be
    assigned.
    """

    sqltype = "INTEGER"

    @overload
    def __init__(
        self: timestamp[Time],
        doc: str = ...,
        indexed: bool = ...,
        default: Time | None = ...,
        *,
        allowNone: Literal[False],
        defaultFactory: Callable[[], Time] | None = ...,
        unique: bool = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: timestamp[Time | None],
        doc: str = ...,
        indexed: bool = ...,
        default: Time | None = ...,
        allowNone: bool = ...,
        defaultFactory: Callable[[], Time | None] | None = ...,
        *,
        unique: bool = ...,
    ) -> None: ...
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def infilter(self, pyval: Any, oself: Any, store: Store | None) -> Any:
        if pyval is None:
            return None
        if isinstance(pyval, Time):
            seconds = pyval.asPOSIXTimestamp()
            if -_EXACT_SECONDS < seconds < _EXACT_SECONDS:
                return round(seconds * 1e6)
            return (pyval.asDatetime() - _EPOCH) // _MICROSECOND
        if isinstance(pyval, datetime) and pyval.tzinfo is not None:
            return (pyval - _EPOCH) // _MICROSECOND
        raise ConstraintError(self.fullName(), "a Time or a datetime with a time zone", pyval)

    def coercer(self, value: Any) -> Any:
        return Time.fromDatetime(value) if isinstance(value, datetime) else value

    def outfilter(self, dbval: Any, oself: Any) -> Any:
        return None if dbval is None else Time.fromDatetime(_NAIVE_EPOCH + timedelta(microseconds=dbval))
