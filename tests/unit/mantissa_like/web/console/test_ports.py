"""
Tests for L{mantissa_like.web._console.ports}.
"""

from __future__ import annotations

from twisted.internet.error import CannotListenError
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.audit import AuditEntry
from mantissa_like.site import Port
from tests.unit.mantissa_like.web.console.running_server import RunningServer
from tests.unit.mantissa_like.web.memory_client import Response
from tests.unit.mantissa_like.web.memory_site import MemorySite

JSON = {"Accept": "application/json"}


class PortsPageTests(SynchronousTestCase):
    """
    Tests for L{PortsPage}.
    """

    def setUp(self) -> None:
        """
        A site that listens nowhere, and its administrator.
        """
        self.server = RunningServer()
        self.site = MemorySite(control=self.server.control)
        self.site.addAdministrator("ada")
        self.client = self.site.logIn("ada")
        self.token = self.client.get("/login", JSON).json()["csrfToken"]

    def send(self, **fields: str) -> Response:
        """
        Send the form.
        """
        return self.client.post("/console/ports", {"csrfToken": self.token, **fields})

    def endpoints(self) -> list[str]:
        """
        Those of the ports that there are.
        """
        return list(self.site.store.query(Port).getColumn("description"))

    def test_added(self) -> None:
        """
        A new port is reached from this machine only, unless its endpoint says more; who added it is known.
        """
        self.assertEqual(303, self.send(act="add", endpoint="tcp:8080").status)
        self.assertEqual(["tcp:8080:interface=127.0.0.1"], self.endpoints())
        entry = self.site.store.findUnique(AuditEntry, AuditEntry.action == "port.added")
        self.assertEqual(("tcp:8080:interface=127.0.0.1", "ada@example.com"), (entry.subject, entry.actor))

    def test_refused(self) -> None:
        """
        What is no endpoint is shown again with what is wrong.
        """
        response = self.send(act="add", endpoint="nonsense")
        self.assertEqual(400, response.status)
        self.assertIn('value="nonsense"', response.text)
        self.assertIn("is no endpoint to listen on", response.text)
        self.assertEqual([], self.endpoints())

    def test_removedOnceConfirmed(self) -> None:
        """
        A port is removed after one question.
        """
        self.send(act="add", endpoint="tcp:8080")
        [row] = self.client.get("/console/ports", JSON).json()["rows"]
        remove = str(row["identifier"])
        question = self.send(act="remove", number=remove).text
        self.assertIn("Stop listening on tcp:8080:interface=127.0.0.1?", question)
        self.assertEqual(1, len(self.endpoints()))
        self.assertEqual(303, self.send(act="remove", number=remove, confirmed="yes").status)
        self.assertEqual([], self.endpoints())
        self.assertEqual(400, self.send(act="remove", number=remove, confirmed="yes").status)

    def test_failing(self) -> None:
        """
        A port on which the site can't listen says why.
        """

        def occupied(*args: object, **kwargs: object) -> None:
            raise CannotListenError("", 80, OSError(98, "Address already in use"))

        self.patch(self.server.reactor, "listenTCP", occupied)
        self.send(act="add", endpoint="tcp:80")
        self.server.listening.reconcile()
        page = self.client.get("/console/ports").text
        self.assertIn("listen on tcp:80:interface=127.0.0.1: Address already in use", page)

    def test_nothingRuns(self) -> None:
        """
        Where there is no server besides the web, the page says so.
        """
        site = MemorySite()
        site.addAdministrator("ada")
        self.assertEqual(503, site.logIn("ada").get("/console/ports").status)
