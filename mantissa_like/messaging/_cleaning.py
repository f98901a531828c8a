"""
Forgetting what was answered.
"""

from __future__ import annotations

from axiom.store import Store
from mantissa_like.messaging._outgoing import DONE, OutgoingMessage

__all__ = ["cleanUp"]


def cleanUp(store: Store) -> None:
    """
    Forget the messages of C{store} that are done.
    """
    done = store.query(OutgoingMessage, OutgoingMessage.state == DONE)
    if done.count():
        done.deleteFromStore()
