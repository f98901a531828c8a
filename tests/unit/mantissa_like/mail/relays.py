"""
A relay for tests.
"""

from __future__ import annotations

from twisted.internet.defer import Deferred
from zope.interface import implementer

from mantissa_like.mail import IMailRelay, Message

__all__ = ["MemoryRelay"]


@implementer(IMailRelay)
class MemoryRelay:
    """
    Takes what the test lets it take.

    @ivar messages: all that were handed over, the latest last.
    @ivar answers: one for each of them, which the test fires.
    """

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.answers: list[Deferred[None]] = []

    def send(self, message: Message) -> Deferred[None]:
        """
        See L{IMailRelay}.
        """
        self.messages.append(message)
        self.answers.append(Deferred())
        return self.answers[-1]
