"""
Sessions as they are stored.
"""

from __future__ import annotations

from typing import Any

from axiom.attributes import text, timestamp
from axiom.item import Item
from axiom.upgrade import registerUpgrader

__all__ = ["WebSession"]


class WebSession(Item):
    """
    One login that lasts.

    @ivar tokenHash: SHA-256 of the token, in hexadecimal.
    @ivar address: C{user@domain} by which the user logged in.
    @ivar passwordMark: SHA-256 of the hash of the password with which the user logged in.
    @ivar created: when the user logged in.
    @ivar confirmed: when the user last showed here who they are.
    @ivar lastUsed: with some page, up to an hour ago.
    @ivar expires: when it ends by itself.
    @ivar userAgent: what the browser called itself at the login; at most 300 characters, may be empty.
    @ivar peer: the address from which it was used last, up to an hour ago; may be empty.
    @ivar actingAs: C{user@domain} of whom the user acts as, who is an administrator or a member; mostly
        None.
    @ivar actingUntil: when that ends by itself.
    """

    typeName = "web_session"
    schemaVersion = 2

    tokenHash = text(allowNone=False, indexed=True, caseSensitive=True)
    address = text(allowNone=False, indexed=True, caseSensitive=True)
    passwordMark = text(allowNone=False, caseSensitive=True)
    created = timestamp(allowNone=False)
    confirmed = timestamp(allowNone=False)
    lastUsed = timestamp(allowNone=False)
    expires = timestamp(allowNone=False, indexed=True)
    userAgent = text(allowNone=False, default="", caseSensitive=True)
    peer = text(allowNone=False, default="", caseSensitive=True)
    actingAs = text(caseSensitive=True)
    actingUntil = timestamp()


def _session1to2(old: Any) -> WebSession:
    values = {name: getattr(old, name) for name, _ in old.getSchema()}
    new: WebSession = old.upgradeVersion(WebSession.typeName, 1, 2, confirmed=old.created, **values)
    return new


registerUpgrader(_session1to2, WebSession.typeName, 1, 2)
