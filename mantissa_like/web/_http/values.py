"""
Names and values that a client sent: the arguments of a URL, and the fields and files of a form.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from axiom.database import makeDirectories, toDisk
from mantissa_like.web.errors import BadInput

__all__ = ["Upload", "Values", "parseValues", "wholeNumber"]

_MOST_VALUES = 1000
# Any number with so many digits fits into a database.
_MOST_DIGITS = 18


@dataclass(frozen=True)
class Upload:
    """
    One file that was sent with a form.

    @ivar field: the name of the field.
    @ivar name: what the client calls the file, without directories: at most 255 printable characters, may be
        empty.
    @ivar contentType: what the client says is in it, which need not be true.
    @ivar path: where it is until the request is answered.
    @ivar size: in bytes.
    """

    field: str
    name: str
    contentType: str
    path: Path
    size: int

    def keep(self, place: Path) -> None:
        """
        Put the file into its place, whose directories are made; what is there is replaced. All of that is on
        the disk then. Called in a thread, since it waits for that.
        """
        makeDirectories(place.parent)
        toDisk(self.path)
        shutil.move(self.path, place)
        toDisk(place.parent)


class Values(Mapping[str, str]):
    """
    The first value of each name; immutable.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = (), uploads: Iterable[Upload] = ()) -> None:
        """
        @param pairs: names and values, in the order in which they were sent.
        @param uploads: the files, likewise.
        @raise BadInput: one has a NUL character, which no text has a use for.
        """
        self._values: dict[str, tuple[str, ...]] = {}
        self._uploads = tuple(uploads)
        for name, value in pairs:
            if "\0" in name or "\0" in value:
                raise BadInput("A NUL character was sent.")
            self._values[name] = (*self._values.get(name, ()), value)

    def __getitem__(self, name: str) -> str:
        return self._values[name][0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"<Values {sorted(self._values)}>"

    def all(self, name: str) -> tuple[str, ...]:
        """
        Every value of one name, in the order in which they were sent; may be empty.
        """
        return self._values.get(name, ())

    def files(self, name: str) -> tuple[Upload, ...]:
        """
        The files that were sent in one field, in their order; may be empty.
        """
        return tuple(upload for upload in self._uploads if upload.field == name)


def parseValues(encoded: bytes) -> Values:
    """
    Take apart a query string or the body of a form.

    @raise BadInput: it is not UTF-8, or has more than 1,000 values.
    """
    if not encoded:
        return Values()
    try:
        text = encoded.decode("ascii")
        return Values(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_VALUES))
    except ValueError as e:
        raise BadInput("What was sent could not be read.") from e


def wholeNumber(text: str) -> int | None:
    """
    What a client wrote in digits, such as the number of an item; None if it is no number from 0 on, or one
    that no database has.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
