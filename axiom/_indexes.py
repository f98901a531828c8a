"""
Indexes over several columns.
"""

from __future__ import annotations

from typing import Any

from axiom._columns import SQLAttribute

__all__ = ["compoundIndex"]


def compoundIndex(*attributes: SQLAttribute[Any]) -> None:
    """
    Called in the body of a class of items: its table gets one index over all of C{attributes}, in this order.
    """
    for attribute in attributes:
        attribute.compoundIndexes.append(attributes)
