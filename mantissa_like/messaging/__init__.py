"""
Interstore messages: what items of one store tell shared items of another, which takes effect once.
"""

from mantissa_like.messaging._amparguments import (
    FileArgument,
    IdentifierArgument,
    SenderArgument,
    TargetArgument,
)
from mantissa_like.messaging._ampcommands import AMP_ANSWER_TYPE, AMP_MESSAGE_TYPE, AMP_QUERY_TYPE, kindOf
from mantissa_like.messaging._ampmessenger import AMPMessenger
from mantissa_like.messaging._ampreceiver import AMPReceiver
from mantissa_like.messaging._asking import Question, ask
from mantissa_like.messaging._exposers import answerMethod, commandMethod, errorMethod
from mantissa_like.messaging._inbound import InboundChannel, OpenMessage
from mantissa_like.messaging._inspection import (
    countMessages,
    deadLetters,
    dropMessage,
    failingMessages,
    findMessage,
    outgoingMessages,
    receivedMessages,
    retryMessage,
)
from mantissa_like.messaging._localrouter import LocalRouter
from mantissa_like.messaging._outbox import OutboxWork
from mantissa_like.messaging._outgoing import DEAD, DONE, DUE, WAITING, OutgoingMessage
from mantissa_like.messaging._queue import MessageQueue, messageQueueOf
from mantissa_like.messaging._reception import receive
from mantissa_like.messaging._scatter import Progress, Scatter, ScatteredAnswer, TargetPage, collator, scatter
from mantissa_like.messaging._scatterwork import ScatterWork
from mantissa_like.messaging._sendernames import senderOf
from mantissa_like.messaging._settings import messageSettingsOf
from mantissa_like.messaging._targets import EveryUser, everyMember, everyUser
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
    BadCollator,
    BadSender,
    CannotScatterFiles,
    CollatorDied,
    DeliveryFailed,
    ErrorNotDeclared,
    FileTooLarge,
    HandlerFailed,
    MalformedMessage,
    MessagingError,
    MethodDoesNotFit,
    NoSuchMessage,
    NotAnApplication,
    NotExposed,
    NotWaiting,
    QueueFull,
    RevertAndRespond,
    TargetUnreachable,
    TooLarge,
    WrongArguments,
)
from mantissa_like.messaging.interfaces import (
    IDeliveryConsequence,
    IDropConsequence,
    IMessageQueue,
    IMessageReceiver,
    IMessageRouter,
    IMessageSettings,
    IReceiverMaker,
)

__all__ = [
    "AMP_ANSWER_TYPE",
    "AMP_MESSAGE_TYPE",
    "AMP_QUERY_TYPE",
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
    "AMPMessenger",
    "AMPReceiver",
    "Answer",
    "BadCollator",
    "BadSender",
    "CannotScatterFiles",
    "CollatorDied",
    "DeliveryFailed",
    "ErrorNotDeclared",
    "EveryUser",
    "FileArgument",
    "FileTooLarge",
    "HandlerFailed",
    "IDeliveryConsequence",
    "IDropConsequence",
    "IMessageQueue",
    "IMessageReceiver",
    "IMessageRouter",
    "IMessageSettings",
    "IReceiverMaker",
    "IdentifierArgument",
    "InboundChannel",
    "LocalRouter",
    "MalformedMessage",
    "Message",
    "MessageID",
    "MessageQueue",
    "MessagingError",
    "MethodDoesNotFit",
    "NoSuchMessage",
    "NotAnApplication",
    "NotExposed",
    "NotWaiting",
    "OpenMessage",
    "OutboxWork",
    "OutgoingMessage",
    "Progress",
    "Question",
    "QueueFull",
    "RevertAndRespond",
    "Scatter",
    "ScatterWork",
    "ScatteredAnswer",
    "SenderArgument",
    "TargetArgument",
    "TargetPage",
    "TargetUnreachable",
    "TooLarge",
    "Value",
    "WrongArguments",
    "answerMethod",
    "ask",
    "collator",
    "commandMethod",
    "countMessages",
    "deadLetters",
    "dropMessage",
    "errorMethod",
    "everyMember",
    "everyUser",
    "failingMessages",
    "findMessage",
    "kindOf",
    "messageQueueOf",
    "messageSettingsOf",
    "messageWork",
    "outgoingMessages",
    "receive",
    "receivedMessages",
    "retryMessage",
    "scatter",
    "senderOf",
]
