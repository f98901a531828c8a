"""
What can be wrong with an asynchronous item, or with what it waits for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mantissa_like.errors import MantissaError

if TYPE_CHECKING:
    from mantissa_like.asyncitems._outcomes import OperationError

__all__ = [
    "AlreadySettled",
    "AsynchronousItemError",
    "BadHandler",
    "BadOperationValue",
    "CircularWait",
    "DeadlinePassed",
    "NoSuchOperation",
    "NotStuck",
    "OperationCancelled",
    "OperationFailed",
    "OperationTimedOut",
    "OtherStore",
    "SchemaTaken",
    "UnknownSchema",
]


class AsynchronousItemError(MantissaError):
    """
    Something can't be done with an asynchronous item.
    """


class AlreadySettled(AsynchronousItemError):
    """
    An outcome was decided before; it stays.

    @ivar state: which.
    """

    hint = "An outcome is decided once; give the same key to say again what was said before."

    def __init__(self, operationID: str, state: str) -> None:
        super().__init__(f"operation {operationID} is {state}")
        self.state = state


class DeadlinePassed(AlreadySettled):
    """
    The outcome comes after the deadline of its operation, which is timed out, or will be at once.
    """

    hint = "Give the operation more time when it is made."


class BadHandler(AsynchronousItemError, TypeError):
    """
    A method can't be called by what is stored: it is missing, or not declared for that.
    """

    hint = "Decorate the method with @operationHandler, or with @outsideEffect if it works outside the store."


class BadOperationValue(AsynchronousItemError, ValueError):
    """
    A value is not of the kind that its operation has.
    """

    hint = (
        "A value is what JSON can say, or items of the same store, at most 1 MiB of it;"
        " with a schema, it is what that describes."
    )


class UnknownSchema(AsynchronousItemError, KeyError):
    """
    An operation's value is described by something that nobody declared.
    """

    hint = "Declare it with declareSchema() in a module that is imported with the application."

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"no schema {self.name!r} is declared"


class SchemaTaken(AsynchronousItemError, ValueError):
    """
    Two schemas were declared by one name.
    """

    hint = "A name stands for one schema, for good; choose another, such as one that begins with your app's."

    def __init__(self, name: str) -> None:
        super().__init__(f"there is another schema {name!r}")
        self.name = name


class OtherStore(AsynchronousItemError, ValueError):
    """
    Something of another store was given, which no transaction of this one reaches.
    """

    hint = "Send an interstore message, and settle an operation with its answer."


class CircularWait(AsynchronousItemError, ValueError):
    """
    An operation would wait for itself, perhaps by way of others.
    """

    hint = "A handler must not return what waits for it."


class NoSuchOperation(AsynchronousItemError, LookupError):
    """
    There is no such operation, or the token is not its own; which of the two is not told.
    """

    hint = "Operations that nobody needs are forgotten some time after they were settled."

    def __init__(self, operationID: str) -> None:
        super().__init__(f"there is no operation {operationID}")
        self.operationID = operationID


class NotStuck(AsynchronousItemError):
    """
    An operation was to be tried again that is under way, or has succeeded.
    """

    hint = "What waits for something else goes on by itself when that is settled."

    def __init__(self, operationID: str, state: str) -> None:
        super().__init__(f"operation {operationID} is {state}: there is nothing to try again")
        self.state = state


class OperationFailed(AsynchronousItemError):
    """
    Raised to who awaits an operation that was rejected.

    @ivar error: why.
    """

    def __init__(self, error: OperationError) -> None:
        super().__init__(str(error))
        self.error = error


class OperationCancelled(OperationFailed):
    """
    Raised to who awaits an operation that was cancelled.
    """


class OperationTimedOut(OperationFailed):
    """
    Raised to who awaits an operation whose deadline has passed.
    """
