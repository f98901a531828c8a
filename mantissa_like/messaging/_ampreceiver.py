"""
Items that take commands, and the answers to commands, from other stores.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from twisted.python.failure import Failure
from zope.interface import implementer

from mantissa_like.messaging._amparguments import Delivery
from mantissa_like.messaging._ampcommands import (
    AMP_ANSWER_TYPE,
    answerValue,
    argumentsIn,
    boxIn,
    declaredErrors,
    errorIn,
    errorValue,
    messageIn,
    responseIn,
)
from mantissa_like.messaging._exposers import DELIVERY_FAILED, answerMethod, commandMethod, errorMethod
from mantissa_like.messaging._values import DELIVERY_ERROR, Value
from mantissa_like.messaging.errors import DeliveryFailed, RevertAndRespond
from mantissa_like.messaging.interfaces import IDeliveryConsequence, IMessageReceiver
from mantissa_like.sharing import Identifier

if TYPE_CHECKING:
    from axiom.item import Item

__all__ = ["AMPReceiver"]


@implementer(IMessageReceiver, IDeliveryConsequence)
class AMPReceiver:
    """
    A mixin for items: calls the methods that are exposed for commands, answers and errors.

    As the target of a message it takes commands, by C{@commandMethod.expose(Command)}. The method is called
    with the arguments and returns the response, a dictionary; or it raises an error that the command
    declares, which undoes what was changed and is told to the sender. After any other error all is undone,
    and the message comes again.

    As the consequence of a message it takes the answer, by C{@answerMethod.expose(Command)}, a method that is
    called with the response; or an error, by C{@errorMethod.expose(Command, ErrorType)}, a method that is
    called with a L{Failure}. The error in that is made of its text alone.
    """

    def messageReceived(self, value: Value, sender: Identifier, target: Identifier) -> Value:
        """
        See L{IMessageReceiver}.

        @raise NotExposed: no method takes the command.
        """
        name, box = messageIn(value)
        method, command = commandMethod.find(self, name)
        delivery = self._delivery(sender, target)
        arguments = argumentsIn(box, command, delivery)
        try:
            response = method(**arguments)
        except tuple(declaredErrors(command)) as e:
            raise RevertAndRespond(errorValue(command, e)) from e
        return answerValue(command, response, delivery)

    def answerReceived(self, answer: Value, value: Value, sender: Identifier, target: Identifier) -> None:
        """
        See L{IDeliveryConsequence}.

        @raise NotExposed: no method takes the answer, or the error.
        """
        name, _ = messageIn(value)
        if answer.type == DELIVERY_ERROR:
            method, _ = errorMethod.find(self, name, DELIVERY_FAILED)
            method(Failure(DeliveryFailed(target, answer.data.decode("utf-8", "replace"))))
            return
        box = boxIn(answer, AMP_ANSWER_TYPE)
        error = errorIn(box)
        if error is None:
            method, command = answerMethod.find(self, name)
            method(**responseIn(box, command, self._delivery(sender, target)))
        else:
            code, description = error
            method, errorType = errorMethod.find(self, name, code)
            method(Failure(errorType(description)))

    def _delivery(self, sender: Identifier, target: Identifier) -> Delivery:
        return Delivery(sender, target, cast("Item", self).presentStore())
