"""
Stores that a test makes in an instant, and whose time is the test's.
"""

from __future__ import annotations

import shutil
from tempfile import mkdtemp
from weakref import finalize

from twisted.internet.defer import maybeDeferred
from twisted.internet.task import Clock

from axiom.runtime import Runtime
from axiom.store import Store

__all__ = ["memoryStore", "runtimeOf"]


def runtimeOf(clock: Clock | None = None) -> Runtime:
    """
    Time that passes when C{clock} is advanced, and no threads.
    """
    return Runtime(Clock() if clock is None else clock, maybeDeferred)


def memoryStore(clock: Clock | None = None, *, withFiles: bool = False) -> Store:
    """
    A new store in memory, with nothing in it.

    What it would do in a thread it does at once.

    @param clock: tells the store's time; None for one that stands still.
    @param withFiles: whether it has files, in a temporary directory that is removed with the store.
    """
    directory = mkdtemp(prefix="memory-store-") if withFiles else None
    store = Store(filesdir=directory, runtime=runtimeOf(clock))
    if directory is not None:
        finalize(store, shutil.rmtree, directory, ignore_errors=True)
    return store
