"""
Tests for L{mantissa_like.vault._vault} and for the file of its keys.
"""

from __future__ import annotations

import os
from base64 import b64encode
from pathlib import Path
from stat import S_IMODE

from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from axiom.store import Store
from mantissa_like.vault import BadKeyFile, IVault, KeyVault, SealBroken, WrongKey, vaultOf
from mantissa_like.vault._keyfile import keysIn

OLD, NEW = b"o" * 32, b"n" * 32


class KeyVaultTests(SynchronousTestCase):
    """
    Tests for L{KeyVault}.
    """

    def setUp(self) -> None:
        self.keys = [OLD]
        self.vault = KeyVault(lambda: self.keys)

    def test_interface(self) -> None:
        """
        It is a vault.
        """
        verifyObject(IVault, self.vault)

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
            self.assertRaises(SealBroken, self.vault.open, sealed[:index], "p")

    def test_otherKey(self) -> None:
        """
        What was sealed with another key can't be opened, and that is what is told.
        """
        sealed = KeyVault(lambda: [NEW]).seal(b"secret", "p")
        error = self.assertRaises(WrongKey, self.vault.open, sealed, "p")
        self.assertEqual("p", error.purpose)

    def test_olderKeysStillOpen(self) -> None:
        """
        With a new key before the old one, what was sealed before is opened, and what is sealed from then on
        takes the new one.
        """
        sealed = self.vault.seal(b"secret", "p")
        rotated = KeyVault(lambda: [NEW, OLD])
        self.assertEqual(b"secret", rotated.open(sealed, "p"))
        self.assertRaises(WrongKey, self.vault.open, rotated.seal(b"secret", "p"), "p")

    def test_keysThatCameMeanwhile(self) -> None:
        """
        A key that was added since the vault was first used is found.
        """
        self.vault.seal(b"", "p")
        self.keys = [NEW, OLD]
        self.assertEqual(b"x", self.vault.open(KeyVault(lambda: [NEW]).seal(b"x", "p"), "p"))


class KeyFileTests(SynchronousTestCase):
    """
    Tests for L{keysIn}.
    """

    def setUp(self) -> None:
        directory = Path(self.mktemp())
        directory.mkdir()
        self.path, self.unfinished = directory / "secrets.key", directory / "unfinished"

    def keys(self, made: bytes = NEW) -> list[bytes]:
        """
        What is in the file.
        """
        return keysIn(self.path, self.unfinished, lambda size: made[:size])

    def test_made(self) -> None:
        """
        A file that is not there is made, readable for its owner only, and nothing else is left.
        """
        self.assertEqual([NEW], self.keys())
        self.assertEqual(0o600, S_IMODE(self.path.stat().st_mode))
        self.assertEqual([self.path], list(self.path.parent.iterdir()))

    def test_kept(self) -> None:
        """
        A file that is there stays as it is.
        """
        self.keys(OLD)
        self.assertEqual([OLD], self.keys(NEW))

    def test_race(self) -> None:
        """
        If another process makes the file at the same moment, its key is everybody's.
        """

        def otherIsFaster(size: int) -> bytes:
            self.path.write_bytes(b64encode(OLD))
            return NEW

        self.assertEqual([OLD], keysIn(self.path, self.unfinished, otherIsFaster))
        self.assertFalse(self.unfinished.exists())

    def test_crashedBefore(self) -> None:
        """
        What a crash left unfinished is in nobody's way.
        """
        self.unfinished.write_bytes(b"half a k")
        self.assertEqual([NEW], self.keys())

    def test_several(self) -> None:
        """
        Each line is a key.
        """
        self.path.write_bytes(b64encode(NEW) + b"\n" + b64encode(OLD) + b"\n")
        self.assertEqual([NEW, OLD], self.keys())

    def test_bad(self) -> None:
        """
        A file with something else is refused, and not touched.
        """
        for content in (b"", b"\n", b"no key", b64encode(b"short"), b64encode(NEW) + b"\n???\n"):
            self.path.write_bytes(content)
            self.assertRaises(BadKeyFile, self.keys)
            self.assertEqual(content, self.path.read_bytes())


class VaultOfTests(SynchronousTestCase):
    """
    Tests for L{vaultOf}.
    """

    def test_memory(self) -> None:
        """
        A store in memory has one vault.
        """
        store = Store()
        self.assertIdentical(vaultOf(store), vaultOf(store))
        self.assertEqual(b"x", vaultOf(store).open(vaultOf(store).seal(b"x", "p"), "p"))

    def test_disk(self) -> None:
        """
        The vaults of two stores in one directory have the same key, which is in a file beside the database.
        """
        directory = self.mktemp()
        with Store(directory) as one, Store(directory) as other:
            self.assertEqual(b"x", vaultOf(other).open(vaultOf(one).seal(b"x", "p"), "p"))
        self.assertIn("secrets.key", os.listdir(directory))

    def test_unused(self) -> None:
        """
        A site without secrets has no key.
        """
        directory = self.mktemp()
        with Store(directory) as store:
            vaultOf(store)
        self.assertNotIn("secrets.key", os.listdir(directory))
