"""
Exposers: which methods of an item take which commands, answers and errors.

What arrives from other stores calls exposed methods only; a method that can't take what it is exposed for is
refused where it is declared. A subclass that overrides an exposed method exposes its own, or none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from inspect import iscoroutinefunction, signature
from typing import Any, Generic, TypeVar

from epsilon.expose import Exposer, MethodNotExposed
from twisted.protocols.amp import Argument, Command

from mantissa_like.messaging._amparguments import FileArgument
from mantissa_like.messaging._ampcommands import declaredErrors
from mantissa_like.messaging.errors import DeliveryFailed, ErrorNotDeclared, MethodDoesNotFit, NotExposed

__all__ = ["DELIVERY_FAILED", "answerMethod", "commandMethod", "errorMethod"]

# The code of L{DeliveryFailed}, an error of every command.
DELIVERY_FAILED = b"mantissa.delivery.failed"

F = TypeVar("F", bound=Callable[..., Any])
Declared = TypeVar("Declared")
Taken = Iterable[tuple[bytes, Argument]]


class _Exposed(Generic[Declared]):
    """
    The methods that are exposed for one purpose, by keys, each with what it was declared for.
    """

    def __init__(self, purpose: str) -> None:
        """
        @param purpose: what they are there for, in a few words.
        """
        self._purpose, self._exposer = purpose, Exposer(purpose)
        self._declared: dict[tuple[object, object], Declared] = {}

    def find(self, item: object, *key: bytes) -> tuple[Callable[..., Any], Declared]:
        """
        The method of C{item} with this key, and what it was declared for.

        @raise NotExposed: it has none.
        """
        try:
            method = self._exposer.get(item, key)
        except MethodNotExposed as e:
            raise NotExposed(type(item).__name__, self._purpose, key) from e
        return method, self._declared[method.__func__, key]

    def _expose(self, method: F, declared: Declared, *key: bytes) -> F:
        self._declared[method, key] = declared
        self._exposer.expose(key)(method)
        return method


class CommandExposer(_Exposed[type[Command]]):
    """
    Exposes one method for each command.
    """

    def __init__(
        self, purpose: str, taken: Callable[[type[Command]], Iterable[tuple[bytes, Argument]]]
    ) -> None:
        """
        @param taken: what of a command the method is called with.
        """
        super().__init__(purpose)
        self._taken = taken

    def expose(self, command: type[Command]) -> Callable[[F], F]:
        """
        Let the decorated method take C{command}; it is called with keyword arguments.

        @raise MethodDoesNotFit: it can't be called with the command's names, or would not be done when it
            returns; or the command has files in its response.
        """
        names = [name.decode("ascii") for name, _ in self._taken(command)]

        def decorate(method: F) -> F:
            reason = _whatDoesNotFit(method, names, command)
            if reason is not None:
                raise MethodDoesNotFit(method.__qualname__, command.commandName, reason)
            return self._expose(method, command, command.commandName)

        return decorate


def _whatDoesNotFit(method: Callable[..., Any], names: Iterable[str], command: type[Command]) -> str | None:
    if iscoroutinefunction(method):
        return "it is asynchronous, and would run after its transaction"
    if any(isinstance(argument, FileArgument) for _, argument in command.response):
        return "a response can't have files"
    try:
        signature(method).bind(None, **dict.fromkeys(names))
    except TypeError as e:
        return str(e)
    return None


class ErrorExposer(_Exposed[type[Exception]]):
    """
    Exposes one method for each error of each command.
    """

    def expose(self, command: type[Command], errorType: type[Exception]) -> Callable[[F], F]:
        """
        Let the decorated method take the failures of C{command} with this error.

        @param errorType: one that the command declares, or L{DeliveryFailed}.
        @raise ErrorNotDeclared: it is neither.
        """
        code = DELIVERY_FAILED if errorType is DeliveryFailed else declaredErrors(command).get(errorType)
        if code is None:
            raise ErrorNotDeclared(command.commandName, errorType)
        return lambda method: self._expose(method, errorType, command.commandName, code)


commandMethod = CommandExposer("command", lambda command: command.arguments)
answerMethod = CommandExposer("answer", lambda command: command.response)
errorMethod = ErrorExposer("error")
