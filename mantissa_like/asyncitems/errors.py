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
    "ArgumentsMismatch",
    "AsynchronousItemError",
    "BadHandler",
    "BadOperationValue",
    "BadResult",
    "BadStep",
    "ChangedOutsideStep",
    "CircularWait",
    "DeadlinePassed",
    "DurableFunctionError",
    "ForeignAwait",
    "FunctionChanged",
    "FunctionMissing",
    "HistoryMismatch",
    "HistoryTooLong",
    "NoSuchOperation",
    "NoSuchStep",
    "NotDurable",
    "NotInDurableFunction",
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


class NotInDurableFunction(AsynchronousItemError, RuntimeError):
    """
    A recorded step was awaited where nothing records it.
    """

    hint = "Await it in an async method that is decorated with @durable; elsewhere just call the method."

    def __init__(self) -> None:
        super().__init__("no durable function runs here")


class NotDurable(AsynchronousItemError, TypeError):
    """
    An operation was taken for the run of a durable function.
    """

    hint = "Only what a method returned that is decorated with @durable has a history, and can be restarted."

    def __init__(self, operationID: str) -> None:
        super().__init__(f"operation {operationID} is no run of a durable function")


class NoSuchStep(AsynchronousItemError, LookupError):
    """
    A run has not come so far.
    """

    hint = "historyOf() has the steps that are recorded, from 1 on."

    def __init__(self, operationID: str, step: int) -> None:
        super().__init__(f"operation {operationID} has recorded no step {step}")


class DurableFunctionError(AsynchronousItemError):
    """
    A run of a durable function can't go on with the function as it is: it is parked.
    """

    hint = (
        "Mend the function and resume the run, which goes on where it was; or restart it, which does"
        " everything again; or cancel it."
    )


class HistoryMismatch(DurableFunctionError):
    """
    The function does something else than what it did: it was changed, or depends on what is not recorded.

    @ivar number: of the step at which it differs.
    """

    def __init__(self, number: int, recorded: str, does: str) -> None:
        super().__init__(f"at step {number} the record says {recorded}, the code {does}")
        self.number = number


class FunctionChanged(DurableFunctionError):
    """
    The function is of another version than the run.
    """

    hint = (
        "Keep the code of that version, decorated with formerly(); or resume the run, which goes on with the"
        " new code if that fits what is recorded; or restart it, which does everything again; or cancel it."
    )

    def __init__(self, name: str, version: int, current: int) -> None:
        super().__init__(f"{name} is of version {current} now, and the run of {version}")


class ArgumentsMismatch(DurableFunctionError):
    """
    The function does not take any more what it was called with.
    """

    hint = (
        "Let it take that, too, or keep the former code, decorated with formerly(). Then resume the run; or"
        " cancel it."
    )

    def __init__(self, name: str, problem: object) -> None:
        super().__init__(f"{name} does not take what it was called with: {problem}")


class FunctionMissing(DurableFunctionError):
    """
    The item or the function is gone.
    """

    hint = "Bring it back and resume the run, or cancel it."

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no durable function {name} any more, or its item is gone")


class ForeignAwait(DurableFunctionError):
    """
    The function awaits what no record knows.
    """

    hint = (
        "A durable function awaits operations of its own store, step(), sleep(), now() and randomText(). Wait"
        " for something else in a method decorated with @outsideEffect, and await effect(item, method). Then"
        " resume the run."
    )

    def __init__(self, awaited: object) -> None:
        super().__init__(f"the function awaits {awaited!r:.200}")


class ChangedOutsideStep(DurableFunctionError):
    """
    The function changes items itself, which would be done again each time that it is gone through.
    """

    hint = "Change items in a method, and let the function await step(name, method). Then resume the run."


class BadStep(DurableFunctionError):
    """
    What is called as a step can't be one.
    """

    hint = (
        "A step is an ordinary method that returns what JSON can say, or items of the store; what takes time"
        " is awaited as an operation. Mend it, and resume the run."
    )

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"step {name} {problem}")


class BadResult(DurableFunctionError):
    """
    What the function returns can't be stored.
    """

    hint = "Return what JSON can say, or items of the store. Then resume the run."


class HistoryTooLong(DurableFunctionError):
    """
    The run has recorded as much as it may.
    """

    hint = (
        "Let the function end earlier by returning a call of itself with what it needs to go on, which begins"
        " a new history; or leave parts to other durable functions. Then resume or restart the run."
    )

    def __init__(self, most: int) -> None:
        super().__init__(f"{most:,} steps are recorded, and no run may have more")
