"""
The seams of interstore messaging: what sends, what carries, what receives, and what hears the answer.
"""

from __future__ import annotations

from zope.interface import Attribute, Interface

from axiom.item import nameInterface

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = [
    "IDeliveryConsequence",
    "IDropConsequence",
    "IMessageQueue",
    "IMessageReceiver",
    "IMessageRouter",
    "IMessageSettings",
    "IReceiverMaker",
]


class IMessageQueue(Interface):
    """
    Sends messages from one store.
    """

    store = Attribute("that store")

    def queueMessage(sender, target, value, consequence=None, files=()):
        """
        Have a message delivered once the transaction under way is committed; never if it is not.

        @param sender: the L{Identifier<mantissa_like.sharing.Identifier>} of what sends it, of this store.
        @param target: the identifier of the shared item that is to receive it.
        @param value: its content, a L{Value<mantissa_like.messaging.Value>}.
        @param consequence: an item of this store, a provider of L{IDeliveryConsequence}, which is told the
            answer; None if nobody wants it.
        @param files: the names of the files that come with it; see
            L{FileArgument<mantissa_like.messaging.FileArgument>}.
        @return: its L{MessageID<mantissa_like.messaging.MessageID>}.
        @raise BadSender: C{sender} is not of this store.
        @raise QueueFull: very many messages wait already.
        @raise TooLarge: C{value} has more bytes than may be.
        """


class IMessageReceiver(Interface):
    """
    A shared item that receives messages from those with whom it is shared by this interface.
    """

    def messageReceived(value, sender, target):
        """
        Act on a message, and answer it.

        Called in a transaction of this item's store, which records the answer too: both happen, once.
        A L{RevertAndRespond<mantissa_like.messaging.RevertAndRespond>} that it raises undoes what it did, and
        answers. After any other error all is undone, and it is called again later.

        @param value: the content, a L{Value<mantissa_like.messaging.Value>}.
        @param sender: the L{Identifier<mantissa_like.sharing.Identifier>} of what sent it.
        @param target: the identifier by which it was sent here.
        @return: the answer, a L{Value<mantissa_like.messaging.Value>}.
        """


class IDeliveryConsequence(Interface):
    """
    An item that is told what came of a message which its store sent.
    """

    def answerReceived(answer, value, sender, target):
        """
        Act on an answer.

        Called in a transaction of this item's store, which forgets the message too: both happen, once.
        After an error all is undone, and it is called again later.

        @param answer: a L{Value<mantissa_like.messaging.Value>}; that to an undeliverable message has the
            type L{DELIVERY_ERROR<mantissa_like.messaging.DELIVERY_ERROR>}.
        @param value: the content of the message.
        @param sender: the L{Identifier<mantissa_like.sharing.Identifier>} of what sent it.
        @param target: the identifier of what received it.
        """


class IDropConsequence(IDeliveryConsequence):
    """
    An item that is also told if nothing will come of a message, since an administrator dropped it.
    """

    def messageDropped(value, sender, target):
        """
        Wait for no answer. Whether the message took effect stays unknown.

        Called in the transaction of this item's store which drops the message.

        @param value: the content of the message.
        @param sender: the L{Identifier<mantissa_like.sharing.Identifier>} of what sent it.
        @param target: the identifier of what was to receive it.
        """


class IMessageRouter(Interface):
    """
    Carries messages to the stores of their targets; a powerup of the site store.
    """

    def route(message):
        """
        Deliver a message and fetch its answer.

        Called outside transactions, when the message is on the sender's disk, for one message of each pair
        of sender and target at a time. Repeating it is safe: one C{message.id}, one effect, one answer.

        Nor does a copy change anything that arrives later than the answer. Only the refusal of the first
        message of a pair is not remembered, so no copy of such a one may arrive after the target was shared.

        @param message: a L{Message<mantissa_like.messaging.Message>}.
        @return: a Deferred of its L{Answer<mantissa_like.messaging.Answer>}, which is on the target's disk.
            It fails with L{TargetUnreachable<mantissa_like.messaging.TargetUnreachable>}: repeat it for
            days; or with L{HandlerFailed<mantissa_like.messaging.HandlerFailed>} or anything else: repeat it
            some times.
        """


class IReceiverMaker(Interface):
    """
    Gives each store of a site a receiver of its own when the first message to it comes; a powerup of the site
    store.
    """

    def makeReceiver(store, shareID):
        """
        Share what is to receive messages as C{shareID}, if this maker knows that name, and C{store} does not
        have it yet.

        Called in the transaction of C{store} in which a message came for which nothing is shared with its
        sender under that name, for any name.
        """


class IMessageSettings(Interface):
    """
    What the site says of messages under C{[messages]}; an in-memory powerup of the site store.
    """

    waitForDisk = Attribute("whether a message is on the disk before it leaves, and an answer too")
    waitingForOne = Attribute("how many messages may wait for one target of one sender, given up or not")
    waitingOfStore = Attribute("how many messages may wait in one store")
    attempts = Attribute("after how many failed ones a message is a dead letter")
    unreachableDays = Attribute("after how many days without a way to its target a message is a dead letter")


nameInterface(IMessageReceiver, "mantissa.IMessageReceiver")
nameInterface(IDeliveryConsequence, "mantissa.IDeliveryConsequence")
nameInterface(IReceiverMaker, "mantissa.IReceiverMaker")
