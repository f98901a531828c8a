"""
Messages between stores and asynchronous items, in this process: against the same transactions written with
APSW, against DBOS, and against what is good enough.
"""

from __future__ import annotations

from tests.bench._idle import idleFigures
from tests.bench._measure import figures, table
from tests.bench._message_load import loadFigures
from tests.bench._message_rows import chainRows, messageRows
from tests.bench._scattering import scatterFigures

__all__ = ["main"]


def main() -> bool:
    """
    Measure, print, and say whether every target was met.
    """
    rows = [*messageRows(), *chainRows()]
    print(f"\n{table(rows, 'raw APSW, or DBOS')}", flush=True)
    found = [*loadFigures(), *scatterFigures(), *idleFigures()]
    print(f"\n{figures(found)}")
    return all(row.isMet for row in rows) and all(figure.isMet for figure in found)
