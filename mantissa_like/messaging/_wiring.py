"""
What a site needs for its stores to send and receive messages.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from axiom.store import Store
from mantissa_like.config import MessageSettings
from mantissa_like.messaging._localrouter import LocalRouter
from mantissa_like.messaging._outbox import OutboxWork
from mantissa_like.messaging.interfaces import IMessageRouter, IMessageSettings
from mantissa_like.stores import IStorePool

__all__ = ["messageWork"]


def messageWork(
    siteStore: Store,
    pool: IStorePool,
    settings: MessageSettings,
    random: Callable[[], float] = random.random,
) -> OutboxWork:
    """
    The work that delivers messages, and what it uses: the site store gets C{settings}, and a L{LocalRouter}
    unless it has another L{IMessageRouter}.

    @param random: gives numbers from 0 to 1.
    """
    siteStore.inMemoryPowerUp(settings, IMessageSettings)
    if IMessageRouter(siteStore, None) is None:
        siteStore.inMemoryPowerUp(LocalRouter(siteStore, pool), IMessageRouter)
    return OutboxWork(siteStore, random)
