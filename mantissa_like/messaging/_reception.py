"""
Receiving: the effect of a message and the record of its answer are one transaction of the target's store. A
query has no effect, so nothing is recorded of it.
"""

from __future__ import annotations

import traceback
from contextlib import AbstractContextManager, nullcontext

from twisted.logger import Logger

from axiom.store import Store
from mantissa_like.messaging._inbound import InboundChannel, findChannel, makeChannel
from mantissa_like.messaging._outgoing import nowIn
from mantissa_like.messaging._storetroubles import STORE_TROUBLES
from mantissa_like.messaging._values import ANSWERED, MOST_BYTES, MOST_OPEN, UNSHARED, Answer, Message, Value
from mantissa_like.messaging.errors import (
    HandlerFailed,
    MalformedMessage,
    NotExposed,
    RevertAndRespond,
    WrongArguments,
)
from mantissa_like.messaging.interfaces import IMessageReceiver, IReceiverMaker
from mantissa_like.sharing import NoSuchShare, getShareFor

__all__ = ["mayKnow", "receive"]

_log = Logger()


def receive(store: Store, message: Message, guard: AbstractContextManager[None] | None = None) -> Answer:
    """
    Let a message take effect in the store that it is for, unless it did so before.

    @param guard: in which its receiver is called.
    @return: the answer, the same each time.
    @raise HandlerFailed: the receiver raised an error that it should not; only that was written down.
    @raise MalformedMessage: no sender that keeps to its bounds sends this; nothing was written down.
    """
    if len(message.open) > MOST_OPEN:
        raise MalformedMessage(f"more than {MOST_OPEN:,} others are open beside it")
    guard = guard or nullcontext()
    if message.value.isQuery:
        return _answerQuery(store, message, guard)
    outcome = store.transact(_receive, store, message, guard)
    if isinstance(outcome, HandlerFailed):
        raise outcome
    return outcome


def mayKnow(store: Store, message: Message) -> bool:
    """
    Whether a message's sender may know that its target is there: that is shared with it, or answered it once.
    """
    with store.snapshot():
        return findChannel(store, message) is not None or _receiverOf(store, message) is not None


def _answerQuery(store: Store, message: Message, guard: AbstractContextManager[None]) -> Answer:
    """
    Answer what changes nothing, so that it need not be remembered, and it does not matter how often it comes.
    """
    with store.snapshot():
        receiver = _receiverOf(store, message)
        if receiver is None:
            return UNSHARED
        try:
            with guard:
                value = _call(receiver, message)
        except RevertAndRespond as e:
            value = e.value
        except STORE_TROUBLES:
            raise
        except Exception as e:
            _log.warn(
                "a query to {target} failed: {error}", target=message.target, error=traceback.format_exc()
            )
            raise HandlerFailed(_tellableOf(e)) from None
    return Answer(ANSWERED, value)


def _receive(store: Store, message: Message, guard: AbstractContextManager[None]) -> Answer | HandlerFailed:
    channel, number = findChannel(store, message), message.id.number
    answer = None if channel is None else channel.answerTo(message)
    if answer is not None:
        return answer
    receiver = _receiverOf(store, message) or _madeReceiver(store, message)
    if receiver is None:
        if channel is not None:
            channel.record(number, UNSHARED, nowIn(store))
        return UNSHARED
    if channel is None:
        channel = makeChannel(store, message, nowIn(store))
        channel.answerTo(message)
    return _handle(store, message, receiver, channel, guard)


def _receiverOf(store: Store, message: Message) -> IMessageReceiver | None:
    """
    What is shared with the sender under the target's name; None if that receives no messages, too.
    """
    try:
        shared = getShareFor(store, message.sender.ownerName, message.target.shareID)
    except NoSuchShare:
        return None
    return shared if IMessageReceiver.providedBy(shared) else None


def _madeReceiver(store: Store, message: Message) -> IMessageReceiver | None:
    """
    What is shared with the sender after all, since each store of the site has it.
    """
    siteStore = store if store.parent is None else store.parent
    for maker in siteStore.powerupsFor(IReceiverMaker):
        maker.makeReceiver(store, message.target.shareID)
    return _receiverOf(store, message)


def _handle(
    store: Store,
    message: Message,
    receiver: IMessageReceiver,
    channel: InboundChannel,
    guard: AbstractContextManager[None],
) -> Answer | HandlerFailed:
    number = message.id.number
    try:
        with guard:
            value = store.transact(_call, receiver, message)
    except RevertAndRespond as e:
        value = e.value
    except STORE_TROUBLES:
        raise
    except Exception as e:
        channel.recordFailure(number, traceback.format_exc(), nowIn(store))
        return HandlerFailed(_tellableOf(e))
    answer = Answer(ANSWERED, value)
    channel.record(number, answer, nowIn(store))
    return answer


def _tellableOf(error: Exception) -> str:
    """
    The traceback of an error as the sender may keep it. What the error says may be the target's secret,
    unless it is that the message is not what is received there.
    """
    isOfMessage = isinstance(error, NotExposed | MalformedMessage) or (
        isinstance(error, WrongArguments) and error.part == "arguments"
    )
    said = str(error) if isOfMessage else "(the target keeps what it says)"
    where = "".join(traceback.format_tb(error.__traceback__))
    return f"Traceback (most recent call last):\n{where}{type(error).__name__}: {said}\n"


def _call(receiver: IMessageReceiver, message: Message) -> Value:
    value = receiver.messageReceived(message.value, message.sender, message.target)
    if not isinstance(value, Value):
        raise TypeError(f"{receiver!r} answered {value!r}; an answer is a Value")
    if len(value.data) > MOST_BYTES:
        raise ValueError(f"{receiver!r} answered {len(value.data):,} bytes; {MOST_BYTES:,} are the most")
    return value
