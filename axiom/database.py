"""
The files of stores, for what works on them without opening a store.
"""

from __future__ import annotations

from axiom._engine.claims import Claim
from axiom._engine.copying import copyInto
from axiom._engine.incarnations import renewIncarnation
from axiom._engine.inotify import Inotify
from axiom._engine.systemtables import DELETED_TYPE, isForeign, isStore, withoutOid
from axiom._engine.todisk import makeDirectories, toDisk
from axiom._engine.translation import databaseError

__all__ = [
    "DELETED_TYPE",
    "Claim",
    "Inotify",
    "copyInto",
    "databaseError",
    "isForeign",
    "isStore",
    "makeDirectories",
    "renewIncarnation",
    "toDisk",
    "withoutOid",
]
