"""
What is counted in the stores of users, and who asks: what the tests of scatters share.
"""

from __future__ import annotations

from typing import Any

from twisted.protocols.amp import Command, Integer
from zope.interface import implementer

from axiom import attributes
from axiom.attributes import inmemory, integer, text
from axiom.item import Item
from mantissa_like.messaging import (
    AMPReceiver,
    FileArgument,
    IMessageReceiver,
    Value,
    collator,
    commandMethod,
)
from mantissa_like.sharing import Identifier

__all__ = ["Census", "Count", "Jar", "Keep", "Lost", "Stranger"]


class Lost(Exception):
    """
    There is nothing to count.
    """


class Count(Command):
    """
    How much is there?
    """

    arguments = [(b"times", Integer())]
    response = [(b"count", Integer())]
    errors = {Lost: b"LOST"}


class Keep(Command):
    """
    Keep a file.
    """

    arguments = [(b"file", FileArgument())]


class Jar(Item, AMPReceiver):
    """
    Has some of something.

    @ivar asked: how often it was asked.
    """

    typeName = "test_scatter_jar"

    count = integer(allowNone=False, default=1)
    asked = integer(allowNone=False, default=0)

    @commandMethod.expose(Count)
    def tell(self, times: int) -> dict[str, int]:
        """
        How much that is.
        """
        self.asked += 1
        if self.count < 0:
            raise Lost("the jar is broken")
        if self.count == 0:
            raise ZeroDivisionError
        return {"count": self.count * times}


@implementer(IMessageReceiver)
class Stranger(Item):
    """
    Answers what no command declares.

    @ivar answerType: of its answer.
    @ivar answer: what that is.
    """

    typeName = "test_scatter_stranger"

    answerType = text(allowNone=False, default="mantissa.amp.answer")
    answer = attributes.bytes(allowNone=False, default=b"")

    def messageReceived(self, value: Value, sender: Identifier, target: Identifier) -> Value:
        """
        See L{IMessageReceiver}.
        """
        return Value(self.answerType, self.answer)


class Census(Item):
    """
    Asks.

    @ivar heard: by whom it was answered.
    @ivar trouble: what the disk raises; None if it works.
    """

    typeName = "test_scatter_census"

    name = text(default="")
    heard: Any = inmemory()
    trouble: Any = inmemory()

    def activate(self) -> None:
        """
        Nothing was heard.
        """
        self.heard = []
        self.trouble = None

    @collator(Count)
    def add(self, total: dict[str, int] | None, answer: dict[str, int], target: Identifier) -> dict[str, int]:
        """
        Sum all up.
        """
        if self.trouble is not None:
            raise self.trouble
        self.heard.append(target.localpart)
        users, count = (0, 0) if total is None else (total["users"], total["count"])
        return {"users": users + 1, "count": count + answer["count"]}

    @collator(Count)
    def stumble(self, total: Any, answer: Any, target: Identifier) -> Any:
        """
        Fail.
        """
        raise ZeroDivisionError(target.localpart)

    @collator(Keep)
    def keep(self, total: Any, answer: Any, target: Identifier) -> Any:
        """
        Nothing comes here.
        """

    def other(self, total: Any, answer: Any, target: Identifier) -> Any:
        """
        Nothing that collates.
        """
