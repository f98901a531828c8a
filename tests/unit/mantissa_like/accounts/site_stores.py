"""
Site stores with accounts for tests, in which passwords are hashed at once and badly.
"""

from __future__ import annotations

from argon2 import PasswordHasher
from twisted.internet.defer import maybeDeferred

from axiom.dependency import installOn
from axiom.store import Store
from axiom.userbase import IPasswordHashing, LoginSystem, PasswordHashing

__all__ = ["hashQuickly", "makeSiteStore"]


def hashQuickly(siteStore: Store) -> Store:
    """
    Let C{siteStore} hash without threads, as long as it is open.

    @return: C{siteStore}.
    """
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    siteStore.inMemoryPowerUp(PasswordHashing(hasher, maybeDeferred), IPasswordHashing)
    return siteStore


def makeSiteStore(directory: str | None = None) -> Store:
    """
    A store that can have accounts; in memory, unless a directory is given. The caller closes it.
    """
    store = hashQuickly(Store(directory))
    installOn(LoginSystem(store=store), store)
    return store
