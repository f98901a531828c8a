"""
What there is to be done for the stores of a site.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from random import random

from axiom.store import Store
from mantissa_like.agenda import IStoreFigures, IStoreWork, figuresOf
from mantissa_like.asyncitems import AsyncWork
from mantissa_like.config import SiteConfig
from mantissa_like.messaging import OutboxWork, ScatterWork, messageWork
from mantissa_like.notices import giveNoticeBoxes
from mantissa_like.observing import Observatory
from mantissa_like.stores import IStorePool

__all__ = ["observeWorks", "storeWorks"]


def storeWorks(siteStore: Store, pool: IStorePool, config: SiteConfig) -> list[IStoreWork]:
    """
    Each kind of work, in the order in which a store has its turns. Its stores take notices from now on.
    """
    giveNoticeBoxes(siteStore)
    return [AsyncWork(random), messageWork(siteStore, pool, config.messages), ScatterWork()]


def observeWorks(observatory: Observatory, siteStore: Store, works: Iterable[IStoreWork]) -> None:
    """
    Show what of each kind of work there is in the stores of a site, and how many messages were delivered.
    """
    for work in works:
        if IStoreFigures.providedBy(work):
            about = f"{work.name.capitalize()} in all stores, by what becomes of them."
            observatory.addSiteGauge(work.name, about, "state", partial(figuresOf, siteStore, work.name))
        if isinstance(work, OutboxWork):
            observatory.metrics.addCounter(
                "messages_delivered", "Messages answered.", partial(getattr, work, "delivered")
            )
