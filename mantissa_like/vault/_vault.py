"""
Sealing with the keys of a site: AES-256 in Galois/Counter Mode, with the purpose as associated data.

What is sealed is a version, the beginning of the key's hash, a random nonce, and the ciphertext with its tag.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from zope.interface import implementer

from axiom.store import Store
from mantissa_like.vault._keyfile import KEY_BYTES, KEY_FILE, keysIn
from mantissa_like.vault.errors import SealBroken, WrongKey
from mantissa_like.vault.interfaces import IVault

__all__ = ["KeyVault", "vaultOf"]

_VERSION = b"\x01"
_MARK_BYTES = 4
_NONCE_BYTES = 12
_HEAD_BYTES = len(_VERSION) + _MARK_BYTES


@implementer(IVault)
class KeyVault:
    """
    Seals and opens with keys that it reads when it is first used, and again when it meets an unknown one.
    """

    def __init__(
        self, readKeys: Callable[[], list[bytes]], randomBytes: Callable[[int], bytes] = secrets.token_bytes
    ) -> None:
        """
        @param readKeys: returns the keys, of which the first one seals.
        """
        self._readKeys, self._randomBytes = readKeys, randomBytes
        self._keys: dict[bytes, AESGCM] = {}

    def seal(self, plain: bytes, purpose: str) -> bytes:
        """
        See L{IVault}.
        """
        if not self._keys:
            self._read()
        mark, key = next(iter(self._keys.items()))
        head, nonce = _VERSION + mark, self._randomBytes(_NONCE_BYTES)
        return head + nonce + key.encrypt(nonce, plain, head + purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> bytes:
        """
        See L{IVault}.
        """
        head, rest = sealed[:_HEAD_BYTES], sealed[_HEAD_BYTES:]
        if len(rest) < _NONCE_BYTES or not head.startswith(_VERSION):
            raise SealBroken(purpose)
        mark = head[len(_VERSION) :]
        if mark not in self._keys:
            self._read()
        if mark not in self._keys:
            raise WrongKey(purpose)
        nonce, ciphertext = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
        try:
            return self._keys[mark].decrypt(nonce, ciphertext, head + purpose.encode())
        except InvalidTag as e:
            raise SealBroken(purpose) from e

    def _read(self) -> None:
        self._keys = {hashlib.sha256(key).digest()[:_MARK_BYTES]: AESGCM(key) for key in self._readKeys()}


def vaultOf(siteStore: Store) -> IVault:
    """
    The vault of a site, the same for as long as its store is open.

    The key is beside the database in C{secrets.key}, made when it is first needed; that of a store in memory
    is in memory.
    """
    vault: IVault | None = IVault(siteStore, None)
    if vault is None:
        vault = KeyVault(_keysOf(siteStore))
        siteStore.inMemoryPowerUp(vault, IVault)
    return vault


def _keysOf(siteStore: Store) -> Callable[[], list[bytes]]:
    if siteStore.dbdir is None:
        key = secrets.token_bytes(KEY_BYTES)
        return lambda: [key]
    unfinished = siteStore.newTemporaryFilePath(f"{KEY_FILE}-{os.getpid()}")
    path = siteStore.dbdir.child(KEY_FILE)
    return partial(keysIn, Path(path.path), Path(unfinished.path), secrets.token_bytes)
