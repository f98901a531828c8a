"""
Noting that a store has operations to work on, unless that is being found out anyway.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from epsilon.extime import Time

from axiom.store import Store
from mantissa_like.agenda import dueIn

__all__ = ["atWork", "noteDue"]

_atWork: ContextVar[Store | None] = ContextVar("asyncitems_at_work", default=None)


@contextmanager
def atWork(store: Store) -> Iterator[None]:
    """
    A context in which operations of C{store} are worked on; at its end it is found out what is due next.
    """
    token = _atWork.set(store)
    try:
        yield
    finally:
        _atWork.reset(token)


def noteDue(store: Store, when: Time | None = None) -> None:
    """
    Have the operations of C{store} worked on; called in the transaction that makes one due.

    @param when: when it is due; None for at once.
    """
    if _atWork.get() is not store:
        dueIn(store, when)
