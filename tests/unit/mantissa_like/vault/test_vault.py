"""
Tests for L{mantissa_like.vault._vault} and for the file of its keys.
"""

from __future__ import annotations

import os
from base64 import b64encode
from pathlib import Path
from secrets import token_bytes
from stat import S_IMODE

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.testing import contracts
from mantissa_like.vault import BadKeyFile, IVault, KeyVault, WrongKey, vaultOf
from mantissa_like.vault._keyfile import keysIn

OLD, NEW = b"o" * 32, b"n" * 32


class KeyVaultTests(contracts.VaultContract):
    """
    Tests for L{KeyVault}.
    """

    def makeVault(self) -> IVault:
        """
        See L{contracts.VaultContract}.
        """
        keys = [token_bytes(32)]
        vault: IVault = KeyVault(lambda: keys)
        return vault


class KeysTests(SynchronousTestCase):
    """
    Tests for the keys of a L{KeyVault}.
    """

    def setUp(self) -> None:
        self.keys = [OLD]
        self.vault = KeyVault(lambda: self.keys)

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


class MemoryVaultTests(contracts.VaultContract):
    """
    The vault of a site in memory.
    """

    def makeVault(self) -> IVault:
        """
        See L{contracts.VaultContract}.
        """
        return vaultOf(Store())


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
