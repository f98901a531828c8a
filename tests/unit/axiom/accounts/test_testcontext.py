"""
Tests for hashing that is done when a test says so.
"""

from __future__ import annotations

from twisted.cred.credentials import UsernamePassword
from twisted.trial.unittest import SynchronousTestCase

from axiom.errors import BadCredentials
from axiom.store import Store
from axiom.userbase import IPasswordHashing, LoginSystem, getTestContext


class TestContextTests(SynchronousTestCase):
    """
    Tests for L{getTestContext}.
    """

    def setUp(self) -> None:
        self.store = Store()
        context, self.perform = getTestContext()
        self.store.inMemoryPowerUp(context, IPasswordHashing)
        self.system = LoginSystem(store=self.store)
        self.account = self.system.addAccount("ann", "example.org", "secret")

    def test_operations(self) -> None:
        """
        Each call does one operation, the oldest first, if there is one; until then nobody is logged in.
        """
        right = self.system.requestAvatarId(UsernamePassword(b"ann@example.org", b"secret"))
        wrong = self.system.requestAvatarId(UsernamePassword(b"ann@example.org", b"guess"))
        self.assertNoResult(right)
        self.perform()
        self.assertEqual(self.account.storeID, self.successResultOf(right))
        self.assertNoResult(wrong)
        for _ in range(2):
            self.perform()
        self.failureResultOf(wrong, BadCredentials)

    def test_assigned(self) -> None:
        """
        A login system takes it as Axiom's does.
        """
        self.system._txCryptContext, perform = context, _ = getTestContext()
        self.assertIs(context, self.system._txCryptContext)
        changed = self.account.setPassword("other")
        self.assertNoResult(changed)
        perform()
        self.successResultOf(changed)
