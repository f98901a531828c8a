"""
Where the configuration of a site is.
"""

from __future__ import annotations

from pathlib import Path

from axiom.store import Store
from mantissa_like.config import SiteConfig, loadConfig
from mantissa_like.site.errors import NotASite

__all__ = ["siteConfig"]


def siteConfig(siteStore: Store) -> SiteConfig:
    """
    The configuration of a site as its C{site.toml} says now.

    @raise BadConfiguration: that can't be used.
    @raise NotASite: the store is in memory.
    """
    if siteStore.dbdir is None:
        raise NotASite("memory")
    return loadConfig(Path(siteStore.dbdir.child("site.toml").path))
