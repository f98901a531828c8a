"""
What is promised of vaults, as tests.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from mantissa_like.vault import IVault, SealBroken, WrongKey

__all__ = ["VaultContract"]


class VaultContract(SynchronousTestCase):
    """
    What those rely on who keep secrets in a database.
    """

    def makeVault(self) -> IVault:
        """
        A vault with a key that no other has.
        """
        raise NotImplementedError("subclass, make yours, inherit the tests")

    def setUp(self) -> None:
        """
        Make one.
        """
        self.vault = self.makeVault()

    def test_interface(self) -> None:
        """
        It provides L{IVault}.
        """
        self.assertTrue(verifyObject(IVault, self.vault))

    def test_opened(self) -> None:
        """
        What was sealed can be opened, also if it is empty.
        """
        for plain in (b"", b"secret", bytes(10_000)):
            sealed = self.vault.seal(plain, "p")
            self.assertEqual((plain, len(plain) + 33), (self.vault.open(sealed, "p"), len(sealed)))

    def test_neverTheSame(self) -> None:
        """
        The same secret is sealed differently each time, and is not to be seen.
        """
        sealed = {self.vault.seal(b"secret", "p") for _ in range(20)}
        self.assertEqual(20, len(sealed))
        self.assertFalse([each for each in sealed if b"secret" in each])

    def test_otherPurpose(self) -> None:
        """
        What was sealed for one purpose is of no use for another.
        """
        self.assertRaises(SealBroken, self.vault.open, self.vault.seal(b"secret", "totp:alice"), "totp:bob")

    def test_damaged(self) -> None:
        """
        A single changed bit, wherever it is, and anything cut off, is noticed.
        """
        sealed = self.vault.seal(b"secret", "p")
        for index in range(len(sealed)):
            changed = bytearray(sealed)
            changed[index] ^= 1
            self.assertRaises((SealBroken, WrongKey), self.vault.open, bytes(changed), "p")
            self.assertRaises((SealBroken, WrongKey), self.vault.open, sealed[:index], "p")

    def test_otherKey(self) -> None:
        """
        What another vault sealed can't be opened, and that is what is told.
        """
        sealed = self.makeVault().seal(b"secret", "p")
        error = self.assertRaises(WrongKey, self.vault.open, sealed, "p")
        self.assertEqual("p", error.purpose)
