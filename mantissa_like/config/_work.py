"""
How stores are worked for.
"""

from __future__ import annotations

from mantissa_like.config._tables import Count, Seconds, Table

__all__ = ["WorkSettings"]


class WorkSettings(Table, frozen=True):
    """
    How stores are worked for.

    @ivar storesAtOnce: how many each process works for at the same time; half of those that are kept open at
        most.
    @ivar handlerSeconds: how long a handler may hold up its process.
    """

    storesAtOnce: Count = 50
    handlerSeconds: Seconds = 30.0
