"""
The rows that bind powerups to what they empower.
"""

from __future__ import annotations

from axiom._items import Item
from axiom._powerups import connectorClass
from axiom._references import reference
from axiom._scalars import integer
from axiom._texts import text

__all__ = ["_PowerupConnector"]


@connectorClass
class _PowerupConnector(Item):
    """
    One powerup of one beneficiary for one interface.

    @ivar item: the beneficiary; the store itself as storeID -1.
    @ivar interface: its stored name.
    @ivar priority: higher ones come first.
    """

    typeName = "axiom_powerup_connector"

    powerup = reference(whenDeleted=reference.CASCADE)
    item = reference(whenDeleted=reference.CASCADE)
    interface = text()
    priority = integer()
