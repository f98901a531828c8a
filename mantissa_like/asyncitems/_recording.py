"""
Recording: within a durable function, what makes an operation makes it once. When the function is gone through
again, it gets the one that was made.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial, wraps
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

from axiom.store import Store
from mantissa_like.asyncitems.errors import NotInDurableFunction

if TYPE_CHECKING:
    from mantissa_like.asyncitems._asynchronousitem import AsynchronousItem

__all__ = ["Recorder", "currentRecorder", "recorded", "recordedAs", "recordingBy"]

P = ParamSpec("P")
T = TypeVar("T")

# How something is done, not what: to change these is not to do something else.
_OPTIONS = frozenset(("keep", "retry", "timeout", "title"))


class Recorder(Protocol):
    """
    What goes through a durable function.

    @ivar store: in which that happens.
    """

    store: Store

    def made(
        self,
        kind: str,
        name: str,
        make: Callable[[], AsynchronousItem[T]],
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> AsynchronousItem[T]:
        """
        The operation that was made here before; if there was none, the one that C{make} makes now.
        """


_recorder: ContextVar[Recorder | None] = ContextVar("asyncitems_recorder", default=None)


@contextmanager
def recordingBy(recorder: Recorder | None) -> Iterator[None]:
    """
    A context in which operations that are made are recorded; or in which they are not.
    """
    token = _recorder.set(recorder)
    try:
        yield
    finally:
        _recorder.reset(token)


def currentRecorder() -> Recorder:
    """
    What goes through the durable function that runs.

    @raise NotInDurableFunction: none does.
    """
    found = _recorder.get()
    if found is None:
        raise NotInDurableFunction
    return found


def recorded(
    kind: str,
    name: str,
    make: Callable[[], AsynchronousItem[T]],
    args: tuple[object, ...],
    kwargs: dict[str, object],
) -> AsynchronousItem[T]:
    """
    The operation that C{make} makes; in a durable function that comes here again, the one that was made.

    @param kind: what is recorded of it, for good.
    @param name: says which one this is.
    @param args: by which it is known, too.
    @param kwargs: the same.
    """
    recorder = _recorder.get()
    return make() if recorder is None else recorder.made(kind, name, make, args, kwargs)


def recordedAs(
    kind: str,
    name: Callable[..., str] = lambda *args, title="", **kwargs: title,
    options: Collection[str] = _OPTIONS,
) -> Callable[[Callable[P, AsynchronousItem[T]]], Callable[P, AsynchronousItem[T]]]:
    """
    Decorator of a function that makes an operation, so that durable functions can call it.

    @param kind: what is recorded of it, for good.
    @param name: given its arguments, says which one this is; by default C{title}, if that is among them.
    @param options: the names of keyword arguments that can be changed at any time.
    """

    def decorate(make: Callable[P, AsynchronousItem[T]]) -> Callable[P, AsynchronousItem[T]]:
        @wraps(make)
        def record(*args: P.args, **kwargs: P.kwargs) -> AsynchronousItem[T]:
            if _recorder.get() is None:
                return make(*args, **kwargs)
            given = {each: value for each, value in kwargs.items() if each not in options}
            return recorded(kind, name(*args, **kwargs), partial(make, *args, **kwargs), args, given)

        return record

    return decorate
