"""
Hashes of passwords.

A hash says how it was made, in the PHC format; so those made with other parameters verify, also Axiom's.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from twisted.internet.defer import Deferred, DeferredSemaphore
from twisted.internet.threads import deferToThread
from twisted.logger import Logger
from zope.interface import Interface, implementer

from axiom.store import Store

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = ["IPasswordHashing", "IPasswordRenewal", "PasswordHashing", "Verdict", "hashingOf"]


@dataclass(frozen=True)
class Verdict:
    """
    Whether a password is the one that was hashed.

    @ivar newHash: its hash with today's parameters, where that which it matches has others.
    """

    matches: bool
    newHash: str | None = None


class IPasswordHashing(Interface):
    """
    Makes and checks the hashes of passwords.

    An in-memory powerup of the site store takes the place of L{PasswordHashing}.
    """

    def hashNow(password):
        """
        The hash of a password; the caller waits some 50 ms.
        """

    def hash(password):
        """
        The hash of a password.

        @return: a Deferred that fires with it.
        """

    def verify(password, passwordHash):
        """
        Compare a password with a hash.

        @param passwordHash: None, which nothing matches, takes the same time.
        @return: a Deferred that fires with a L{Verdict}.
        """


class IPasswordRenewal(Interface):
    """
    A powerup of the site store that is told when the hash of a password changes and the password does not.
    """

    def passwordHashRenewed(account, oldHash):
        """
        Called in the transaction that stores the new hash.

        @param account: the L{axiom.userbase.LoginAccount} in the site store, which has the new hash.
        @param oldHash: the one until now.
        """


@implementer(IPasswordHashing)
class PasswordHashing:
    """
    Argon2id, in threads.
    """

    _log = Logger()

    def __init__(
        self,
        hasher: PasswordHasher | None = None,
        run: Callable[..., Deferred[Any]] = deferToThread,
        atOnce: int = 2,
    ) -> None:
        """
        @param run: calls a function elsewhere and fires with what it returned.
        @param atOnce: how many hashes are made at the same time; each takes 64 MiB.
        """
        self._hasher = hasher or PasswordHasher()
        self._run, self._slots = run, DeferredSemaphore(atOnce)

    def hashNow(self, password: str) -> str:
        """
        See L{IPasswordHashing}.
        """
        return self._hasher.hash(password)

    def hash(self, password: str) -> Deferred[str]:
        """
        See L{IPasswordHashing}.
        """
        return self._slots.run(self._run, self._hasher.hash, password)

    def verify(self, password: str | bytes, passwordHash: str | None) -> Deferred[Verdict]:
        """
        See L{IPasswordHashing}.
        """
        return self._slots.run(self._run, self._verify, password, passwordHash)

    def _verify(self, password: str | bytes, passwordHash: str | None) -> Verdict:
        try:
            self._hasher.verify(passwordHash or self._nobodys(), password)
        except VerificationError:
            return Verdict(False)
        except InvalidHashError:
            self._log.error("a stored password is not a hash that argon2 knows")
            return Verdict(False)
        if not passwordHash:
            return Verdict(False)
        outdated = self._hasher.check_needs_rehash(passwordHash)
        return Verdict(True, self._hasher.hash(password) if outdated else None)

    def _nobodys(self) -> str:
        hasher = self._hasher
        parameters = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
        salt, digest = (
            b64encode(bytes(length)).rstrip(b"=").decode() for length in (hasher.salt_len, hasher.hash_len)
        )
        return f"$argon2id$v=19${parameters}${salt}${digest}"


_usual = PasswordHashing()


def hashingOf(store: Store) -> Any:
    """
    What makes and checks the hashes in C{store}, as in its site: a provider of L{IPasswordHashing}.
    """
    while store.parent is not None:
        store = store.parent
    return IPasswordHashing(store, _usual)
