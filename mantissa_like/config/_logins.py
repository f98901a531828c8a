"""
How logging in is guarded.
"""

from __future__ import annotations

from mantissa_like.config._tables import Count, Seconds, Table

__all__ = ["LoginSettings"]


class LoginSettings(Table, frozen=True):
    """
    How logging in is guarded.

    @ivar failuresPerAccount: wrong passwords, or codes, for one account before the next has to wait.
    @ivar failuresPerPeer: the same from one address on the network, for whatever accounts.
    @ivar longestWaitSeconds: what the waiting time, which doubles with each failure, grows to.
    @ivar confirmMinutes: how long after entering the password somebody may change how they log in.
    """

    failuresPerAccount: Count = 5
    failuresPerPeer: Count = 30
    longestWaitSeconds: Seconds = 900.0
    confirmMinutes: Count = 15
