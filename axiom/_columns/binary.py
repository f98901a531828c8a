"""
Columns of bytes.
"""

from __future__ import annotations

import builtins
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, overload

from axiom._columns.base import R, SQLAttribute, requireType
from axiom._conditions.patterns import LikeComparison

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["bytes"]


class bytes(SQLAttribute[R]):
    """
    Bytes of any value.
    """

    sqltype = "BLOB"
    isBinary = True
    asStored = frozenset({builtins.bytes})

    @overload
    def __init__(
        self: bytes[builtins.bytes],
        doc: str = ...,
        indexed: bool = ...,
        default: builtins.bytes | None = ...,
        *,
        allowNone: Literal[False],
        defaultFactory: Callable[[], builtins.bytes] | None = ...,
        unique: bool = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: bytes[builtins.bytes | None],
        doc: str = ...,
        indexed: bool = ...,
        default: builtins.bytes | None = ...,
        allowNone: bool = ...,
        defaultFactory: Callable[[], builtins.bytes | None] | None = ...,
        *,
        unique: bool = ...,
    ) -> None: ...
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def _like(self, negate: bool, *parts: object) -> LikeComparison:
        warnings.warn(
            f"LIKE on {self.fullName()}, whose bytes need not be text, is deprecated: use a text column",
            DeprecationWarning,
            stacklevel=3,
        )
        return super()._like(negate, *parts)

    def infilter(self, pyval: Any, oself: Any, store: Store | None) -> Any:
        if pyval is None:
            return None
        requireType(self, pyval, "bytes", builtins.bytes, bytearray, memoryview)
        return builtins.bytes(pyval)

    def coercer(self, value: Any) -> Any:
        return None if value is None else builtins.bytes(value)

    def outfilter(self, dbval: Any, oself: Any) -> Any:
        return dbval.encode("utf-8") if isinstance(dbval, str) else dbval
