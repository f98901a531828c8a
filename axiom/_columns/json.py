"""
Columns of JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

import msgspec

from axiom._columns.base import R, SQLAttribute
from axiom._columns.frozenjson import freeze, requireFrozen
from axiom._columns.jsonpaths import Nested, encodeJSON
from axiom.errors import ConstraintError, DataIntegrityError

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["json"]

T = TypeVar("T")

_UNFIT = (TypeError, ValueError, OverflowError, RecursionError, msgspec.MsgspecError)


class json(SQLAttribute[R], Nested):
    """
    What JSON can say, or what C{type} describes; stored as the text of it.

    What is read can't be changed in place: to change it, assign another value.

    @ivar valueType: what msgspec makes of it, of frozen Structs if of any; C{Any} for what JSON can say.
    """

    sqltype = "TEXT"

    @overload
    def __init__(
        self: json[Any],
        doc: str = ...,
        indexed: bool = ...,
        default: Any = ...,
        allowNone: bool = ...,
        defaultFactory: Callable[[], Any] | None = ...,
        *,
        unique: bool = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: json[T],
        doc: str = ...,
        indexed: bool = ...,
        default: T | None = ...,
        *,
        allowNone: Literal[False],
        defaultFactory: Callable[[], T] | None = ...,
        type: type[T],
        unique: bool = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: json[T | None],
        doc: str = ...,
        indexed: bool = ...,
        default: T | None = ...,
        allowNone: bool = ...,
        defaultFactory: Callable[[], T | None] | None = ...,
        *,
        type: type[T],
        unique: bool = ...,
    ) -> None: ...
    def __init__(
        self, doc: str = "", indexed: bool = False, *args: Any, type: Any = Any, **kwargs: Any
    ) -> None:
        requireFrozen(type)
        self.valueType = type
        super().__init__(doc, indexed, *args, **kwargs)
        self.default = self.coercer(self.default)

    def computeDefault(self) -> Any:
        return self.coercer(super().computeDefault())

    def coercer(self, value: Any) -> Any:
        return self.outfilter(self.infilter(value, None, None), None)

    def infilter(self, pyval: Any, oself: Any, store: Store | None) -> Any:
        if pyval is None:
            return None
        try:
            plain = pyval if self.valueType is Any else msgspec.to_builtins(pyval, str_keys=True)
            found = encodeJSON(plain)
            # What would be read as something else is not JSON: NaN, a tuple, a key that is a number.
            if self._decode(found) == pyval:
                return found
            why = "JSON"
        except _UNFIT as e:
            # Of the column's own type msgspec knows more than that it is no JSON.
            why = "JSON" if self.valueType is Any else f"JSON ({e})"
        raise ConstraintError(self.fullName(), why, pyval)

    def outfilter(self, dbval: Any, oself: Any) -> Any:
        try:
            return None if dbval is None else freeze(self._decode(dbval))
        except msgspec.MsgspecError as e:
            raise DataIntegrityError(f"{self.fullName()} can't be read from {dbval!r}: {e}") from e

    def _decode(self, stored: Any) -> Any:
        return msgspec.json.decode(stored, type=self.valueType)
