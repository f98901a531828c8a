"""
What can be wrong with a message, with its sender, and with the way to its target.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mantissa_like.errors import MantissaError

if TYPE_CHECKING:
    from mantissa_like.messaging._values import Value

__all__ = [
    "BadSender",
    "HandlerFailed",
    "MessagingError",
    "NotWaiting",
    "QueueFull",
    "RevertAndRespond",
    "TargetUnreachable",
    "TooLarge",
]


class MessagingError(MantissaError):
    """
    A message can't be sent or delivered.
    """


class BadSender(MessagingError, ValueError):
    """
    A store was to send a message in the name of another one; nothing was queued.

    @ivar sender: in whose.
    """

    hint = "Send from an item by an identifier whose localpart and domain are those of the store's owner."

    def __init__(self, sender: object) -> None:
        super().__init__(f"this store does not belong to {sender}")
        self.sender = sender


class QueueFull(MessagingError):
    """
    As many messages wait as may, for this target or at all; nothing was queued.

    @ivar waiting: how many that are.
    """

    hint = (
        "Try again later. If the target is slow or gone, retry or drop what waits for it: "
        "'axiomatic messages' lists it. The bounds are in site.toml under [messages]."
    )

    def __init__(self, waiting: int, whither: str) -> None:
        """
        @param whither: for whom they wait.
        """
        super().__init__(f"{waiting:,} messages {whither} wait already, and no more may")
        self.waiting = waiting


class TooLarge(MessagingError, ValueError):
    """
    The content of a message is larger than may be; nothing was queued.

    @ivar size: in bytes.
    """

    hint = "Send large content as a file, of which the message has the name."

    def __init__(self, size: int, most: int) -> None:
        super().__init__(f"the message has {size:,} bytes; {most:,} are the most")
        self.size = size


class TargetUnreachable(MessagingError):
    """
    The target's store can't be used now; the message is to be routed again.

    @ivar retryAfter: in how many seconds; None if that is not known.
    """

    hint = "The message is kept and tried again."

    def __init__(self, why: str, retryAfter: float | None = None) -> None:
        super().__init__(why)
        self.retryAfter = retryAfter


class HandlerFailed(MessagingError):
    """
    The receiver raised an unexpected error; what it did is undone.

    @ivar traceback: of that error, as text.
    """

    hint = "Mend the receiver; the message is tried again some times, and can be retried after that."

    def __init__(self, traceback: str) -> None:
        super().__init__(traceback.rstrip().rpartition("\n")[2])
        self.traceback = traceback


class RevertAndRespond(MessagingError):
    """
    Raised by a receiver: undo what it did for this message, and give this answer.

    @ivar value: the answer.
    """

    def __init__(self, value: Value) -> None:
        super().__init__(value)
        self.value = value


class NotWaiting(MessagingError):
    """
    A message was to be retried or dropped that was answered meanwhile.
    """

    hint = "There is nothing left to do for it."

    def __init__(self, message: object) -> None:
        super().__init__(f"the message {message} was answered")
