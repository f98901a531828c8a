"""
Looking up powerups. The baseline only finds out which they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from zope.interface import Interface, implementer

from axiom.attributes import integer
from axiom.item import Item, interfaceName
from axiom.store import Store
from tests.bench._measure import Row, Target, measure
from tests.bench._pair import Pair

__all__ = ["installPowerups", "measurePowerups"]

_LOOKUPS = 500
_INSTALLED = 5
_SQL = (
    "SELECT powerup FROM item_axiom_powerup_connector_v1 WHERE item = -1 AND interface = ?"
    " ORDER BY priority DESC, oid"
)


class IPart(Interface):
    """
    What the powerups provide.
    """


@implementer(IPart)
class Part(Item):
    """
    A powerup.
    """

    typeName = "bench_part"

    number = integer()


def installPowerups(store: Store) -> None:
    """
    Power C{store} up with five items.
    """
    for number in range(_INSTALLED):
        store.powerUp(Part(store=store, number=number), IPart)


def measurePowerups(pair: Pair) -> Iterator[Row]:
    """
    The row of the table that powerups make.
    """
    kept = list(pair.store.query(Part))
    assert len(kept) == _INSTALLED
    interface = interfaceName(IPart)

    def rawLookUp() -> int:
        for _ in range(_LOOKUPS):
            assert len(pair.rawRows(_SQL, interface)) == _INSTALLED
        return _LOOKUPS

    def lookUp() -> int:
        for _ in range(_LOOKUPS):
            assert len(list(pair.store.powerupsFor(IPart))) == _INSTALLED
        return _LOOKUPS

    yield measure("five powerups, warm", rawLookUp, lookUp, Target(cpu=50))
