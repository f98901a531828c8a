"""
Entries of the audit log: acts that somebody may have to answer for.

An entry is written in the transaction of what it tells of, so there is neither without the other.
"""

from __future__ import annotations

from epsilon.extime import Time

from axiom.attributes import json, text, timestamp
from axiom.item import Item
from axiom.store import Store

__all__ = ["AuditEntry", "forgetActs", "recordAct"]

_LONGEST = 300


class AuditEntry(Item):
    """
    One act.

    @ivar when: it was done.
    @ivar action: what was done: what it was done to and a verb of the past, such as C{account.suspended}.
    @ivar subject: to whom or what, mostly C{user@domain}; at most 300 characters, may be empty.
    @ivar actor: C{user@domain} of who did it; empty for somebody unknown and for the command line.
    @ivar impersonator: C{user@domain} of the administrator who acted as C{actor}; mostly empty.
    @ivar peer: the address of the machine from which it was done; empty for the command line.
    @ivar details: what else there is to say, by name; never a secret.
    """

    typeName = "audit_entry"

    when = timestamp(allowNone=False, indexed=True)
    action = text(allowNone=False, indexed=True, caseSensitive=True)
    subject = text(allowNone=False, indexed=True, caseSensitive=True)
    actor = text(allowNone=False, indexed=True, caseSensitive=True)
    impersonator = text(allowNone=False, caseSensitive=True)
    peer = text(allowNone=False, caseSensitive=True)
    details = json(allowNone=False, type=dict[str, str | int | float | bool | None])


def recordAct(
    siteStore: Store,
    action: str,
    subject: str = "",
    *,
    actor: str = "",
    impersonator: str = "",
    peer: str = "",
    details: dict[str, str | int | float | bool | None] | None = None,
) -> None:
    """
    Write down what is being done; see L{AuditEntry} for the parameters.

    Called in the transaction that does it. The time is that of the store's clock.
    """
    AuditEntry(
        store=siteStore,
        when=Time.fromPOSIXTimestamp(siteStore.runtime.clock.seconds()),
        action=action,
        subject=subject[:_LONGEST],
        actor=actor,
        impersonator=impersonator,
        peer=peer,
        details=details or {},
    )


def forgetActs(siteStore: Store, before: Time) -> None:
    """
    Delete the entries of what was done before a moment.
    """
    siteStore.query(AuditEntry, AuditEntry.when < before).deleteFromStore()
