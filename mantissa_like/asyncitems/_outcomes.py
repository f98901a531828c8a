"""
Outcomes: the states of an operation, and why one failed.
"""

from __future__ import annotations

import msgspec
from twisted.python.failure import Failure

from mantissa_like.asyncitems.errors import OperationCancelled, OperationFailed, OperationTimedOut

__all__ = [
    "CANCELLED",
    "PENDING",
    "REJECTED",
    "RESOLVED",
    "TIMED_OUT",
    "OperationError",
    "asOperationError",
    "exceptionFor",
]

PENDING, RESOLVED, REJECTED = "pending", "resolved", "rejected"
CANCELLED, TIMED_OUT = "cancelled", "timed-out"

_LONGEST_MESSAGE = 10_000
_LONGEST_TRACEBACK = 50_000


class OperationError(msgspec.Struct, frozen=True):
    """
    Why an operation has no value.

    @ivar type: the name of the exception's class, without its module.
    @ivar message: what it says; at most 10,000 characters, may be empty.
    @ivar traceback: where it was raised, without the values of variables; at most 50,000 characters, empty if
        it was raised nowhere.
    @ivar bases: the names of the classes from which that of the exception is derived.
    """

    type: str
    message: str
    traceback: str = ""
    bases: tuple[str, ...] = ()

    def isOne(self, *names: str) -> bool:
        """
        Whether the exception is of a class with one of these names, or derived from one.
        """
        return self.type in names or any(base in names for base in self.bases)

    def isLike(self, other: OperationError | None) -> bool:
        """
        Whether both say the same, wherever they were raised.
        """
        return other is not None and (self.type, self.message) == (other.type, other.message)

    def __str__(self) -> str:
        return f"{self.type}: {self.message}" if self.message else self.type


def asOperationError(error: BaseException | Failure | OperationError) -> OperationError:
    """
    What is kept of an exception.
    """
    if isinstance(error, OperationError):
        return error
    if isinstance(error, OperationFailed):
        return error.error
    failure = error if isinstance(error, Failure) else Failure(error)
    kind, *bases = (each.__name__ for each in type(failure.value).__mro__ if each is not object)
    return OperationError(
        kind,
        str(failure.value)[:_LONGEST_MESSAGE],
        failure.getTraceback()[-_LONGEST_TRACEBACK:] if failure.getTracebackObject() else "",
        tuple(bases),
    )


def exceptionFor(state: str, error: OperationError) -> OperationFailed:
    """
    What is raised to who awaits an operation with this outcome.
    """
    kinds = {CANCELLED: OperationCancelled, TIMED_OUT: OperationTimedOut}
    return kinds.get(state, OperationFailed)(error)
