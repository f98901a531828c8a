"""
The lines of vCards (RFC 6350 and the versions before): reading and writing them.

Files come from anybody. Reading takes time in proportion to their length, whatever is in them.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["CardLine", "readLines", "writtenLine"]

_BREAK = re.compile(r"\r\n|\r|\n")
# Up to the first colon that is not within quotes.
_HEAD = re.compile(r'([^":]*(?:"[^"]*"[^":]*)*):')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SPECIAL = re.compile(r"\r\n|[\\,;\r\n]")
# Decoding some of the others that Python knows takes very long.
_CHARSETS = frozenset(("ISO-8859-1", "ISO-8859-15", "US-ASCII", "UTF-8", "WINDOWS-1252"))
_QUOTED_PRINTABLE = frozenset(("QUOTED-PRINTABLE", "ENCODING=QUOTED-PRINTABLE"))
_FOLDED_BYTES = 75


@dataclass(frozen=True)
class CardLine:
    """
    One property.

    @ivar name: in capitals, without the group.
    @ivar value: as people read it.
    """

    name: str
    value: str


def readLines(content: str) -> Iterator[CardLine]:
    """
    The properties in a file, in their order.

    @raise ValueError: a line is none.
    """
    lines = _unfolded(content)
    for line in lines:
        if not line.strip():
            continue
        if (head := _HEAD.match(line)) is None:
            raise ValueError(f"{line[:100]!r} is no line of a card")
        first, *parameters = head[1].upper().split(";")
        value = line[head.end() :]
        if not _QUOTED_PRINTABLE.isdisjoint(parameters):
            pieces = [value]
            while pieces[-1].endswith("="):
                pieces.append(next(lines, ""))
            value = _decoded("\n".join(pieces), parameters)
        yield CardLine(first.rpartition(".")[2], _ESCAPED.sub(_unescape, value))


def writtenLine(name: str, *values: str) -> str:
    """
    A property of version 3.0, with the end of its line.

    @param values: the parts of its value.
    """
    return _folded(f"{name}:{';'.join(_SPECIAL.sub(_escape, value) for value in values)}")


def _unfolded(content: str) -> Iterator[str]:
    pieces: list[str] = []
    for line in _BREAK.split(content):
        if line[:1] in (" ", "\t"):
            pieces.append(line[1:])
        else:
            yield "".join(pieces)
            pieces = [line]
    yield "".join(pieces)


def _folded(line: str) -> str:
    pieces, size = [""], 0
    for character in line:
        size += len(character.encode())
        if size > _FOLDED_BYTES:
            pieces.append(" ")
            size = 1 + len(character.encode())
        pieces[-1] += character
    return "".join(f"{piece}\r\n" for piece in pieces)


def _decoded(quoted: str, parameters: list[str]) -> str:
    named = (each.removeprefix("CHARSET=") for each in parameters if each.startswith("CHARSET="))
    charset = next(named, "UTF-8")
    if charset not in _CHARSETS:
        raise ValueError(f"{charset[:100]!r} is no charset")
    return quopri.decodestring(quoted.encode()).decode(charset)


def _escape(special: re.Match[str]) -> str:
    return f"\\{special[0]}" if special[0] in r"\,;" else r"\n"


def _unescape(escaped: re.Match[str]) -> str:
    return "\n" if escaped[1] in "nN" else escaped[1]
