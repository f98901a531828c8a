"""
Who awaits: mostly a coroutine of this process, for which an operation becomes a Deferred.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mantissa_like.asyncitems._asynchronousitem import AsynchronousItem

__all__ = ["Await", "awaitOperation", "awaitedBy"]

Await = Callable[["AsynchronousItem"], Generator[Any, Any, Any]]

_await: ContextVar[Await | None] = ContextVar("asyncitems_await", default=None)


def awaitOperation(operation: AsynchronousItem) -> Generator[Any, Any, Any]:
    """
    What C{await operation} does here.
    """
    found = _await.get()
    return operation.asDeferred().__await__() if found is None else found(operation)


@contextmanager
def awaitedBy(await_: Await | None) -> Iterator[None]:
    """
    A context in which coroutines are run for which C{await operation} is something else.

    @param await_: given the operation; a generator whose result is the value. None for what it is elsewhere.
    """
    token = _await.set(await_)
    try:
        yield
    finally:
        _await.reset(token)
