"""
Names and values that a client sent, as text: the arguments of a URL and the fields of a form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import parse_qsl

from mantissa_like.web.errors import BadInput

__all__ = ["Values", "parseValues"]

_MOST_VALUES = 1000


class Values(Mapping[str, str]):
    """
    The first value of each name; immutable.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        """
        @param pairs: names and values, in the order in which they were sent.
        @raise BadInput: one has a NUL character, which no text has a use for.
        """
        self._values: dict[str, tuple[str, ...]] = {}
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
