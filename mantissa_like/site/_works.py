"""
What there is to be done for the stores of a site.
"""

from __future__ import annotations

from random import random

from axiom.store import Store
from mantissa_like.agenda import IStoreWork
from mantissa_like.asyncitems import AsyncWork
from mantissa_like.config import SiteConfig
from mantissa_like.messaging import ScatterWork, messageWork
from mantissa_like.stores import IStorePool

__all__ = ["storeWorks"]


def storeWorks(siteStore: Store, pool: IStorePool, config: SiteConfig) -> list[IStoreWork]:
    """
    Each kind of work, in the order in which a store has its turns.
    """
    return [AsyncWork(random), messageWork(siteStore, pool, config.messages), ScatterWork()]
