"""
The steps of a scatter, each in a transaction of the store that asks: asking some targets, collating some
answers, and the end.
"""

from __future__ import annotations

import json
from typing import Any

from twisted.protocols.amp import Command

from axiom.attributes import AND
from axiom.store import ItemQuery
from mantissa_like.agenda import guarded
from mantissa_like.messaging._amparguments import Delivery
from mantissa_like.messaging._ampcommands import AMP_ANSWER_TYPE, boxIn, errorIn, responseIn
from mantissa_like.messaging._inspection import dropMessage
from mantissa_like.messaging._outgoing import DUE, WAITING, OutgoingMessage, nowIn
from mantissa_like.messaging._queue import messageQueueOf
from mantissa_like.messaging._scatter import PAGE, Scatter, ScatteredAnswer, TargetPage, commandOf
from mantissa_like.messaging._targets import usersAfter
from mantissa_like.messaging._values import DELIVERY_ERROR, Value
from mantissa_like.messaging.errors import MessagingError
from mantissa_like.sharing import Identifier

__all__ = ["WORK", "answersOf", "askSome", "collateSome", "endScatter", "messagesOf"]

WORK = "scatters"
"""How records call the work of which these are the steps."""

_LONGEST_ERROR = 2_000


def messagesOf(scatter: Scatter, *conditions: Any) -> ItemQuery[OutgoingMessage]:
    """
    Those messages of a scatter that are under way, not such as were given up; and fulfil C{conditions}.
    """
    ours = OutgoingMessage.consequence == scatter
    isUnderWay = OutgoingMessage.state.oneOf([WAITING, DUE])
    return scatter.presentStore().query(OutgoingMessage, AND(ours, isUnderWay, *conditions))


def answersOf(scatter: Scatter) -> ItemQuery[ScatteredAnswer]:
    """
    What was answered and is not collated yet, in the order in which it came.
    """
    ours = ScatteredAnswer.scatter == scatter
    return scatter.presentStore().query(ScatteredAnswer, ours, sort=ScatteredAnswer.storeID.ascending)


def askSome(scatter: Scatter) -> None:
    """
    Ask the next page of the targets.

    @raise QueueFull: the store has very many messages; nobody was asked.
    """
    if not scatter.isRunning:
        return
    store = scatter.presentStore()
    if scatter.shareID is None:
        targets = _nextListed(scatter)
    else:
        site = store.parent or store
        targets, cursor = usersAfter(site, scatter.cursor, scatter.shareID, PAGE)
        scatter.cursor, scatter.hasMore = cursor or 0, cursor is not None
    queue, sender = messageQueueOf(store), Identifier.parse(scatter.sender)
    value = Value(scatter.valueType, scatter.data)
    for target in targets:
        queue.queueMessage(sender, target, value, scatter)
    scatter.asked += len(targets)
    if not scatter.hasMore or scatter.asked > scatter.total:
        scatter.total = scatter.asked


def _nextListed(scatter: Scatter) -> list[Identifier]:
    ours, first = TargetPage.scatter == scatter, TargetPage.storeID.ascending
    found = list(scatter.presentStore().query(TargetPage, ours, sort=first, limit=2))
    scatter.hasMore = len(found) > 1
    targets = [Identifier.parse(each) for page in found[:1] for each in page.targets]
    for page in found[:1]:
        page.deleteFromStore()
    return targets


def collateSome(scatter: Scatter, most: int) -> None:
    """
    Make one result of what was collated before and of some answers.

    @raise Exception: of the application's code; nothing was changed.
    """
    # Without making items of them, whose deletion would take one statement after the other.
    columns = answersOf(scatter)[:most].getColumns("storeID", "target", "valueType", "data")
    answers = [(number, target, Value(*value)) for number, target, *value in columns]
    if not answers or not scatter.isRunning:
        return
    store, failed = scatter.presentStore(), 0
    with guarded(store, WORK, str(scatter.storeID)):
        command, collate = commandOf(scatter.item, scatter.collate), getattr(scatter.item, scatter.collate)
        result = scatter.result
        for _, target, value in answers:
            response, error = _read(scatter, target, value, command)
            if error:
                failed += 1
                scatter.lastError = f"{target}: {error}"
            else:
                result = collate(result, response, Identifier.parse(target))
        scatter.resultText = json.dumps(result, ensure_ascii=False, allow_nan=False)
    scatter.answered += len(answers) - failed
    scatter.failed += failed
    scatter.collated = nowIn(store)
    ours = AND(ScatteredAnswer.scatter == scatter, ScatteredAnswer.storeID <= answers[-1][0])
    store.query(ScatteredAnswer, ours).deleteFromStore()


def _read(scatter: Scatter, target: str, answer: Value, command: type[Command]) -> tuple[Any, str]:
    """
    The response of a target, or why there is none. One whose answer can't be read spoils that of no other.
    """
    if answer.type == DELIVERY_ERROR:
        return None, answer.data[:_LONGEST_ERROR].decode("utf-8", "replace") or answer.type
    sender = Identifier.parse(scatter.sender)
    delivery = Delivery(sender, Identifier.parse(target), scatter.presentStore())
    try:
        box = boxIn(answer, AMP_ANSWER_TYPE)
        if error := errorIn(box):
            return None, error[1][:_LONGEST_ERROR] or error[0].decode("utf-8", "replace") or "it failed"
        return responseIn(box, command, delivery), ""
    except MessagingError as e:
        return None, str(e)[:_LONGEST_ERROR]


def endScatter(scatter: Scatter, error: Exception | None = None) -> None:
    """
    Wait for nothing any more: what is under way is dropped, and whom it was for has failed. The operation is
    settled, unless it is.

    @param error: why there is no result; None if there is one, be it of some answers only.
    """
    store = scatter.presentStore()
    for message in messagesOf(scatter):
        dropMessage(message)
    store.query(TargetPage, TargetPage.scatter == scatter).deleteFromStore()
    answersOf(scatter).deleteFromStore()
    scatter.isRunning = scatter.hasMore = False
    scatter.deadline = None
    scatter.failed = scatter.asked - scatter.answered
    operation = scatter.operation
    if not operation.isPending:
        return
    if error is None:
        operation.succeed(scatter.result)
    else:
        operation.fail(error)
