"""
The login system of a site.
"""

from __future__ import annotations

from typing import Any

from axiom._accounts.loginbase import LoginBase, SubStoreLoginMixin
from axiom._accounts.passwords import IPasswordHashing, hashingOf
from axiom.attributes import integer
from axiom.item import Item

__all__ = ["LoginSystem"]


class LoginSystem(Item, LoginBase, SubStoreLoginMixin):
    """
    The accounts of a site store, each with a store of its own; a powerup of the site store.

    @ivar loginCount: how many avatars were given out.
    @ivar failedLogins: how many credentials were refused.
    """

    # Databases name the module by which users import it.
    __module__ = "axiom.userbase"

    typeName = "login_system"
    schemaVersion = 1

    loginCount = integer(default=0)
    failedLogins = integer(default=0)

    @property
    def _txCryptContext(self) -> Any:
        """
        Axiom's name for what makes and checks hashes; assigning it is for tests (see
        L{axiom.userbase.getTestContext}).
        """
        return hashingOf(self.presentStore())

    @_txCryptContext.setter
    def _txCryptContext(self, hashing: object) -> None:
        self.presentStore().inMemoryPowerUp(hashing, IPasswordHashing)
