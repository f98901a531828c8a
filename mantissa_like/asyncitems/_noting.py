"""
Noting that a store has operations to work on, unless that is being found out anyway.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from epsilon.extime import Time

from axiom.store import Store
from mantissa_like.agenda import dueIn

__all__ = ["atWork", "noteDue"]

# Not a context variable: coroutines that begin here go on in other turns, with a copy of those.
_atWork: list[Store] = []


@contextmanager
def atWork(store: Store) -> Iterator[None]:
    """
    A context in which operations of C{store} are worked on, and at its end it is found out what is due next.
    """
    _atWork.append(store)
    try:
        yield
    finally:
        _atWork.pop()


def noteDue(store: Store, when: Time | None = None) -> None:
    """
    Have the operations of C{store} worked on; called in the transaction that makes one due.

    @param when: when it is due; None for at once.
    """
    if store not in _atWork:
        dueIn(store, when)
