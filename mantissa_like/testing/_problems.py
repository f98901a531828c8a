"""
What goes wrong in a store, as an author of its application wants to read it.
"""

from __future__ import annotations

from collections.abc import Iterator

from axiom.store import Store
from mantissa_like.asyncitems import REJECTED, TIMED_OUT, AsynchronousItem, operationsOf
from mantissa_like.messaging import DONE, failingMessages, outgoingMessages, receivedMessages

__all__ = ["problemsOf"]


def problemsOf(store: Store) -> Iterator[str]:
    """
    The messages that fail, on either side; and the operations that are parked or fail, or whose error nobody
    handles: each with its traceback, if there is one.
    """
    for channel in receivedMessages(store):
        for received in failingMessages(channel):
            if received.answerKind is None and received.lastError:
                yield f"a message of {channel.sender} to {channel.target}\n{received.lastError}"
    for sent in outgoingMessages(store):
        if sent.state != DONE and sent.lastError:
            yield f"{sent!r}\n{sent.lastError}"
    for operation in operationsOf(store):
        if _isTroubled(operation):
            error = operation.error or operation.lastError
            yield f"{operation!r}\n{error.traceback if error is not None else ''}".rstrip()


def _isTroubled(operation: AsynchronousItem) -> bool:
    if operation.problem or operation.isPending:
        return bool(operation.problem or operation.lastError)
    if operation.state not in (REJECTED, TIMED_OUT) or operation.isHandled:
        return False
    children = AsynchronousItem.sourceID == operation.storeID
    return not operation.presentStore().count(AsynchronousItem, children)
