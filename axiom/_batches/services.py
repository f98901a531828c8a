"""
Which batch service a store has.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from axiom._columns.memory import memoryOf
from axiom.iaxiom import IBatchService

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["batchServiceOf"]


def batchServiceOf(store: Store, powerups: Sequence[Any]) -> Any:
    """
    The batch service of C{store}, which for a substore leads to that of its site; None if it is in memory.
    """
    # AMP is big, and only who serves a store needs it.
    from axiom._batches.controller import (  # noqa: PLC0415
        BatchProcessingControllerService,
        SubStoreBatchChannel,
    )

    if store.dbdir is None:
        return None
    if store.parent is not None:
        service: Any = IBatchService(store.parent, None)
        return None if service is None else SubStoreBatchChannel(store, service)
    memory = memoryOf(store)
    if "batch" not in memory:
        memory["batch"] = BatchProcessingControllerService(store)
    return memory["batch"]
