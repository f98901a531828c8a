"""
Columns of single values: numbers, truth, text, moments, paths.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from epsilon.extime import Time
from twisted.python.filepath import FilePath

from axiom._columns import LARGEST_NEGATIVE, LARGEST_POSITIVE, R, SQLAttribute, requireType
from axiom.errors import AxiomError, ConstraintError

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["InvalidPathError", "boolean", "ieee754_double", "integer", "path", "text", "textlist", "timestamp"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Arithmetic without time zones is several times faster.
_NAIVE_EPOCH = datetime(1970, 1, 1)
# Below this many seconds from the epoch a float tells microseconds apart with certainty.
_EXACT_SECONDS = 2**32
_MICROSECOND = timedelta(microseconds=1)


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
    ) -> None: ...
    @overload
    def __init__(
        self: integer[int | None],
        doc: str = ...,
        indexed: bool = ...,
        default: int | None = ...,
        allowNone: bool = ...,
        defaultFactory: Callable[[], int | None] | None = ...,
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
    ) -> None: ...
    @overload
    def __init__(
        self: boolean[bool | None],
        doc: str = ...,
        indexed: bool = ...,
        default: bool | None = ...,
        allowNone: bool = ...,
        defaultFactory: Callable[[], bool | None] | None = ...,
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
    ) -> None: ...
    @overload
    def __init__(
        self: ieee754_double[float | None],
        doc: str = ...,
        indexed: bool = ...,
        default: float | None = ...,
        allowNone: bool = ...,
        defaultFactory: Callable[[], float | None] | None = ...,
    ) -> None: ...
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def infilter(self, pyval: Any, oself: Any, store: Store | None) -> Any:
        if pyval is None:
            return None
        requireType(self, pyval, "a float", float, int)
        return float(pyval)

    def coercer(self, value: Any) -> Any:
        return None if value is None else float(value)


class text(SQLAttribute[R]):
    """
    Text without NUL, compared without regard to the case of ASCII letters unless C{caseSensitive}.
    """

    sqltype = "TEXT COLLATE NOCASE"
    asStored = frozenset({str})

    @overload
    def __init__(
        self: text[str],
        doc: str = ...,
        indexed: bool = ...,
        default: str | None = ...,
        *,
        allowNone: Literal[False],
        defaultFactory: Callable[[], str] | None = ...,
        caseSensitive: bool = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: text[str | None],
        doc: str = ...,
        indexed: bool = ...,
        default: str | None = ...,
        allowNone: bool = ...,
        defaultFactory: Callable[[], str | None] | None = ...,
        caseSensitive: bool = ...,
    ) -> None: ...
    def __init__(self, *args: Any, caseSensitive: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.caseSensitive = caseSensitive
        if caseSensitive:
            self.sqltype = "TEXT"

    def infilter(self, pyval: Any, oself: Any, store: Store | None) -> Any:
        if pyval is None:
            return None
        if not isinstance(pyval, str) or "\0" in pyval:
            raise ConstraintError(self.fullName(), "text without NUL", pyval)
        return pyval

    def outfilter(self, dbval: Any, oself: Any) -> Any:
        # Stores written on Python 2 hold some texts as blobs of UTF-8.
        return dbval.decode("utf-8", "surrogateescape") if isinstance(dbval, bytes) else dbval


class textlist(text[R]):
    """
    A list of texts, none of which contains the separators U+0002 or U+001F.
    """

    asStored = frozenset()
    _guard, _separator = "\x02", "\x1f"

    @overload
    def __init__(
        self: textlist[list[str]],
        doc: str = ...,
        indexed: bool = ...,
        default: list[str] | None = ...,
        *,
        allowNone: Literal[False],
        defaultFactory: Callable[[], list[str]] | None = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: textlist[list[str] | None],
        doc: str = ...,
        indexed: bool = ...,
        default: list[str] | None = ...,
        allowNone: bool = ...,
        defaultFactory: Callable[[], list[str] | None] | None = ...,
    ) -> None: ...
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def infilter(self, pyval: Any, oself: Any, store: Store | None) -> Any:
        if pyval is None:
            return None
        requireType(self, pyval, "a list of texts", list, tuple)
        for part in pyval:
            if not isinstance(part, str) or self._guard in part or self._separator in part:
                raise ConstraintError(self.fullName(), "texts without U+0002 and U+001F", part)
            super().infilter(part, oself, store)
        return self._guard + "".join(self._separator + part for part in pyval)

    def coercer(self, value: Any) -> Any:
        return None if value is None else list(value)

    def outfilter(self, dbval: Any, oself: Any) -> Any:
        whole = super().outfilter(dbval, oself)
        if whole is None:
            return None
        if whole.startswith(self._guard):
            return whole[1:].split(self._separator)[1:]
        # The form before the guard: items joined by the separator; a lone empty text is the empty list.
        return whole.split(self._separator) if whole else []


class timestamp(SQLAttribute[R]):
    """
    A moment, stored as microseconds since the epoch: a C{Time} in memory; an aware C{datetime} may be assigned.
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
    ) -> None: ...
    @overload
    def __init__(
        self: timestamp[Time | None],
        doc: str = ...,
        indexed: bool = ...,
        default: Time | None = ...,
        allowNone: bool = ...,
        defaultFactory: Callable[[], Time | None] | None = ...,
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


class InvalidPathError(AxiomError, ValueError):
    """
    A relative path would leave the store's directory.
    """


class path(text[R]):
    """
    A L{FilePath}; stored relative to the store's directory unless C{relative} is false.
    """

    asStored = frozenset()

    @overload
    def __init__(
        self: path[FilePath[str]],
        doc: str = ...,
        default: object = ...,
        relative: bool = ...,
        *,
        indexed: bool = ...,
        allowNone: Literal[False],
    ) -> None: ...
    @overload
    def __init__(
        self: path[FilePath[str] | None],
        doc: str = ...,
        default: object = ...,
        relative: bool = ...,
        *,
        indexed: bool = ...,
        allowNone: bool = ...,
    ) -> None: ...
    def __init__(self, doc: str = "", default: Any = None, relative: bool = True, **kwargs: Any) -> None:
        super().__init__(doc, default=default, caseSensitive=True, **kwargs)
        self.relative = relative

    def infilter(self, pyval: Any, oself: Any, store: Store | None) -> Any:
        if pyval is None:
            return None
        mypath = self.coercer(pyval).path
        if self.relative and store is not None:
            base = store.newFilePath()
            try:
                mypath = "/".join(self.coercer(pyval).segmentsFrom(base))
            except ValueError:
                raise InvalidPathError(f"{mypath} is not below {base.path}, where {self.fullName()} must be") from None
        return super().infilter(mypath, oself, store)

    def coercer(self, value: Any) -> Any:
        if value is None or isinstance(value, FilePath):
            return value.asTextMode() if value else value
        requireType(self, value, "a FilePath", Path, str)
        return FilePath(str(value))

    def outfilter(self, dbval: Any, oself: Any) -> Any:
        whole = super().outfilter(dbval, oself)
        if whole is None:
            return None
        if not self.relative:
            return FilePath(whole)
        found = oself.store.newFilePath()
        for segment in whole.split("/"):
            found = found.child(segment)
        return found
