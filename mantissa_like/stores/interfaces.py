"""
What hands out open stores.
"""

from __future__ import annotations

from zope.interface import Interface

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = ["IStorePool"]


class IStorePool(Interface):
    """
    Opens the substores of one site store and keeps a bounded number of them open.
    """

    def lease(subStore):
        """
        Borrow the store that C{subStore} stands for.

        Called on the thread of the site store, as often as one likes for one store; leases may overlap.

        @param subStore: a L{axiom.substore.SubStore} of the site store.
        @return: a context manager that gives the open L{Store}, which stays open at least until its end.
        @raise TooManyStores: too many are in use; repeat it later.
        """

    def close():
        """
        Close every store. Nothing is leased any more; repeating it is safe.
        """
