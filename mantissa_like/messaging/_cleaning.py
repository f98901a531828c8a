"""
Forgetting what was answered.
"""

from __future__ import annotations

from axiom.store import Store
from mantissa_like.messaging._messagefiles import discardSent, hasSent
from mantissa_like.messaging._outgoing import DONE, OutgoingMessage

__all__ = ["cleanUp", "discardFiles"]


def cleanUp(store: Store) -> None:
    """
    Forget the messages of C{store} that are done, and the files of those that are gone.
    """
    done = store.query(OutgoingMessage, OutgoingMessage.state == DONE)
    if done.count():
        done.deleteFromStore()
    discardFiles(store)


def discardFiles(store: Store) -> None:
    """
    Remove the files of messages that are gone, in a transaction.
    """
    if hasSent(store):
        store.transact(_discardFiles, store)


def _discardFiles(store: Store) -> None:
    hasFiles = OutgoingMessage.files != None  # noqa: E711 (a condition of SQL)
    named = store.query(OutgoingMessage, hasFiles).getColumn("files")
    discardSent(store, {name for names in named for name in names})
