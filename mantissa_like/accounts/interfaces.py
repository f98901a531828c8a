"""
What wants to know of accounts.
"""

from __future__ import annotations

from zope.interface import Interface

from axiom.item import nameInterface

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = ["INewAccount"]


class INewAccount(Interface):
    """
    A powerup of the site store that gives new accounts what they start with.
    """

    def accountCreated(account, userStore):
        """
        Called for each new account, in the transaction of the site store that makes it.

        Whatever it raises undoes the account, with its store.

        @param account: its L{axiom.userbase.LoginAccount} in the site store.
        @param userStore: its store, open.
        """


nameInterface(INewAccount, "mantissa.INewAccount")
