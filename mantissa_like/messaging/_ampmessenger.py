"""
Sending commands to shared items of other stores.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from twisted.protocols.amp import Command

from mantissa_like.messaging._amparguments import Delivery
from mantissa_like.messaging._ampcommands import messageValue
from mantissa_like.messaging._values import MessageID
from mantissa_like.messaging.interfaces import IMessageQueue
from mantissa_like.sharing import Identifier

if TYPE_CHECKING:
    from axiom.item import Item

__all__ = ["AMPMessenger"]


@dataclass(frozen=True)
class AMPMessenger:
    """
    What one item sends to another.

    @ivar queue: that of the sender's store.
    @ivar sender: the item that sends, as it is shared in its store.
    @ivar target: the item to which it sends.
    """

    queue: IMessageQueue
    sender: Identifier
    target: Identifier

    def messageRemote(
        self, command: type[Command], consequence: Item | None = None, **arguments: object
    ) -> MessageID:
        """
        Send a command. In a transaction nothing is sent unless it commits.

        @param consequence: an item of the sender's store that provides L{IDeliveryConsequence}, such as an
            L{AMPReceiver}, to take the answer; None if the answer does not matter.
        @param arguments: those that C{command} declares.
        @raise WrongArguments: C{command} declares others.
        """
        messageID: MessageID = self.queue.store.transact(self._send, command, consequence, arguments)
        return messageID

    def _send(
        self, command: type[Command], consequence: Item | None, arguments: dict[str, object]
    ) -> MessageID:
        delivery = Delivery(self.sender, self.target, self.queue.store)
        value = messageValue(command, arguments, delivery)
        messageID: MessageID = self.queue.queueMessage(
            self.sender, self.target, value, consequence, delivery.files
        )
        return messageID
