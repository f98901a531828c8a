"""
As many file descriptors as a site needs.
"""

from __future__ import annotations

import resource

from twisted.logger import Logger

__all__ = ["descriptorsFor", "raiseDescriptorLimit"]

_log = Logger()

# The database of an open store, its write-ahead log and the index of that, and its turnstile.
_PER_STORE = 4
# Connections, listening sockets, claims, log files.
_OTHERS = 4096


def descriptorsFor(stores: int) -> int:
    """
    How many file descriptors a process needs that has so many stores open.
    """
    return stores * _PER_STORE + _OTHERS


def raiseDescriptorLimit(needed: int) -> int:
    """
    Let this process have C{needed} file descriptors, or as many as it may.

    @return: how many it has now.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return soft
    possible = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (possible, hard))
    if possible < needed:
        _log.warn(
            "{possible} files may be open, where {needed} may be needed", possible=possible, needed=needed
        )
    return possible
