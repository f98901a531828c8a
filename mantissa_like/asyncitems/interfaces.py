"""
What asynchronous items are to those who use them, and what they ask of those behind them.
"""

from __future__ import annotations

from zope.interface import Attribute, Interface

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def,no-redef,misc"

__all__ = ["IAsynchronousOperation", "IOperationOrigin"]


class IAsynchronousOperation(Interface):
    """
    Something whose outcome comes later, perhaps in another process: decided once, and kept until then.

    Each method is a transaction of its store, or a savepoint in the one under way.
    """

    operationID = Attribute("A text by which it is known for good; nobody guesses it.")
    state = Attribute("C{pending}, C{resolved}, C{rejected}, C{cancelled} or C{timed-out}.")
    value = Attribute("What it resulted in; None unless it is resolved.")
    error = Attribute("The L{OperationError}; None while it is pending or if it is resolved.")

    def succeed(value=None, key=None):
        """
        Decide that it has this value.

        @param key: of what is decided: to decide the same again with the same key does nothing.
        @raise AlreadySettled: it was decided before.
        @raise BadOperationValue: it can't have this value.
        """

    def fail(error, key=None):
        """
        Decide that it has no value.

        @param error: an exception, a Failure or an L{OperationError}.
        @param key: as that of C{succeed}.
        @raise AlreadySettled: it was decided before.
        """

    def cancel():
        """
        Decide that nobody needs it. So is what it waits for, if nothing else waits for that.

        @raise AlreadySettled: it was decided before.
        """

    def asDeferred():
        """
        Wait for it as long as this process lives.

        @return: a Deferred that fires with the value after the commit of that, or fails with
            L{OperationFailed}. Cancelling it cancels nothing else.
        """


class IOperationOrigin(Interface):
    """
    An item that decides an operation, and is to know if that is not needed any more.
    """

    def operationAbandoned(operation):
        """
        The operation was cancelled or timed out. Called in the transaction of that.
        """

    def waitsFor():
        """
        The operations without which it can't decide.

        @return: an iterable of operations of the same store; may be empty.
        """
