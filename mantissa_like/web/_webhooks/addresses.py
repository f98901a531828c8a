"""
The addresses at which operations are settled from outside.

An address names the store by its number, and says by a signature that this site has given it out. So nobody
who guesses has a store opened; and it stays the same if the owner gets another address.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

from axiom import attributes
from axiom.item import Item
from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.asyncitems import AsynchronousItem

__all__ = ["FOLDER", "Addresses", "operationPath"]

FOLDER = "operations"

_KEY_BYTES = 32
_SIGNED = re.compile(r"(0|[1-9]\d{0,18})\.([0-9a-f]{32})")
_SITE = 0


class AddressKey(Item):
    """
    The key by which a site knows the addresses that it gave out; there is at most one.

    @ivar secretKey: 32 random bytes.
    """

    typeName = "web_address_key"
    schemaVersion = 1

    secretKey = attributes.bytes(allowNone=False)


class Addresses:
    """
    The addresses of the stores of one site.
    """

    def __init__(self, siteStore: Store) -> None:
        self._siteStore = siteStore
        self._key = b""

    def __repr__(self) -> str:
        return f"<Addresses of {self._siteStore!r}>"

    def wordFor(self, number: int) -> str:
        """
        What stands for a store in addresses.

        @param number: the storeID of its L{SubStore}; 0 for the site store.
        """
        return f"{number}.{self._signature(number)}"

    def find(self, word: str) -> SubStore | Store | None:
        """
        The site store, or what stands there for the store that C{word} means; None if the site did not give
        it out, or the store is gone.
        """
        match = _SIGNED.fullmatch(word)
        if match is None or not hmac.compare_digest(match[2], self._signature(int(match[1]))):
            return None
        if int(match[1]) == _SITE:
            return self._siteStore
        found = self._siteStore.getItemByID(int(match[1]), default=None)
        return found if isinstance(found, SubStore) else None

    def _signature(self, number: int) -> str:
        if not self._key:
            self._key = self._siteStore.transact(self._findKey)
        return hmac.digest(self._key, b"store %d" % number, hashlib.sha256).hex()[:32]

    def _findKey(self) -> bytes:
        found = self._siteStore.findFirst(AddressKey)
        if found is None:
            found = AddressKey(store=self._siteStore, secretKey=secrets.token_bytes(_KEY_BYTES))
        return found.secretKey


def operationPath(operation: AsynchronousItem) -> str:
    """
    Where an operation can be settled from outside, with a token of C{operation.makeToken()}: the path on its
    site, for C{POST}.

    The first time a site store is asked for one, this writes to it.
    """
    store = operation.presentStore()
    root = store.parent or store
    number = _SITE if store.idInParent is None else store.idInParent
    return f"/{FOLDER}/{Addresses(root).wordFor(number)}/{operation.operationID}"
