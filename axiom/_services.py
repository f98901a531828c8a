"""
The service of a store: all its L{IService} powerups as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twisted.application.service import IService, MultiService

__all__ = ["storeServiceSpecialCase"]


class StoreService(MultiService):
    """
    Starts and stops with it every service powerup of the store.
    """


def storeServiceSpecialCase(st: Any, pups: Sequence[Any]) -> IService:
    """
    The service of the store C{st}, the same for as long as the store is open.
    """
    service: StoreService | None = st._memory.get("service")
    if service is None:
        service = st._memory["service"] = StoreService()
        # Not C{pups}: those are of whichever interface was asked for first.
        for powerup in st.powerupsFor(IService):
            powerup.setServiceParent(service)
    return service
