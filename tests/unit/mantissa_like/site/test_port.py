"""
Tests for the ports of a site.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.site import Port, WebServer, createPort, deletePort
from mantissa_like.site.errors import DuplicatePort, NoSuchPort


class PortTests(SynchronousTestCase):
    """
    Tests for L{createPort} and L{deletePort}.
    """

    def setUp(self) -> None:
        self.store = Store()
        self.addCleanup(self.store.close)
        self.server = WebServer(store=self.store)

    def test_created(self) -> None:
        """
        A port is an item with an endpoint and a server.
        """
        port = createPort(self.store, "tcp:80", self.server)
        self.assertEqual([port], list(self.store.query(Port)))
        self.assertEqual(("tcp:80", self.server), (port.description, port.server))

    def test_duplicate(self) -> None:
        """
        The same endpoint is refused, and the port that has it is named.
        """
        port = createPort(self.store, "unix:/run/a", self.server)
        error = self.assertRaises(DuplicatePort, createPort, self.store, "unix:/run/a", self.server)
        self.assertEqual(port.storeID, error.identifier)
        createPort(self.store, "unix:/run/A", self.server)
        self.assertEqual(2, self.store.query(Port).count())

    def test_deleted(self) -> None:
        """
        A port is deleted by its number, and its endpoint told.
        """
        port = createPort(self.store, "tcp:80", self.server)
        self.assertEqual("tcp:80", deletePort(self.store, port.storeID))
        self.assertEqual(0, self.store.query(Port).count())

    def test_noSuchPort(self) -> None:
        """
        The number of another item is not that of a port.
        """
        self.assertRaises(NoSuchPort, deletePort, self.store, self.server.storeID)
        self.assertEqual(1, self.store.query(WebServer).count())

    def test_deletedWithServer(self) -> None:
        """
        A port does not outlive what answers there.
        """
        createPort(self.store, "tcp:80", self.server)
        self.server.deleteFromStore()
        self.assertEqual(0, self.store.query(Port).count())
