"""
Items and their powerups.
"""

from __future__ import annotations

from axiom._items.definitions import findItemClass
from axiom._items.interfacenames import interfaceName, nameInterface
from axiom._items.item import Item, transacted
from axiom._items.legacyitems import declareLegacyItem
from axiom._items.metaitem import MetaItem, normalize
from axiom._items.placeholders import Placeholder
from axiom._items.powerupconnector import _PowerupConnector
from axiom._items.powerups import POWERUP_AFTER, POWERUP_BEFORE, Empowered, empowerment
from axiom._items.registry import knownTypes
from axiom._storage.deletion import allowDeletion, dependentItems
from axiom.errors import CantInstantiateItem, NoInheritance, NotInStore

__all__ = [
    "POWERUP_AFTER",
    "POWERUP_BEFORE",
    "CantInstantiateItem",
    "Empowered",
    "Item",
    "MetaItem",
    "NoInheritance",
    "NotInStore",
    "Placeholder",
    "_PowerupConnector",
    "allowDeletion",
    "declareLegacyItem",
    "dependentItems",
    "empowerment",
    "findItemClass",
    "interfaceName",
    "nameInterface",
    "normalize",
    "transacted",
]

# By these names Axiom's code knows them.
_typeNameToMostRecentClass = knownTypes.current
_legacyTypes = knownTypes.legacy
