"""
Durable functions: asynchronous methods of items that outlive the process in which they run.

To call one is to begin a run, which is an operation. It goes on whenever what it awaits is settled, in
whatever process works for the store then: by going through the function once more, past all that is recorded.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from datetime import timedelta
from functools import partial, update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar, cast, overload

from axiom.item import Item
from mantissa_like.asyncitems._asynchronousitem import AsynchronousItem, inTransaction
from mantissa_like.asyncitems._durableargument import keepArguments
from mantissa_like.asyncitems._durablerun import BEGUN, DurableRun, versionsOf
from mantissa_like.asyncitems._making import makeRunning
from mantissa_like.asyncitems._recording import recorded
from mantissa_like.asyncitems._values import encodeValue
from mantissa_like.asyncitems.errors import BadHandler

__all__ = ["DurableMethod", "durable"]

S = TypeVar("S", bound=Item)
P = ParamSpec("P")
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Coroutine[Any, Any, Any]])

Code = Callable[Concatenate[S, P], Coroutine[Any, Any, T]]


class DurableMethod(Generic[S, P, T]):
    """
    A durable function, as an attribute of a class of items.

    @ivar __name__: its name.
    @ivar versions: its code by version; new runs are of the greatest.
    """

    __name__: str

    def __init__(
        self, code: Code[S, P, T], version: int, timeout: timedelta | None, keep: timedelta | None
    ) -> None:
        if not inspect.iscoroutinefunction(code):
            raise BadHandler(f"{code!r} is decorated with @durable, and no async def")
        update_wrapper(cast(Any, self), code)
        self.versions: dict[int, Callable[..., Coroutine[Any, Any, Any]]] = {version: code}
        self._timeout, self._keep = timeout, keep
        self._signature = inspect.signature(code)

    @overload
    def __get__(self, item: None, owner: type) -> Self: ...
    @overload
    def __get__(self, item: S, owner: type) -> Callable[P, AsynchronousItem[T]]: ...
    def __get__(self, item: S | None, owner: type) -> Any:
        return self if item is None else partial(self._call, item)

    def formerly(self, version: int) -> Callable[[F], F]:
        """
        Decorator of what this function was in a former version: runs that began with it go on with it.
        """

        def keep(code: F) -> F:
            self.versions[version] = code
            return code

        return keep

    def _call(self, item: S, *args: P.args, **kwargs: P.kwargs) -> AsynchronousItem[T]:
        # What does not fit the function is the caller's mistake.
        self._signature.bind(item, *args, **kwargs)
        begin = partial(self._begin, item, args, kwargs)
        begun = partial(inTransaction, item.presentStore(), begin)
        return recorded(BEGUN, self.__name__, begun, (item, *args), kwargs)

    def _begin(self, item: S, args: tuple[Any, ...], kwargs: dict[str, Any]) -> AsynchronousItem[T]:
        if versionsOf(item, self.__name__) is not self.versions:
            raise BadHandler(f"{type(item).__name__}.{self.__name__} is another function than the one called")
        store = item.presentStore()
        run = DurableRun(
            store=store,
            target=item,
            method=self.__name__,
            version=max(self.versions),
            arguments=encodeValue(store, [args, kwargs]),
        )
        title = f"{type(item).__name__}.{self.__name__}"
        operation: AsynchronousItem[T] = makeRunning(run, "advance", self._timeout, self._keep, title)
        run.operation = operation
        keepArguments(run, run.arguments)
        return operation


@overload
def durable(code: Code[S, P, T]) -> DurableMethod[S, P, T]: ...
@overload
def durable(
    *, version: int = 1, timeout: timedelta | None = None, keep: timedelta | None = None
) -> Callable[[Code[S, P, T]], DurableMethod[S, P, T]]: ...
def durable(
    code: Any = None, *, version: int = 1, timeout: timedelta | None = None, keep: timedelta | None = None
) -> Any:
    """
    Decorator of an C{async} method of an item, whose calls outlive the process.

    A call returns an operation at once, whose value is what the function returns. The function is run soon
    after, and again from its start whenever what it awaited is settled; what it did before is recorded, and
    not done again. It awaits operations, of this store, and L{step<mantissa_like.asyncitems.step>} and the
    like. Changing items is for its steps; all else that it computes must come out the same each time.

    A run whose function breaks these rules, or does something else than what is recorded, since it was
    changed, is parked: L{stuckOperations<mantissa_like.asyncitems.stuckOperations>} has it, and its problem
    says what differs. C{retryOperation} lets it go on when the function fits again, C{restartRun} begins
    anew, C{cancelOperation} ends it. A run that is cancelled or timed out is not run any more.

    @param version: of the code. Runs of another one are parked, unless their code is kept by C{formerly}.
    @param timeout: the time after which a run is timed out.
    @param keep: the time for which a run and its history are kept when it is settled and nobody needs it;
        None for a minute.
    @raise BadHandler: it is no C{async} method.
    """
    make = partial(DurableMethod, version=version, timeout=timeout, keep=keep)
    return make if code is None else make(code)
