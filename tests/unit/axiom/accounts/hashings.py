"""
What everything must do that hashes passwords, and something for tests that does it at once.
"""

from __future__ import annotations

from twisted.internet.defer import Deferred, succeed
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import implementer
from zope.interface.verify import verifyObject

from axiom.userbase import IPasswordHashing, Verdict

__all__ = ["HashingContract", "PlainHashing"]


@implementer(IPasswordHashing)
class PlainHashing:
    """
    Hashes at once, and in words.
    """

    def hashNow(self, password: str) -> str:
        """
        See L{IPasswordHashing}.
        """
        return f"hash of {password}"

    def hash(self, password: str) -> Deferred[str]:
        """
        See L{IPasswordHashing}.
        """
        return succeed(self.hashNow(password))

    def verify(self, password: str, passwordHash: str | None) -> Deferred[Verdict]:
        """
        See L{IPasswordHashing}.
        """
        return succeed(Verdict(passwordHash == self.hashNow(password)))


class HashingContract(SynchronousTestCase):
    """
    What every provider of L{IPasswordHashing} does. Import the module, not the class, or it is collected
    twice.
    """

    def makeHashing(self) -> IPasswordHashing:
        """
        The provider.
        """
        raise NotImplementedError("subclass, make yours, inherit the tests")

    def verdict(self, password: str, passwordHash: str | None) -> Verdict:
        """
        That on a password.
        """
        found: Verdict = self.successResultOf(self.makeHashing().verify(password, passwordHash))
        return found

    def test_interface(self) -> None:
        """
        It provides L{IPasswordHashing}.
        """
        verifyObject(IPasswordHashing, self.makeHashing())

    def test_ownHashes(self) -> None:
        """
        The password of which a hash was made matches it, however it was made, and no other.
        """
        hashing = self.makeHashing()
        for each in (hashing.hashNow("gehe\u00efm"), self.successResultOf(hashing.hash("gehe\u00efm"))):
            self.assertEqual(Verdict(True), self.verdict("gehe\u00efm", each))
            self.assertEqual(Verdict(False), self.verdict("geheim", each))

    def test_nobody(self) -> None:
        """
        Where there is no hash, no password matches.
        """
        for password in ("", "secret"):
            self.assertEqual(Verdict(False), self.verdict(password, None))
            self.assertEqual(Verdict(False), self.verdict(password, ""))
