"""
The rows that bind powerups to what they empower.
"""

from __future__ import annotations

from axiom._columns.references import reference
from axiom._columns.scalars import integer
from axiom._columns.texts import text
from axiom._items.item import Item
from axiom._items.powerups import connectorClass

__all__ = ["_PowerupConnector"]


@connectorClass
class _PowerupConnector(Item):
    """
    One powerup of one beneficiary for one interface.

    @ivar item: the beneficiary; the store itself as storeID -1.
    @ivar interface: its stored name.
    @ivar priority: higher ones come first.
    """

    # Databases name the module by which users import it.
    __module__ = "axiom.item"

    typeName = "axiom_powerup_connector"

    powerup = reference(whenDeleted=reference.CASCADE)
    item = reference(whenDeleted=reference.CASCADE)
    interface = text()
    priority = integer()
