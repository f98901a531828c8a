"""
Tests for L{mantissa_like.accounts._formerstores}; what becomes of the data is tested with importing.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.substore import SubStore
from mantissa_like.accounts import createAccount
from mantissa_like.accounts._formerstores import replaceStore
from mantissa_like.agenda import openAgenda
from tests.unit.mantissa_like.accounts.site_stores import makeSiteStore


class ReplaceStoreTests(SynchronousTestCase):
    """
    Tests for L{replaceStore}.
    """

    def test_agenda(self) -> None:
        """
        Nobody works any more for the store that an account had, but for the one that it has.
        """
        site = makeSiteStore(self.mktemp())
        self.addCleanup(site.close)
        alice, bob = (
            self.successResultOf(createAccount(site, name, "localhost", "a fine secret"))
            for name in ("alice", "bob")
        )
        entries = openAgenda(site).entries
        former, other = alice.avatars, bob.avatars
        entries.hasten(former.storeID, 1.0)
        assert isinstance(other, SubStore)
        site.transact(replaceStore, alice, other)
        self.assertIsNone(entries.find(former.storeID))
        self.assertIsNotNone(entries.find(other.storeID))
