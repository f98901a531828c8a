"""
Tests for L{axiom.supervision._keeper}.
"""

from __future__ import annotations

from twisted.internet.error import CannotListenError
from twisted.trial.unittest import SynchronousTestCase

from axiom.supervision._keeper import PortKeeper
from axiom.supervision._messages import TCPPlace, UNIXPlace
from tests.unit.axiom.supervision.processes import ProcessReactor

WEB = TCPPlace(80, 50, "127.0.0.1")
LOCAL = UNIXPlace("/run/site.sock", 50, 0o660, True)


class PortKeeperTests(SynchronousTestCase):
    """
    Tests for L{PortKeeper}.
    """

    def setUp(self) -> None:
        self.reactor = ProcessReactor()
        self.keeper = PortKeeper(self.reactor)

    def test_boundOnce(self) -> None:
        """
        All who ask for a place get the same socket, from which the keeper itself accepts nothing.
        """
        self.assertEqual(self.keeper.lend(WEB, "first"), self.keeper.lend(WEB, "second"))
        self.assertEqual([("127.0.0.1", 80)], list(self.reactor.ports))
        self.assertFalse(self.reactor.ports["127.0.0.1", 80].isReading)

    def test_keptWhileSomebodyHasIt(self) -> None:
        """
        A socket is closed once nobody has it, and bound again when somebody asks.
        """
        for holder in ("first", "second"):
            self.keeper.lend(WEB, holder)
        port = self.reactor.ports["127.0.0.1", 80]
        self.keeper.takeBack(WEB, "first")
        self.keeper.closeUnused()
        self.assertTrue(port.isListening)
        self.keeper.takeBack(WEB, "second")
        self.keeper.closeUnused()
        self.assertFalse(port.isListening)
        self.keeper.lend(WEB, "first")
        self.assertTrue(self.reactor.ports["127.0.0.1", 80].isListening)

    def test_forgotten(self) -> None:
        """
        What one had who is gone stays open until it is known that nobody else wants it.
        """
        for place in (WEB, LOCAL):
            self.keeper.lend(place, "first")
        self.keeper.forget("first")
        self.assertEqual([True, True], [port.isListening for port in self.reactor.ports.values()])
        self.keeper.lend(LOCAL, "second")
        self.keeper.closeUnused()
        self.assertEqual([False, True], [port.isListening for port in self.reactor.ports.values()])

    def test_closed(self) -> None:
        """
        In the end, all are closed.
        """
        self.keeper.lend(LOCAL, "first")
        self.keeper.close()
        self.assertFalse(self.reactor.ports["/run/site.sock"].isListening)

    def test_taken(self) -> None:
        """
        Where nothing can listen, nothing is kept: the next who asks tries again.
        """
        self.reactor.taken.add("/run/site.sock")
        with self.assertRaises(CannotListenError):
            self.keeper.lend(LOCAL, "first")
        self.reactor.taken.clear()
        self.assertEqual(50, self.keeper.lend(LOCAL, "first"))
