"""
A router that makes mistakes.
"""

from __future__ import annotations

from twisted.internet.defer import Deferred, succeed
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import implementer

from mantissa_like.messaging import (
    ANSWERED,
    Answer,
    IMessageRouter,
    Message,
    MessageID,
    TargetUnreachable,
    Value,
)
from mantissa_like.sharing import Identifier
from mantissa_like.testing import Fate, FaultyRouter, randomFates

MESSAGE = Message(
    MessageID("store", "epoch", 1),
    Identifier("a", "alice", "example.com"),
    Identifier("b", "bob", "example.com"),
    Value("text", b"hello"),
)
ANSWER = Answer(ANSWERED, Value("text", b"hello yourself"))


@implementer(IMessageRouter)
class Target:
    """
    Answers.

    @ivar count: how often.
    """

    count = 0

    def route(self, message: Message) -> Deferred[Answer]:
        """
        See L{IMessageRouter}.
        """
        self.count += 1
        return succeed(ANSWER)


class FaultyRouterTests(SynchronousTestCase):
    """
    Each fate of one message.
    """

    def routed(self, fate: Fate) -> Deferred[Answer]:
        """
        Route a message with this fate.
        """
        self.clock, self.target = Clock(), Target()
        self.router = FaultyRouter(self.target, self.clock, lambda message: fate)
        return self.router.route(MESSAGE)

    def test_nothingBad(self) -> None:
        """
        What has no bad fate is routed at once.
        """
        self.assertEqual(ANSWER, self.successResultOf(self.routed(Fate())))

    def test_lost(self) -> None:
        """
        A lost message never arrives; it is to be sent again.
        """
        self.failureResultOf(self.routed(Fate(isLost=True)), TargetUnreachable)
        self.assertEqual(0, self.target.count)

    def test_answerLost(self) -> None:
        """
        It may have arrived all the same.
        """
        self.failureResultOf(self.routed(Fate(isAnswerLost=True)), TargetUnreachable)
        self.assertEqual(1, self.target.count)

    def test_delayed(self) -> None:
        """
        A late message arrives when it is time.
        """
        routed = self.routed(Fate(delay=5))
        self.assertNoResult(routed)
        self.clock.advance(5)
        self.assertEqual(ANSWER, self.successResultOf(routed))

    def test_copied(self) -> None:
        """
        A copy arrives later, and nobody hears its answer.
        """
        self.successResultOf(self.routed(Fate(copyAfter=5)))
        self.clock.advance(5)
        self.assertEqual(2, self.target.count)
        self.assertEqual("<FaultyRouter 1 routed, 0 lost, 1 copied>", repr(self.router))

    def test_random(self) -> None:
        """
        The same seed gives the same fates, of which about as many are bad as is said.
        """
        choose, again = randomFates(7, lost=0.2), randomFates(7, lost=0.2)
        chosen = [choose(MESSAGE) for _ in range(1_000)]
        self.assertEqual(chosen, [again(MESSAGE) for _ in range(1_000)])
        lost = sum(fate.isLost for fate in chosen)
        self.assertTrue(150 < lost < 250, lost)
        self.assertTrue(all(0 <= fate.delay <= 600 for fate in chosen))
