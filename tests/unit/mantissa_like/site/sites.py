"""
Sites on disk for tests, made at once and without accounts.
"""

from __future__ import annotations

from pathlib import Path

from axiom.store import Store
from mantissa_like.catalog import findOffering, installOffering
from tests.unit.mantissa_like.accounts.site_stores import hashQuickly

__all__ = ["makeSite"]


def makeSite(directory: str, configuration: str = "") -> Store:
    """
    The store of a new site, which listens nowhere. The caller closes it.

    @param configuration: its C{site.toml}.
    """
    store = hashQuickly(Store(directory))
    (Path(directory) / "site.toml").write_text(configuration)
    installOffering(store, findOffering("base"))
    return store
