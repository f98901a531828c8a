"""
Interstore messages: what items of one store tell shared items of another, which takes effect once.
"""

from mantissa_like.messaging._inbound import InboundChannel, OpenMessage
from mantissa_like.messaging._inspection import (
    deadLetters,
    dropMessage,
    failingMessages,
    outgoingMessages,
    receivedMessages,
    retryMessage,
)
from mantissa_like.messaging._localrouter import LocalRouter
from mantissa_like.messaging._outbox import OutboxWork
from mantissa_like.messaging._outgoing import DEAD, DONE, DUE, WAITING, OutgoingMessage
from mantissa_like.messaging._queue import MessageQueue, messageQueueOf
from mantissa_like.messaging._reception import receive
from mantissa_like.messaging._settings import messageSettingsOf
from mantissa_like.messaging._values import (
    ANSWERED,
    CONCLUDED,
    DELIVERY_ERROR,
    FORGOTTEN,
    MOST_BYTES,
    NO_SHARE,
    UNDELIVERABLE,
    UNSHARED,
    Answer,
    Message,
    MessageID,
    Value,
)
from mantissa_like.messaging._wiring import messageWork
from mantissa_like.messaging.errors import (
    BadSender,
    HandlerFailed,
    MessagingError,
    NotWaiting,
    QueueFull,
    RevertAndRespond,
    TargetUnreachable,
    TooLarge,
)
from mantissa_like.messaging.interfaces import (
    IDeliveryConsequence,
    IMessageQueue,
    IMessageReceiver,
    IMessageRouter,
    IMessageSettings,
)

__all__ = [
    "ANSWERED",
    "CONCLUDED",
    "DEAD",
    "DELIVERY_ERROR",
    "DONE",
    "DUE",
    "FORGOTTEN",
    "MOST_BYTES",
    "NO_SHARE",
    "UNDELIVERABLE",
    "UNSHARED",
    "WAITING",
    "Answer",
    "BadSender",
    "HandlerFailed",
    "IDeliveryConsequence",
    "IMessageQueue",
    "IMessageReceiver",
    "IMessageRouter",
    "IMessageSettings",
    "InboundChannel",
    "LocalRouter",
    "Message",
    "MessageID",
    "MessageQueue",
    "MessagingError",
    "NotWaiting",
    "OpenMessage",
    "OutboxWork",
    "OutgoingMessage",
    "QueueFull",
    "RevertAndRespond",
    "TargetUnreachable",
    "TooLarge",
    "Value",
    "deadLetters",
    "dropMessage",
    "failingMessages",
    "messageQueueOf",
    "messageSettingsOf",
    "messageWork",
    "outgoingMessages",
    "receive",
    "receivedMessages",
    "retryMessage",
]
