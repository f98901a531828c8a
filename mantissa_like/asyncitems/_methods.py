"""
Methods that may be called by their stored names, each declared for that by a decorator.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, overload

from mantissa_like.asyncitems.errors import BadHandler

__all__ = ["EFFECT", "HANDLER", "methodProblem", "methodVersion", "operationHandler", "outsideEffect"]

F = TypeVar("F", bound=Callable[..., Any])

HANDLER, EFFECT = "operationHandler", "outsideEffect"


@overload
def operationHandler(method: F) -> F: ...
@overload
def operationHandler(*, version: int) -> Callable[[F], F]: ...
def operationHandler(method: Any = None, *, version: int = 1) -> Any:
    """
    Decorator of a method of an item: it may be called with the outcome of an operation.

    It is given the value, or the L{OperationError}. It runs in the transaction in which its own outcome is
    recorded, so what it does in the store is done exactly once. What it returns is that outcome: what JSON
    can say, an item, None; or another operation of the store, whose outcome is to be its own. If it raises,
    everything that it did is undone.

    @param version: to be changed when handlers that were added before must not be run by the new code.
    """
    return _marking(HANDLER, version) if method is None else _marking(HANDLER, version)(method)


@overload
def outsideEffect(method: F) -> F: ...
@overload
def outsideEffect(*, version: int) -> Callable[[F], F]: ...
def outsideEffect(method: Any = None, *, version: int = 1) -> Any:
    """
    Decorator of a method of an item, mostly an C{async} one: it does something outside the store.

    It is given a key, the same for each attempt, and the arguments; called outside any transaction, and once
    more if nobody knows what became of an attempt. What it returns is the value of its operation.

    @param version: as that of L{operationHandler}.
    """
    return _marking(EFFECT, version) if method is None else _marking(EFFECT, version)(method)


def methodVersion(target: object, name: str, kind: str) -> int:
    """
    The version of a method that may be called by its name.

    @param kind: L{HANDLER} or L{EFFECT}.
    @raise BadHandler: it may not.
    """
    found = _marks(target, name).get(kind)
    if found is None:
        raise BadHandler(f"{type(target).__name__}.{name} is not decorated with @{kind}")
    return found


def methodProblem(target: object, name: str, version: int, kind: str) -> str:
    """
    Why a method can't be called that could be once; empty if it can.
    """
    if target is None:
        return "The item is gone."
    found = _marks(target, name).get(kind)
    if found is None:
        return f"{type(target).__name__} has no method {name} that is decorated with @{kind}."
    if found != version:
        return f"{type(target).__name__}.{name} is of version {found} now, and was of {version}."
    return ""


def _marking(kind: str, version: int) -> Callable[[F], F]:
    def mark(method: F) -> F:
        marks: dict[str, int] = {**getattr(method, "operationMarks", {}), kind: version}
        method.operationMarks = marks  # type: ignore[attr-defined]
        return method

    return mark


def _marks(target: object, name: str) -> dict[str, int]:
    marks: dict[str, int] = getattr(getattr(type(target), name, None), "operationMarks", {})
    return marks
