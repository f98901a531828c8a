"""
Columns of text and of lists of texts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, Self, overload

from axiom._columns.base import R, SQLAttribute, requireType
from axiom._conditions.searchtables import TOKENIZERS
from axiom.errors import ConstraintError

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["text", "textlist"]

Searchable = bool | Literal["words", "stems", "parts"]


class text(SQLAttribute[R]):
    """
    Text without NUL, compared without regard to the case of ASCII letters unless C{caseSensitive}.

    If it is C{searchable}, its words can be looked for: as they are (C{True} or C{"words"}), by their English
    stems (C{"stems"}), or by any three letters in a row (C{"parts"}).
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
        searchable: Searchable = ...,
        unique: bool = ...,
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
        *,
        searchable: Searchable = ...,
        unique: bool = ...,
    ) -> None: ...
    def __init__(
        self, *args: Any, caseSensitive: bool = False, searchable: Searchable = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.caseSensitive = caseSensitive
        self.searchable = "words" if searchable is True else searchable or None
        if self.searchable not in (None, *TOKENIZERS):
            raise ValueError(f"searchable is one of {', '.join(TOKENIZERS)}, not {searchable!r}")
        if caseSensitive:
            self.sqltype = "TEXT"

    def infilter(self, pyval: Any, oself: Any, store: Store | None) -> Any:
        if pyval is None:
            return None
        if not isinstance(pyval, str) or "\0" in pyval or not (pyval.isascii() or _isEncodable(pyval)):
            raise ConstraintError(
                self.fullName(), "text without NUL and without halves of surrogate pairs", pyval
            )
        return pyval if type(pyval) is str else str.__str__(pyval)

    def coercer(self, value: Any) -> Any:
        return None if value is None else str.__str__(value)

    def outfilter(self, dbval: Any, oself: Any) -> Any:
        # Stores written on Python 2 hold some texts as blobs of UTF-8.
        return dbval.decode("utf-8", "replace") if isinstance(dbval, bytes) else dbval


class textlist(text[R]):
    """
    A list of texts, none of which contains the separators U+0002 or U+001F.

    Each look at it gives another list: to change it, assign a new one.
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
        unique: bool = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: textlist[list[str] | None],
        doc: str = ...,
        indexed: bool = ...,
        default: list[str] | None = ...,
        allowNone: bool = ...,
        defaultFactory: Callable[[], list[str] | None] | None = ...,
        *,
        unique: bool = ...,
    ) -> None: ...
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[misc]

    @overload
    def __get__(self, instance: None, owner: Any) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: Any) -> R: ...
    def __get__(self, instance: Any, owner: Any = None) -> Any:
        found = super().__get__(instance, owner)
        return list(found) if isinstance(found, list) else found

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


def _isEncodable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
