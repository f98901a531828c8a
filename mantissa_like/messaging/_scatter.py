"""
Scattered commands: one question to many stores, and what their answers come to together.

A scatter is an item of the store that asks. Its targets are asked by ordinary messages, some at a time, each
under the rules of sharing in its own store; an answer is kept in the transaction that concludes its message,
and collated with others soon after. So all counts are exact, whatever crashes in between.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from twisted.protocols.amp import Command
from zope.interface import implementer

from axiom import attributes
from axiom.attributes import boolean, integer, reference, text, textlist, timestamp
from axiom.item import Item
from axiom.store import Store
from mantissa_like.accounts import ownerApplications
from mantissa_like.agenda import dueIn
from mantissa_like.asyncitems import AsynchronousItem, IOperationOrigin, makeOperation
from mantissa_like.messaging._amparguments import Delivery
from mantissa_like.messaging._ampcommands import messageValue
from mantissa_like.messaging._outgoing import nowIn
from mantissa_like.messaging._sendernames import senderOf
from mantissa_like.messaging._targets import EveryUser, howManyUsers
from mantissa_like.messaging._values import Value
from mantissa_like.messaging.errors import BadCollator, CannotScatterFiles, NotAnApplication
from mantissa_like.messaging.interfaces import IDeliveryConsequence
from mantissa_like.sharing import Identifier

__all__ = ["PAGE", "Progress", "Scatter", "ScatteredAnswer", "TargetPage", "collator", "commandOf", "scatter"]

PAGE = 100
"""How many targets are asked in one transaction."""

_MARK = "collatedCommand"

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Progress:
    """
    How far a scatter has come.

    @ivar asked: how many targets were asked.
    @ivar answered: how many answers were collated.
    @ivar failed: how many targets refused, share nothing with who asks, or were given up.
    @ivar total: how many targets there are, as far as is known.
    """

    asked: int
    answered: int
    failed: int
    total: int


@implementer(IDeliveryConsequence, IOperationOrigin)
class Scatter(Item):
    """
    One command for many targets.

    It is forgotten with its operation: a minute after the end, unless somebody needs that.

    @ivar operation: succeeds with the result when all targets were heard, or the time is over.
    @ivar item: who asks; None if that was deleted, so that nothing can be collated.
    @ivar collate: the name of its method that collates.
    @ivar sender: its identifier, as text.
    @ivar valueType: of the message that each target gets.
    @ivar data: of that message.
    @ivar shareID: what each user has that is asked; None if there is a list of targets.
    @ivar cursor: where to go on among the users of the site.
    @ivar hasMore: whether not all targets were asked yet.
    @ivar isRunning: whether answers are still waited for.
    @ivar deadline: when none is waited for any more; None for never, and at the end.
    @ivar collated: when that was done last.
    @ivar resultText: what has been collated, as JSON.
    @ivar asked: see L{Progress}.
    @ivar answered: see L{Progress}.
    @ivar failed: see L{Progress}.
    @ivar total: see L{Progress}.
    @ivar lastError: what the last of the targets that failed said; may be empty.
    """

    typeName = "messaging_scatter"
    schemaVersion = 1

    operation = reference(allowNone=False, reftype=AsynchronousItem, whenDeleted=reference.CASCADE)
    item = reference(whenDeleted=reference.NULLIFY)
    collate = text(allowNone=False, caseSensitive=True)
    sender = text(allowNone=False, caseSensitive=True)
    valueType = text(allowNone=False, caseSensitive=True)
    data = attributes.bytes(allowNone=False)
    shareID = text(caseSensitive=True)
    cursor = integer(allowNone=False, default=0)
    hasMore = boolean(allowNone=False, default=True)
    isRunning = boolean(allowNone=False, default=True, indexed=True)
    deadline = timestamp()
    collated = timestamp(allowNone=False)
    resultText = text(allowNone=False, caseSensitive=True, default="null")
    asked = integer(allowNone=False, default=0)
    answered = integer(allowNone=False, default=0)
    failed = integer(allowNone=False, default=0)
    total = integer(allowNone=False)
    lastError = text(allowNone=False, default="")

    @property
    def progress(self) -> Progress:
        """
        How far it has come, at any time.
        """
        return Progress(self.asked, self.answered, self.failed, self.total)

    @property
    def result(self) -> Any:
        """
        What has been collated so far; None before the first answer.
        """
        return json.loads(self.resultText)

    def answerReceived(self, answer: Value, value: Value, sender: Identifier, target: Identifier) -> None:
        """
        See L{IDeliveryConsequence}: keep the answer until it is collated.
        """
        if self.isRunning:
            store = self.presentStore()
            ScatteredAnswer(
                store=store, scatter=self, target=str(target), valueType=answer.type, data=answer.data
            )
            dueIn(store)

    def operationAbandoned(self, operation: AsynchronousItem) -> None:
        """
        See L{IOperationOrigin}: ask nobody any more.
        """
        self.deadline = nowIn(self.presentStore())
        dueIn(self.presentStore())

    def waitsFor(self) -> Iterable[AsynchronousItem]:
        """
        See L{IOperationOrigin}: no other operation.
        """
        return ()


class ScatteredAnswer(Item):
    """
    One answer that is not collated yet.

    @ivar scatter: to which it belongs.
    @ivar target: the identifier of who answered, as text.
    @ivar valueType: of the answer.
    @ivar data: of the answer.
    """

    typeName = "messaging_scattered_answer"
    schemaVersion = 1

    scatter = reference(allowNone=False, reftype=Scatter, whenDeleted=reference.CASCADE)
    target = text(allowNone=False, caseSensitive=True)
    valueType = text(allowNone=False, caseSensitive=True)
    data = attributes.bytes(allowNone=False)


class TargetPage(Item):
    """
    Some targets that were not asked yet.

    @ivar scatter: to which they belong.
    @ivar targets: their identifiers, as text.
    """

    typeName = "messaging_target_page"
    schemaVersion = 1

    scatter = reference(allowNone=False, reftype=Scatter, whenDeleted=reference.CASCADE)
    targets = textlist(allowNone=False)


def collator(command: type[Command]) -> Callable[[F], F]:
    """
    Decorator of a method of an item: it may collate the answers to C{command}.

    It is called with what was collated until then, None at first; with an answer, a dictionary as the command
    declares it; and with the L{Identifier} of who gave it. It returns what has been collated now, which JSON
    can say. It runs in the transaction that keeps that; if it raises, the operation of the scatter fails.
    """

    def mark(method: F) -> F:
        setattr(method, _MARK, command)
        return method

    return mark


def commandOf(item: Item | None, name: str) -> type[Command]:
    """
    The command of which the method C{name} of C{item} collates answers.

    @raise BadCollator: it collates none.
    """
    if item is None:
        raise BadCollator("A deleted item", name)
    found: type[Command] | None = getattr(getattr(type(item), name, None), _MARK, None)
    if found is None:
        raise BadCollator(type(item).__name__, name)
    return found


def scatter(
    item: Item,
    targets: Iterable[Identifier] | EveryUser,
    command: type[Command],
    collate: str,
    within: timedelta | None = None,
    **arguments: object,
) -> Scatter:
    """
    Ask many targets one thing, and collate their answers; in the transaction under way, or in one of its own.

    @param targets: their identifiers, each of which is asked once; or L{everyUser}.
    @param collate: the name of a method of C{item}, which L{collator} decorates for C{command}.
    @param within: the time after which no answer is waited for; None for no bound.
    @param arguments: those that C{command} declares.
    @raise BadCollator: there is no such method.
    @raise WrongArguments: C{command} declares others.
    @raise CannotScatterFiles: there is a file among them.
    @raise NotAnApplication: only an application asks every user.
    """
    store = item.presentStore()
    if commandOf(item, collate) is not command:
        raise BadCollator(type(item).__name__, collate)
    if isinstance(targets, EveryUser) and not ownerApplications(store):
        raise NotAnApplication(store)
    return store.transact(_begin, store, item, targets, command, collate, within, arguments)


def _begin(
    store: Store,
    item: Item,
    targets: Iterable[Identifier] | EveryUser,
    command: type[Command],
    collate: str,
    within: timedelta | None,
    arguments: dict[str, object],
) -> Scatter:
    sender = senderOf(item)
    delivery = Delivery(sender, sender, store)
    value = messageValue(command, arguments, delivery)
    if delivery.files:
        raise CannotScatterFiles(command.commandName)
    now = nowIn(store)
    operation = makeOperation(store, title=f"scatter {command.__name__}")
    asked = Scatter(
        store=store,
        operation=operation,
        item=item,
        collate=collate,
        sender=str(sender),
        valueType=value.type,
        data=value.data,
        collated=now,
        deadline=None if within is None else now + within,
        shareID=targets.shareID if isinstance(targets, EveryUser) else None,
        total=0,
    )
    operation.target = asked
    if isinstance(targets, EveryUser):
        asked.total = howManyUsers(store.parent or store)
    else:
        asked.total = _list(asked, dict.fromkeys(map(str, targets)))
    dueIn(store)
    return asked


def _list(asked: Scatter, targets: Iterable[str]) -> int:
    listed = list(targets)
    for begin in range(0, len(listed), PAGE):
        TargetPage(store=asked.presentStore(), scatter=asked, targets=listed[begin : begin + PAGE])
    return len(listed)
