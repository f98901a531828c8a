"""
Login methods: the addresses by which accounts are known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from axiom.attributes import AND, OR, boolean, reference, text
from axiom.item import Item
from axiom.store import ItemQuery, Store

__all__ = [
    "ANY_PROTOCOL",
    "NO_PROTOCOL",
    "LoginMethod",
    "getAccountNames",
    "getDomainNames",
    "getLoginMethods",
    "methodsNamed",
]

ANY_PROTOCOL = "*"
NO_PROTOCOL = "none"


class LoginMethod(Item):
    """
    One address of an account, C{localpart@domain}.

    @ivar domain: None for the name of an application.
    @ivar internal: whether this site maintains the address, or somebody else, such as a provider of mail.
    @ivar protocol: where it can be used; L{ANY_PROTOCOL} for everywhere, L{NO_PROTOCOL} for an address by
        which the account is known, but nobody logs in.
    @ivar account: its L{axiom.userbase.LoginAccount}.
    @ivar verified: whether it is known to be the account's.
    """

    # Databases name the module by which users import it.
    __module__ = "axiom.userbase"

    typeName = "login_method"
    schemaVersion = 2
    changesRarely = True

    localpart = text(indexed=True, allowNone=False)
    domain = text(indexed=True)
    internal = boolean(allowNone=False)
    protocol = text(indexed=True, allowNone=False)
    account = reference(allowNone=False)
    verified = boolean(indexed=True, allowNone=False)


def _query(store: Store, comparison: Any = None) -> ItemQuery[LoginMethod]:
    # Accounts of the first version had their addresses in themselves.
    store.upgrades.upgradeAllOf("login")
    return store.query(LoginMethod, comparison)


def methodsNamed(store: Store, localpart: str, domain: str | None) -> ItemQuery[LoginMethod]:
    """
    The login methods with this address.
    """
    return _query(store, AND(LoginMethod.localpart == localpart, LoginMethod.domain == domain))


def getLoginMethods(store: Store, protocol: str | None = None) -> ItemQuery[LoginMethod]:
    """
    The login methods in C{store} that can be used for a protocol.

    @param protocol: None for all of them.
    """
    if protocol is None:
        return _query(store)
    return _query(store, OR(LoginMethod.protocol == ANY_PROTOCOL, LoginMethod.protocol == protocol))


def getAccountNames(store: Store, protocol: str | None = None) -> Iterator[tuple[str, str | None]]:
    """
    The localpart and domain of each of L{getLoginMethods}.
    """
    return ((method.localpart, method.domain) for method in getLoginMethods(store, protocol))


def getDomainNames(store: Store) -> list[str]:
    """
    The domains that this site maintains, sorted; may be empty.
    """
    internal = _query(store, LoginMethod.internal == True)  # noqa: E712 (a condition of SQL)
    return sorted({domain for domain in internal.getColumn("domain") if domain is not None})
