"""
Columns of paths to files and directories.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from twisted.python.filepath import FilePath

from axiom._columns.base import R, requireType
from axiom._columns.texts import text
from axiom.errors import AxiomError

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["InvalidPathError", "path"]


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
        unique: bool = ...,
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
        unique: bool = ...,
    ) -> None: ...
    def __init__(self, doc: str = "", default: Any = None, relative: bool = True, **kwargs: Any) -> None:
        super().__init__(doc, default=default, **kwargs)  # type: ignore[misc]
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
                raise InvalidPathError(
                    f"{mypath} is not below {base.path}, where {self.fullName()} must be"
                ) from None
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
        return oself.store.newFilePath(*whole.split("/"))
