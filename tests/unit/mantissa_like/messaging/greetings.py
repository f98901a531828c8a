"""
A command and who takes it, and its answers.
"""

from __future__ import annotations

from typing import Any

from twisted.protocols.amp import Command, Integer, Unicode
from twisted.python.failure import Failure

from axiom.attributes import inmemory, text
from axiom.item import Item
from mantissa_like.messaging import (
    AMPReceiver,
    DeliveryFailed,
    SenderArgument,
    TargetArgument,
    answerMethod,
    commandMethod,
    errorMethod,
)
from mantissa_like.sharing import Identifier

__all__ = ["Asleep", "Greet", "Greeter", "Grumpy"]


class Grumpy(Exception):
    """
    No greeting is wanted.
    """


class Asleep(Grumpy):
    """
    Not one that the command names, but its base is.
    """


class Greet(Command):
    """
    Say hello.
    """

    commandName = b"test.Greet"
    arguments = [
        (b"words", Unicode()),
        (b"times", Integer(optional=True)),
        (b"sender", SenderArgument()),
        (b"target", TargetArgument()),
    ]
    response = [(b"reply", Unicode()), (b"sender", SenderArgument()), (b"target", TargetArgument())]
    errors = {Grumpy: b"GRUMPY"}


class Greeter(Item, AMPReceiver):
    """
    Says hello, and hears it.

    @ivar heard: the words of the last greeting.
    @ivar calls: what was called, and with what.
    """

    typeName = "test_messaging_greeter"

    heard = text(default="")
    calls: Any = inmemory()

    def activate(self) -> None:
        """
        Nothing was called.
        """
        self.calls = []

    @commandMethod.expose(Greet)
    def greeted(self, words: str, times: int | None, sender: Identifier, target: Identifier) -> Any:
        """
        Answer in kind.
        """
        self.calls.append(("greeted", times, sender, target))
        self.heard = words
        if words == "grr":
            raise Asleep("let me sleep")
        if words == "oops":
            raise RuntimeError("oops")
        return {"reply": words[::-1]} if words else ["nothing"]

    @answerMethod.expose(Greet)
    def replied(self, reply: str, sender: Identifier, target: Identifier) -> None:
        """
        Note the reply.
        """
        self.calls.append(("replied", reply, sender, target))

    @errorMethod.expose(Greet, Grumpy)
    def refused(self, failure: Failure) -> None:
        """
        Note why.
        """
        self.calls.append(("refused", failure.type, failure.getErrorMessage()))

    @errorMethod.expose(Greet, DeliveryFailed)
    def undelivered(self, failure: Failure) -> None:
        """
        Note why.
        """
        self.calls.append(("undelivered", failure.getErrorMessage()))
