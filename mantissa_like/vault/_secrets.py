"""
Secrets by name, such as API keys and the password of a mail relay: sealed items of the site store.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from axiom import attributes
from axiom.attributes import text, timestamp
from axiom.iaxiom import IScheduler
from axiom.item import Item
from axiom.store import Store
from mantissa_like.vault._vault import vaultOf
from mantissa_like.vault.errors import InvalidSecret, NoSuchSecret

if TYPE_CHECKING:
    from epsilon.extime import Time

__all__ = ["StoredSecret", "deleteSecret", "getSecret", "secretNames", "setSecret"]

_NAME = re.compile(r"[a-z0-9._-]{1,100}")
_LONGEST = 10_000


class StoredSecret(Item):
    """
    One secret of a site.

    @ivar name: by which it is asked for: 1 to 100 small letters, digits, dots, dashes and underscores.
    @ivar sealed: its value, for the purpose C{secret:NAME}.
    @ivar created: when it got this value.
    """

    typeName = "vault_secret"

    name = text(allowNone=False, unique=True, caseSensitive=True)
    sealed = attributes.bytes(allowNone=False)
    created = timestamp(allowNone=False)


def setSecret(siteStore: Store, name: str, value: str) -> None:
    """
    Keep a secret, in place of the one with this name if there is one.

    @raise InvalidSecret: the name or the value can't be used.
    """
    if not _NAME.fullmatch(name):
        raise InvalidSecret(f"{name[:100]!r} can't be the name of a secret")
    if not 0 < len(value) <= _LONGEST:
        raise InvalidSecret(f"a secret can't have {len(value):,} characters")
    sealed = vaultOf(siteStore).seal(value.encode(), _purpose(name))
    siteStore.transact(_set, siteStore, name, sealed)


def getSecret(siteStore: Store, name: str) -> str:
    """
    The value of a secret.

    @raise NoSuchSecret: there is none with this name.
    @raise VaultError: it can't be opened.
    """
    found = _find(siteStore, name)
    if found is None:
        raise NoSuchSecret(name)
    value: bytes = vaultOf(siteStore).open(found.sealed, _purpose(name))
    return value.decode()


def secretNames(siteStore: Store) -> dict[str, Time]:
    """
    The names of the secrets, sorted, with when each got its value; may be empty.
    """
    return {
        each.name: each.created for each in siteStore.query(StoredSecret, sort=StoredSecret.name.ascending)
    }


def deleteSecret(siteStore: Store, name: str) -> None:
    """
    Forget a secret for good.

    @raise NoSuchSecret: there is none with this name.
    """
    siteStore.transact(_delete, siteStore, name)


def _set(siteStore: Store, name: str, sealed: bytes) -> None:
    found, now = _find(siteStore, name), IScheduler(siteStore).now()
    if found is None:
        StoredSecret(store=siteStore, name=name, sealed=sealed, created=now)
    else:
        found.sealed, found.created = sealed, now


def _delete(siteStore: Store, name: str) -> None:
    found = _find(siteStore, name)
    if found is None:
        raise NoSuchSecret(name)
    found.deleteFromStore()


def _find(siteStore: Store, name: str) -> StoredSecret | None:
    found: StoredSecret | None = siteStore.findFirst(StoredSecret, StoredSecret.name == name)
    return found


def _purpose(name: str) -> str:
    return f"secret:{name}"
