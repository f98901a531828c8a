"""
Asking the applications that a person has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from twisted.logger import Logger
from zope.interface.interface import InterfaceClass

from axiom.store import Store

__all__ = ["askAll"]

T = TypeVar("T")

_log = Logger()


def askAll(store: Store, interface: InterfaceClass, question: Callable[[Any], T]) -> list[T]:
    """
    The answers of all powerups of a person's store, within one snapshot of it. Those that fail are logged and
    left out, so that one application does not hide the others.
    """
    answers = []
    with store.snapshot():
        for powerup in store.powerupsFor(interface):
            try:
                answers.append(question(powerup))
            except Exception:
                _log.failure(
                    "{powerup} does not answer as {interface}",
                    powerup=powerup,
                    interface=interface.__name__,
                )
    return answers
