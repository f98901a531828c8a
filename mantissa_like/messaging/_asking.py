"""
Asking a shared item of another store, and getting its answer as an asynchronous item.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from twisted.protocols.amp import Command
from zope.interface import implementer

from axiom.attributes import reference
from axiom.item import Item
from mantissa_like.asyncitems import (
    AlreadySettled,
    AsynchronousItem,
    BadOperationValue,
    OperationError,
    commandNamed,
    makeOperation,
    recordedAs,
)
from mantissa_like.messaging._amparguments import Delivery
from mantissa_like.messaging._ampcommands import (
    AMP_ANSWER_TYPE,
    boxIn,
    declaredErrors,
    errorIn,
    messageIn,
    responseIn,
)
from mantissa_like.messaging._ampmessenger import AMPMessenger
from mantissa_like.messaging._queue import messageQueueOf
from mantissa_like.messaging._sendernames import senderOf
from mantissa_like.messaging._values import DELIVERY_ERROR, Value
from mantissa_like.messaging.errors import DeliveryFailed, MalformedMessage, WrongArguments
from mantissa_like.messaging.interfaces import IDropConsequence
from mantissa_like.sharing import Identifier

__all__ = ["Question", "ask"]


@recordedAs(
    "ask", lambda item, target, command, **arguments: command.commandName.decode(), options=("timeout",)
)
def ask(
    item: Item,
    target: Identifier,
    command: type[Command],
    /,
    timeout: timedelta | None = None,
    **arguments: object,
) -> AsynchronousItem:
    """
    Send a command from an item to another, and have the answer decide an operation.

    In a transaction nothing is sent unless it commits. The operation is resolved with the response, a
    dictionary; or rejected with an error that the command declares, with L{DeliveryFailed}, or with what is
    wrong with an answer that the command does not describe. Its C{error.type} is the name of that class.

    @param item: of the store that asks; C{target} sees the name by which it is shared, or another one, to
        which nobody can send.
    @param command: whose name no other class of commands has.
    @param timeout: after which time the operation is timed out. C{target} may have got the command all the
        same.
    @param arguments: those that C{command} declares.
    @raise WrongArguments: C{command} declares others.
    """
    return item.presentStore().transact(_ask, item, target, command, timeout, arguments)


def _ask(
    item: Item,
    target: Identifier,
    command: type[Command],
    timeout: timedelta | None,
    arguments: dict[str, object],
) -> AsynchronousItem:
    store = item.presentStore()
    title = f"{command.commandName.decode()} to {target}"
    operation = makeOperation(store, title=title, timeout=timeout, schema=command)
    messenger = AMPMessenger(messageQueueOf(store), senderOf(item), target)
    messenger.messageRemote(command, Question(store=store, operation=operation), **arguments)
    return operation


@implementer(IDropConsequence)
class Question(Item):
    """
    What takes the answer to a command that was asked, and decides an operation with it.

    @ivar operation: which; None if that is gone.
    """

    typeName = "messaging_question"
    schemaVersion = 1

    operation = reference(reftype=AsynchronousItem, whenDeleted=reference.NULLIFY)

    def answerReceived(self, answer: Value, value: Value, sender: Identifier, target: Identifier) -> None:
        """
        See L{IDropConsequence}.
        """
        operation = self.operation
        if operation is not None and operation.isPending:
            delivery = Delivery(sender, target, self.presentStore())
            # Its deadline may have passed, too.
            with suppress(AlreadySettled):
                try:
                    self._settle(operation, answer, value, delivery)
                except (MalformedMessage, WrongArguments, BadOperationValue) as e:
                    # Whoever answers like this will not answer otherwise.
                    operation.fail(e)
        self.deleteFromStore()

    def messageDropped(self, value: Value, sender: Identifier, target: Identifier) -> None:
        """
        See L{IDropConsequence}: the operation has failed.
        """
        operation = self.operation
        if operation is not None and operation.isPending:
            with suppress(AlreadySettled):
                operation.fail(DeliveryFailed(target, "it was dropped"))
        self.deleteFromStore()

    def _settle(self, operation: AsynchronousItem, answer: Value, value: Value, delivery: Delivery) -> None:
        if answer.type == DELIVERY_ERROR:
            operation.fail(DeliveryFailed(delivery.target, answer.data.decode("utf-8", "replace")))
            return
        name, _ = messageIn(value)
        command, box = commandNamed(name), boxIn(answer, AMP_ANSWER_TYPE)
        error = errorIn(box)
        if error is None:
            operation.succeed(responseIn(box, command, delivery))
        else:
            code, description = error
            names = {each: error.__name__ for error, each in declaredErrors(command).items()}
            operation.fail(OperationError(names.get(code, code.decode("utf-8", "replace")), description))
