"""
The item store against raw APSW running the same SQL.
"""

from __future__ import annotations

from axiom.store import Store
from tests.bench._entries import measureEntries
from tests.bench._measure import table
from tests.bench._pair import makePair
from tests.bench._powerups import installPowerups, measurePowerups
from tests.bench._users import addFirstUser, measureUsers

__all__ = ["main"]


def _fill(store: Store) -> None:
    installPowerups(store)
    addFirstUser(store)


def main() -> bool:
    """
    Measure, print, and say whether every target was met.
    """
    with makePair(_fill) as pair:
        rows = [*measureEntries(pair), *measurePowerups(pair), *measureUsers(pair)]
    print(table(rows, "raw APSW"))
    return all(row.isMet for row in rows)
