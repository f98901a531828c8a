"""
Tests for hashes of passwords.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from argon2 import PasswordHasher, Type
from twisted.internet.defer import Deferred, maybeDeferred

from axiom.store import Store
from axiom.userbase import IPasswordHashing, PasswordHashing, Verdict
from tests.unit.axiom.accounts import hashings

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class PlainHashingTests(hashings.HashingContract):
    """
    What other tests hash passwords with does so.
    """

    def makeHashing(self) -> IPasswordHashing:
        """
        See L{HashingContract<hashings.HashingContract>}.
        """
        return hashings.PlainHashing()


class PasswordHashingTests(hashings.HashingContract):
    """
    Tests for L{PasswordHashing}.
    """

    def makeHashing(self) -> IPasswordHashing:
        """
        See L{HashingContract<hashings.HashingContract>}.
        """
        return self.hashing

    def setUp(self) -> None:
        self.hashing = PasswordHashing(CHEAP, maybeDeferred)

    def verify(self, password: str | bytes, passwordHash: str | None) -> Verdict:
        """
        The verdict on a password.
        """
        return self.successResultOf(self.hashing.verify(password, passwordHash))

    def test_hash(self) -> None:
        """
        A hash is of the kind argon2id, and each has a salt of its own.
        """
        hashes = {self.successResultOf(self.hashing.hash("secret")), self.hashing.hashNow("secret")}
        self.assertEqual(2, len(hashes))
        for each in hashes:
            self.assertTrue(each.startswith("$argon2id$v=19$m=8,t=1,p=1$"), each)

    def test_matches(self) -> None:
        """
        The password matches as text and as UTF-8, and no other.
        """
        hashed = self.hashing.hashNow("gehe\u00efm")
        self.assertEqual(Verdict(True), self.verify("gehe\u00efm", hashed))
        self.assertEqual(Verdict(True), self.verify("gehe\u00efm".encode(), hashed))
        self.assertEqual(Verdict(False), self.verify("geheim", hashed))

    def test_sameWork(self) -> None:
        """
        Where there is no hash, a hash of the usual parameters is computed all the same.
        """
        compared: list[str] = []

        class Witness(PasswordHasher):
            """
            Notes what it compares with.
            """

            def verify(self, hash: str | bytes, password: str | bytes) -> Any:
                compared.append(str(hash))
                return super().verify(hash, password)

        hashing = PasswordHashing(Witness(time_cost=1, memory_cost=8, parallelism=1), maybeDeferred)
        usual = hashing.hashNow("secret")
        self.successResultOf(hashing.verify("secret", None))
        self.assertEqual(
            [len(part) for part in usual.split("$")], [len(part) for part in compared[0].split("$")]
        )
        self.assertEqual(usual.split("$")[:4], compared[0].split("$")[:4])

    def test_otherParameters(self) -> None:
        """
        A hash with other parameters verifies, and the verdict brings one with the usual ones.
        """
        other = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1, type=Type.I).hash("secret")
        verdict = self.verify("secret", other)
        self.assertTrue(verdict.matches)
        self.assertEqual(Verdict(True), self.verify("secret", verdict.newHash))
        self.assertEqual(Verdict(False), self.verify("Secret", other))

    def test_noHash(self) -> None:
        """
        What is not a hash matches nothing.
        """
        self.assertEqual(Verdict(False), self.verify("secret", "secret"))

    def test_atOnce(self) -> None:
        """
        Only so many hashes are made at the same time.
        """
        running: list[Deferred[None]] = []

        def run(f: Callable[..., Any], *args: Any) -> Deferred[Any]:
            done: Deferred[None] = Deferred()
            running.append(done)
            return done.addCallback(lambda _: f(*args))

        hashing = PasswordHashing(CHEAP, run, atOnce=2)
        results = [hashing.hash("secret") for _ in range(3)]
        self.assertEqual(2, len(running))
        running[0].callback(None)
        self.assertEqual(3, len(running))
        self.assertTrue(self.successResultOf(results[0]))
        self.assertNoResult(results[2])

    def test_replaced(self) -> None:
        """
        An in-memory powerup of the store takes its place.
        """
        store = Store()
        usual = IPasswordHashing(store, None)
        store.inMemoryPowerUp(self.hashing, IPasswordHashing)
        self.assertEqual((None, self.hashing), (usual, IPasswordHashing(store)))
