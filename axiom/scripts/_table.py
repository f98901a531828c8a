"""
Tables of text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from axiom.scripts._terminal import printable

__all__ = ["tableLines"]


def tableLines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """
    The lines of a table, as wide as its contents: numbers to the right, None as nothing, and only what can be
    printed.
    """
    body = [tuple(row) for row in rows]
    columns = [[row[i] for row in body] for i in range(len(header))]
    texts = [header, *(["" if cell is None else str(cell) for cell in row] for row in body)]
    cells = [[printable(text) for text in line] for line in texts]
    widths = [max(len(line[i]) for line in cells) for i in range(len(header))]
    areNumbers = [all(isinstance(cell, int | float | None) for cell in column) for column in columns]
    for line in cells:
        yield "  ".join(
            cell.rjust(width) if isNumber else cell.ljust(width)
            for cell, width, isNumber in zip(line, widths, areNumbers, strict=True)
        ).rstrip()
