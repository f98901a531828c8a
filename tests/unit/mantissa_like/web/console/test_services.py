"""
Tests for L{mantissa_like.web._console.services}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.site._control import StartedService
from tests.unit.mantissa_like.web.console.running_server import RunningServer
from tests.unit.mantissa_like.web.memory_site import MemorySite


class ServicesPageTests(SynchronousTestCase):
    """
    Tests for L{ServicesPage}.
    """

    def test_states(self) -> None:
        """
        Each service has its state: since when it runs, or why it does not.
        """
        server = RunningServer()
        server.add("feeds", StartedService(1e9))
        server.add("broken", StartedService(None, "no such host"))
        site = MemorySite(control=server.control)
        site.addAdministrator("ada")
        client = site.logIn("ada")
        rows = client.get("/console/services", {"Accept": "application/json"}).json()["rows"]
        self.assertEqual(
            [
                {"name": "broken", "isRunning": False, "since": None},
                {"name": "feeds", "isRunning": True, "since": "2001-09-09T01:46:40Z"},
            ],
            rows,
        )
        page = client.get("/console/services").text
        for part in ("no such host", "2001-09-09 01:46"):
            self.assertIn(part, page)
