"""
What can be wrong with a message, with its sender, and with the way to its target.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mantissa_like.errors import MantissaError

if TYPE_CHECKING:
    from mantissa_like.messaging._values import Value

__all__ = [
    "BadCollator",
    "BadSender",
    "CannotScatterFiles",
    "CollatorDied",
    "DeliveryFailed",
    "ErrorNotDeclared",
    "FileTooLarge",
    "HandlerFailed",
    "MalformedMessage",
    "MessagingError",
    "MethodDoesNotFit",
    "NoSuchMessage",
    "NotAnApplication",
    "NotExposed",
    "NotWaiting",
    "QueueFull",
    "RevertAndRespond",
    "TargetUnreachable",
    "TooLarge",
    "WrongArguments",
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

    @ivar traceback: of that error, as text, without what the error says, which the target keeps.
    """

    hint = (
        "Mend the receiver; the message is tried again some times, and can be retried after that. What the"
        " error says, 'axiomatic messages list --received' tells of the target's owner."
    )

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


class NoSuchMessage(MessagingError, LookupError):
    """
    A store sends no message with this number, or not any more.

    @ivar number: which.
    """

    hint = "Messages that were answered are forgotten soon; messages list shows the others."

    def __init__(self, number: object) -> None:
        super().__init__(f"there is no message {number}")
        self.number = number


class NotWaiting(MessagingError):
    """
    A message was to be retried or dropped that was answered meanwhile.
    """

    hint = "There is nothing left to do for it."

    def __init__(self, message: object) -> None:
        super().__init__(f"the message {message} was answered")


class MalformedMessage(MessagingError, ValueError):
    """
    The contents of a message or of an answer are not what their type says.
    """

    hint = "Send commands by AMPMessenger or ask(); let only AMPReceiver and ask() take their answers."

    def __init__(self, reason: str) -> None:
        super().__init__(f"the message can't be read: {reason}")


class WrongArguments(MessagingError, TypeError):
    """
    A command was sent, or answered, with values that it does not declare, or does no more.

    @ivar command: its name.
    @ivar part: C{"arguments"} or C{"response"}.
    """

    hint = "Compare them with the arguments and the response that the Command declares."

    def __init__(self, command: bytes, part: str, reason: str) -> None:
        super().__init__(f"what was given is not the {part} of {command.decode()}: {reason}")
        self.command, self.part = command.decode(), part


class NotExposed(MessagingError, LookupError):
    """
    An item got a command, an answer or an error for which it exposes no method.

    @ivar itemType: the name of the item's class.
    """

    hint = "Expose a method for it by commandMethod, answerMethod or errorMethod; then retry the message."

    def __init__(self, itemType: str, purpose: str, key: tuple[bytes, ...]) -> None:
        # The names come from another store.
        names = " ".join(each.decode("utf-8", "replace") for each in key)
        super().__init__(f"{itemType} exposes no method for the {purpose} {names}")
        self.itemType = itemType


class MethodDoesNotFit(MessagingError, TypeError):
    """
    A method was exposed for a command with which it can't be called.
    """

    hint = "Give it the parameters that the Command declares, under the same names."

    def __init__(self, method: str, command: bytes, reason: str) -> None:
        super().__init__(f"{method} can't take {command.decode()}: {reason}")


class ErrorNotDeclared(MessagingError, TypeError):
    """
    A method was exposed for an error with which its command can't fail.
    """

    hint = "Declare it in the errors of the Command; DeliveryFailed needs no declaration."

    def __init__(self, command: bytes, errorType: type[Exception]) -> None:
        super().__init__(f"{command.decode()} does not declare {errorType.__name__}")


class FileTooLarge(MessagingError, ValueError):
    """
    A file has more bytes than a message may carry; nothing was sent.
    """

    hint = "Share the file, and send the identifier of the share."

    def __init__(self, path: str, size: int, most: int) -> None:
        super().__init__(f"{path} has {size:,} bytes; a message carries files of at most {most:,}")


class DeliveryFailed(MessagingError):
    """
    A message can't be delivered: nobody has its target, or its sender may not send there; which, is not told.

    @ivar reason: a code, such as C{no-share}.
    """

    hint = "Ask the target's owner to share it with the sender's owner; then send again."

    def __init__(self, target: object, reason: str) -> None:
        super().__init__(f"{target} can't be reached: {reason}")
        self.reason = reason


class BadCollator(MessagingError, TypeError):
    """
    A method was named that does not collate the answers to the command.
    """

    hint = "Decorate the method of the item with @collator(Command)."

    def __init__(self, itemType: str, method: str) -> None:
        super().__init__(f"{itemType}.{method} does not collate answers to the command")


class CollatorDied(MessagingError):
    """
    The process ended while a scatter's answers were collated.
    """

    hint = "Mend the collator, and scatter again."

    def __init__(self, method: str) -> None:
        super().__init__(f"the process died while {method} collated answers")


class CannotScatterFiles(MessagingError, TypeError):
    """
    A command that takes a file was to be scattered; nothing was asked.
    """

    hint = "Share the file, and scatter its identifier."

    def __init__(self, command: bytes) -> None:
        name = command.decode("ascii", "replace")
        super().__init__(f"{name} has a file, which only a message to one target can have")


class NotAnApplication(MessagingError):
    """
    A user's store was to ask every user of the site, which only an application may.
    """

    hint = "Name the targets, or scatter from the store of an application."

    def __init__(self, store: object) -> None:
        super().__init__(f"{store} is not the store of an application")
