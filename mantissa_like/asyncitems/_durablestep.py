"""
The history of a run of a durable function: what it has made and been told, a row each.
"""

from __future__ import annotations

import hashlib
from json import dumps
from typing import Any

import msgspec
from epsilon.extime import Time

from axiom.attributes import compoundIndex, integer, json, reference, text, timestamp
from axiom.item import Item
from mantissa_like.asyncitems._asynchronousitem import AsynchronousItem
from mantissa_like.asyncitems._outcomes import OperationError

__all__ = ["DurableStep", "describeCall", "describeGiven"]

_LONGEST = 500


class DurableStep(Item):
    """
    One thing that a run recorded, so that it is not done again.

    @ivar run: the L{DurableRun<mantissa_like.asyncitems._durablerun.DurableRun>}.
    @ivar number: its place in the history, from 1 on.
    @ivar kind: C{step}, C{sleep}, C{now} or C{random}; C{wait} for an operation that the run did not make; or
        what made one: C{effect}, C{handlers}, C{gather}, C{ask} and so on.
    @ivar name: which one; may be empty.
    @ivar given: the text of the list of its arguments, without items; of a long one its beginning and a hash.
    @ivar recorded: when it was.
    @ivar result: the text of the value that a step returned; None unless it is one that did.
    @ivar error: what a step raised; None unless it did.
    @ivar until: when a sleep ends; None for all else.
    @ivar operation: what was made, or is waited for; it is kept as long as this. None for all else.
    """

    typeName = "asyncitems_durable_step"
    schemaVersion = 1

    run: Any = reference(allowNone=False, whenDeleted=reference.CASCADE)
    number = integer(allowNone=False)
    kind = text(allowNone=False, caseSensitive=True)
    name = text(allowNone=False, caseSensitive=True)
    given = text(allowNone=False, caseSensitive=True)
    recorded = timestamp(allowNone=False)
    result = text(caseSensitive=True)
    error = json(type=OperationError)
    until = timestamp()
    operation: Any = reference(reftype=AsynchronousItem)
    compoundIndex(run, number)

    @property
    def call(self) -> str:
        """
        What was recorded, as a line for people, such as C{step reserve(3)}.
        """
        return describeCall(self.kind, self.name, self.given)


def describeCall(kind: str, name: str, given: str) -> str:
    """
    Something that can be recorded, as a line for people.
    """
    return f"{kind} {name}".rstrip() + f"({given[1:-1]})"


def describeGiven(args: tuple[object, ...], kwargs: dict[str, object]) -> str:
    """
    Arguments as text by which others are known from them. In place of items, which may be deleted meanwhile,
    and of what is no value, such as a class, there is null.
    """
    given = dumps(
        [*args, kwargs] if kwargs else args,
        default=_describeValue,
        skipkeys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    if len(given) <= _LONGEST:
        return given
    return f"{given[:_LONGEST]}… sha256:{hashlib.sha256(given.encode()).hexdigest()}]"


def _describeValue(value: object) -> object:
    """
    What JSON can't say, as what it can: times, bytes, sets, dataclasses and the like. The order of a set does
    not matter.
    """
    if isinstance(value, Item | type):
        return None
    try:
        return msgspec.to_builtins(value, order="deterministic", enc_hook=_describeTime)
    except (TypeError, NotImplementedError):
        return None


def _describeTime(value: object) -> object:
    if isinstance(value, Time):
        return value.asISO8601TimeAndDate()
    raise NotImplementedError
