"""
Tests for L{mantissa_like.web._http.connections}.
"""

from __future__ import annotations

from twisted.internet.defer import Deferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web._http.connections import Connections


class FakeConnection:
    """
    A connection that notes what it is told, and is closed when it is told to.

    @ivar told: the names of the methods that were called.
    """

    def __init__(self, connections: Connections, isIdle: bool = False) -> None:
        self._connections, self._isIdle = connections, isIdle
        self.told: list[str] = []
        connections.add(self)

    def finish(self) -> None:
        self.told.append("finish")

    def closeIfIdle(self) -> None:
        self.told.append("closeIfIdle")
        if self._isIdle:
            self._connections.remove(self)

    def forceAbortClient(self) -> None:
        self.told.append("forceAbortClient")
        self._connections.remove(self)


class DrainingTests(SynchronousTestCase):
    """
    Tests for L{Connections.drain}, where a request that is under way may take 20 seconds.
    """

    def setUp(self) -> None:
        self.clock = Clock()
        self.connections = Connections(self.clock, 20.0)

    def test_nobody(self) -> None:
        """
        Where there is no connection, it is over at once, and nothing is left running.
        """
        self.successResultOf(self.connections.drain())
        self.assertEqual([], self.clock.getDelayedCalls())
        self.assertTrue(self.connections.isDraining)

    def test_answeredLast(self) -> None:
        """
        A request that is under way is answered as the last of its connection; with that it is over.
        """
        busy = FakeConnection(self.connections)
        drained = self.connections.drain()
        self.clock.advance(10)
        self.assertNoResult(drained)
        self.assertEqual(["finish", "closeIfIdle"], busy.told)
        self.connections.remove(busy)
        self.successResultOf(drained)
        self.assertEqual([], self.clock.getDelayedCalls())

    def test_silent(self) -> None:
        """
        A connection on which nothing happens has a moment to send what it was about to.
        """
        idle = FakeConnection(self.connections, isIdle=True)
        drained = self.connections.drain()
        self.assertEqual(["finish"], idle.told)
        self.clock.advance(0.5)
        self.successResultOf(drained)

    def test_tooSlow(self) -> None:
        """
        What takes longer than it may is cut off.
        """
        slow = FakeConnection(self.connections)
        drained = self.connections.drain()
        self.clock.pump([0.5, 19.5])
        self.assertEqual("forceAbortClient", slow.told[-1])
        self.successResultOf(drained)

    def test_others(self) -> None:
        """
        What is no connection of HTTP any more is told first, and waited for.
        """
        closed: Deferred[None] = Deferred()
        self.connections.onDrain(lambda: closed)
        self.connections.onDrain(lambda: None)
        drained = self.connections.drain()
        self.assertNoResult(drained)
        closed.callback(None)
        self.successResultOf(drained)
        self.assertEqual([], self.clock.getDelayedCalls())

    def test_othersTooSlow(self) -> None:
        """
        It is waited for no longer than for a request.
        """
        self.connections.onDrain(Deferred)
        drained = self.connections.drain()
        self.clock.advance(19)
        self.assertNoResult(drained)
        self.clock.advance(1)
        self.successResultOf(drained)
