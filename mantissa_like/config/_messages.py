"""
How long messages between stores are kept and tried, and how many there may be.
"""

from __future__ import annotations

from mantissa_like.config._tables import Count, Table

__all__ = ["MessageSettings"]


class MessageSettings(Table, frozen=True):
    """
    How long messages between stores are kept and tried, and how many there may be.

    @ivar waitForDisk: whether a message is on the disk before it leaves, and its answer too.
    @ivar waitingForOne: how many may wait for one target of one sender, those that were given up included.
    @ivar waitingOfStore: how many may wait in one store, those that were given up included.
    @ivar attempts: how many may fail until a message is given up.
    @ivar unreachableDays: after how many days a message is given up whose target can't be reached.
    """

    waitForDisk: bool = True
    waitingForOne: Count = 1000
    waitingOfStore: Count = 10_000
    attempts: Count = 10
    unreachableDays: Count = 7
