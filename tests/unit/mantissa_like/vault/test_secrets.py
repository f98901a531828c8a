"""
Tests for L{mantissa_like.vault._secrets}.
"""

from __future__ import annotations

from pathlib import Path

from epsilon.extime import Time
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from axiom.testing import memoryStore
from mantissa_like.vault import (
    InvalidSecret,
    NoSuchSecret,
    SealBroken,
    StoredSecret,
    deleteSecret,
    getSecret,
    secretNames,
    setSecret,
)


class SecretTests(SynchronousTestCase):
    """
    Tests for the secrets of a site.
    """

    def setUp(self) -> None:
        self.store = Store()

    def test_kept(self) -> None:
        """
        A secret is what it was set to last, whatever characters it has.
        """
        setSecret(self.store, "relay", "first")
        setSecret(self.store, "relay", "sesam öffne dich")
        self.assertEqual("sesam öffne dich", getSecret(self.store, "relay"))
        self.assertEqual(1, self.store.count(StoredSecret))

    def test_names(self) -> None:
        """
        The names are known, sorted.
        """
        for name in ("relay", "api.key-2", "b_1"):
            setSecret(self.store, name, "x")
        self.assertEqual(["api.key-2", "b_1", "relay"], list(secretNames(self.store)))

    def test_created(self) -> None:
        """
        It is known when a secret got its value.
        """
        clock = Clock()
        store = memoryStore(clock)
        for _ in range(2):
            clock.advance(1000)
            setSecret(store, "relay", "x")
        self.assertEqual({"relay": Time.fromPOSIXTimestamp(2000)}, secretNames(store))

    def test_deleted(self) -> None:
        """
        A secret that was deleted is gone, and can't be deleted again.
        """
        setSecret(self.store, "relay", "x")
        deleteSecret(self.store, "relay")
        self.assertRaises(NoSuchSecret, getSecret, self.store, "relay")
        self.assertRaises(NoSuchSecret, deleteSecret, self.store, "relay")

    def test_renamedInTheDatabase(self) -> None:
        """
        Who can write to the database can't have one secret used in the place of another.
        """
        setSecret(self.store, "relay", "x")
        self.store.findUnique(StoredSecret).name = "api"
        self.assertRaises(SealBroken, getSecret, self.store, "api")

    def test_invalid(self) -> None:
        """
        Names that would be awkward, and values of no or very many characters, are refused.
        """
        for name, value in (
            ("", "x"),
            ("A", "x"),
            ("a b", "x"),
            ("a" * 101, "x"),
            ("a", ""),
            ("a", "x" * 10_001),
        ):
            self.assertRaises(InvalidSecret, setSecret, self.store, name, value)
        self.assertEqual({}, secretNames(self.store))

    def test_notInTheDatabase(self) -> None:
        """
        No file of the store has the secret in it.
        """
        directory = self.mktemp()
        with Store(directory) as store:
            setSecret(store, "relay", "sesam-open")
            files = [each for each in Path(directory).rglob("*") if each.is_file()]
            self.assertIn("db.sqlite", [each.name for each in files])
            self.assertEqual([], [each.name for each in files if b"sesam-open" in each.read_bytes()])
