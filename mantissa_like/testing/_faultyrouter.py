"""
A router between which and its messages things go wrong, as on a network.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IReactorTime
from twisted.internet.task import deferLater
from twisted.logger import Logger
from zope.interface import implementer

from mantissa_like.messaging import Answer, Message, TargetUnreachable
from mantissa_like.messaging.interfaces import IMessageRouter

__all__ = ["Fate", "FaultyRouter", "randomFates"]


@dataclass(frozen=True)
class Fate:
    """
    What becomes of a message on one of its ways to its target.

    @ivar delay: the seconds after which it goes on; others that are faster overtake it.
    @ivar isLost: whether it never arrives.
    @ivar isAnswerLost: whether it arrives and takes effect, but its answer is lost.
    @ivar copyAfter: in how many seconds a copy of it arrives too, whose answer nobody hears; None without
        one.
    """

    delay: float = 0.0
    isLost: bool = False
    isAnswerLost: bool = False
    copyAfter: float | None = None


def randomFates(
    seed: int,
    lost: float = 0.1,
    answersLost: float = 0.1,
    doubled: float = 0.1,
    delayed: float = 0.1,
    longest: float = 600.0,
) -> Callable[[Message], Fate]:
    """
    Fates by chance, the same for the same seed.

    @param lost: the part of the messages that are; from 0 to 1, as the others.
    @param longest: how many seconds something takes at most.
    """
    random = Random(seed)

    def chooseFate(message: Message) -> Fate:
        return Fate(
            delay=random.uniform(0, longest) if random.random() < delayed else 0.0,
            isLost=random.random() < lost,
            isAnswerLost=random.random() < answersLost,
            copyAfter=random.uniform(0, longest) if random.random() < doubled else None,
        )

    return chooseFate


@implementer(IMessageRouter)
class FaultyRouter:
    """
    Loses, doubles, delays and reorders the messages that it gives to another router.

    As long as that one keeps its promises, each message takes effect once, and in order, all the same.

    @ivar router: the one that really delivers.
    @ivar chooseFate: what becomes of the next message; by default nothing bad.
    """

    _log = Logger()

    def __init__(
        self,
        router: IMessageRouter,
        clock: IReactorTime,
        chooseFate: Callable[[Message], Fate] = lambda message: Fate(),
    ) -> None:
        """
        @param clock: by which messages are late.
        """
        self.router, self.chooseFate, self._clock = router, chooseFate, clock
        self._routed = self._lost = self._copied = 0

    def __repr__(self) -> str:
        return f"<FaultyRouter {self._routed} routed, {self._lost} lost, {self._copied} copied>"

    def route(self, message: Message) -> Deferred[Answer]:
        """
        See L{IMessageRouter}.
        """
        return Deferred.fromCoroutine(self._route(message, self.chooseFate(message)))

    async def _route(self, message: Message, fate: Fate) -> Answer:
        self._routed += 1
        if fate.copyAfter is not None:
            self._clock.callLater(fate.copyAfter, self._routeCopy, message)
        if fate.delay:
            await deferLater(self._clock, fate.delay)
        if fate.isLost:
            self._lose("the message was lost")
        answer: Answer = await self.router.route(message)
        if fate.isAnswerLost:
            self._lose("the answer was lost")
        return answer

    def _lose(self, why: str) -> None:
        self._lost += 1
        raise TargetUnreachable(why)

    def _routeCopy(self, message: Message) -> None:
        self._copied += 1
        routed = self.router.route(message)
        routed.addErrback(lambda failure: self._log.debug("a copy failed: {failure}", failure=failure))
