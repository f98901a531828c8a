"""
Stores with which something is wrong, remembered from when somebody looked until somebody finds them well.

Looking into every store would take long. So whoever looks into some tells it here: their list, the page of
one, and a check.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress

from epsilon.extime import Time

from axiom.attributes import AND, text, timestamp
from axiom.errors import StoreBusy
from axiom.item import Item
from axiom.store import ItemQuery, Store
from mantissa_like.observing import operationsStore
from mantissa_like.web._views.context import SiteContext

__all__ = ["CHECK", "LOOK", "StoreTrouble", "noteTroubles"]

LOOK, CHECK = "look", "check"


class StoreTrouble(Item):
    """
    What is wrong with one store.

    @ivar identifier: what the console calls the store.
    @ivar foundBy: C{look} for a store that could not be read, C{check} for what a check found. Who looks
        again in the same way finds out whether it is so still.
    @ivar what: a sentence.
    @ivar found: when it was.
    """

    typeName = "console_store_trouble"

    identifier = text(allowNone=False, indexed=True, caseSensitive=True)
    foundBy = text(allowNone=False, caseSensitive=True)
    what = text(allowNone=False)
    found = timestamp(allowNone=False, indexed=True)


def noteTroubles(context: SiteContext, foundBy: str, told: Mapping[str, str]) -> None:
    """
    Remember what somebody found. Where nothing is new, nothing is written; while the store is busy, it is
    left to the next who looks.

    @param foundBy: L{LOOK} or L{CHECK}.
    @param told: what is wrong, by the identifiers of the stores that were looked into; empty if nothing is.
    """
    store = operationsStore(context.siteStore)
    before = {each.identifier: each.what for each in _known(store, foundBy, told)}
    changed = {identifier: what for identifier, what in told.items() if what != before.get(identifier, "")}

    def write() -> None:
        now = Time.fromPOSIXTimestamp(context.clock.seconds())
        _known(store, foundBy, changed).deleteFromStore()
        for identifier, what in changed.items():
            if what:
                StoreTrouble(store=store, identifier=identifier, foundBy=foundBy, what=what, found=now)

    if changed:
        with suppress(StoreBusy):
            store.transact(write)


def _known(store: Store, foundBy: str, identifiers: Iterable[str]) -> ItemQuery[StoreTrouble]:
    isThere = StoreTrouble.identifier.oneOf(list(identifiers))
    return store.query(StoreTrouble, AND(StoreTrouble.foundBy == foundBy, isThere))
