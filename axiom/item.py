"""
Items and their powerups.
"""

from __future__ import annotations

from axiom._definitions import findItemClass
from axiom._deletion import allowDeletion, dependentItems
from axiom._interfacenames import interfaceName, nameInterface
from axiom._items import Item, MetaItem, declareLegacyItem, normalize, transacted
from axiom._placeholders import Placeholder
from axiom._powerupconnector import _PowerupConnector
from axiom._powerups import POWERUP_AFTER, POWERUP_BEFORE, Empowered, empowerment
from axiom._registry import knownTypes
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
