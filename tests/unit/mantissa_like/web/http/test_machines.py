"""
Tests for L{mantissa_like.web._http.machines}, in a site.
"""

from __future__ import annotations

from pathlib import Path

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.errors import StoreBusy
from axiom.store import Store
from mantissa_like.config import MetricsSettings
from mantissa_like.mail import Mail, queueMail
from mantissa_like.observing import Observatory
from mantissa_like.web._http.machines import AcmeChallenges, Health, MetricsForMachines
from tests.unit.mantissa_like.web.console.running_server import RunningServer
from tests.unit.mantissa_like.web.live_client import LiveClient
from tests.unit.mantissa_like.web.memory_client import MemoryClient, serve
from tests.unit.mantissa_like.web.memory_site import MemorySite
from tests.unit.mantissa_like.web.shared_notes import SharedNotesTestCase


class HealthTests(SynchronousTestCase):
    """
    Tests for L{Health}.
    """

    def test_site(self) -> None:
        """
        A site that serves says so, whatever name it is called by, without a cookie; or that it is stopping.
        """
        server = RunningServer(self.mktemp())
        site = MemorySite(control=server.control)
        client = site.client()
        client.host = "10.0.0.7"
        response = client.get("/healthz")
        self.assertEqual((200, {"status": "ok"}, {}), (response.status, response.json(), response.cookies))
        assert site.context.control is not None
        site.context.control.isStopping = True
        self.assertEqual(
            (503, "stopping"), (client.get("/healthz").status, client.get("/healthz").json()["status"])
        )

    def test_failing(self) -> None:
        """
        One that can't read its store is not well.
        """

        def check() -> bool:
            raise StoreBusy("no")

        response = MemoryClient(serve(Health(check))).get("/healthz")
        self.assertEqual((503, {"status": "failing"}), (response.status, response.json()))


class MetricsForMachinesTests(SynchronousTestCase):
    """
    Tests for L{MetricsForMachines}; the client is at 192.168.1.1.
    """

    def get(self, authorization: str = "", **settings: object) -> tuple[int, str]:
        """
        Ask for the metrics of a site with these settings.
        """
        store, clock = Store(), Clock()
        self.addCleanup(store.close)
        observatory = Observatory(store, clock, 1)
        observatory.metrics.answered("page", 200, 0.01)
        page = MetricsForMachines(observatory, MetricsSettings(**settings))  # type: ignore[arg-type]
        headers = {"Authorization": authorization} if authorization else {}
        response = MemoryClient(serve(page)).get("/metrics", headers)
        return response.status, response.text

    def test_readers(self) -> None:
        """
        Machines that are named may read, others find nothing there.
        """
        self.assertEqual(404, self.get()[0])
        status, text = self.get(readers=("192.168.0.0/16",))
        self.assertEqual(200, status)
        self.assertIn('http_requests_total{kind="page",status="2xx"} 1.0', text)

    def test_token(self) -> None:
        """
        So may whoever knows the token, if there is one.
        """
        token = "a-long-random-token"
        self.assertEqual(200, self.get(f"Bearer {token}", token=token)[0])
        for wrong in ("Bearer x", "Bearer ", token):
            self.assertEqual(404, self.get(wrong, token=token)[0])
        self.assertEqual(404, self.get("Bearer ")[0])

    def test_counted(self) -> None:
        """
        Requests to a site are counted by what answers them.
        """
        site = MemorySite()
        client = site.client()
        for path in ("/login", "/users/alice/x", "/static/nothing", "/healthz"):
            client.get(path)
        assert site.context.observatory is not None
        [requests] = [
            each for each in site.context.observatory.metrics.families() if each.name == "http_requests"
        ]
        counted = {(labels["kind"], labels["status"]) for _, labels, value in requests.samples if value}
        self.assertEqual({("page", "2xx"), ("share", "4xx"), ("static", "4xx"), ("other", "2xx")}, counted)


class SiteMetricsTests(SharedNotesTestCase):
    """
    What a site tells besides how many requests it answered.
    """

    def test_measured(self) -> None:
        """
        A site tells how often shared pages came from memory, how many pages are followed, and of its mail.
        """
        queueMail(self.site.store, Mail("bob@example.com", "Hello", "Hello.\n"))
        for _ in range(3):
            self.client.get("/users/alice/open")
        LiveClient.bySocket(self.site.server, self.client, "/users/alice/open")
        assert self.site.context.observatory is not None
        told = [sample for each in self.site.context.observatory.families() for sample in each.samples]
        values = {name: value for name, _, value in told}
        self.assertEqual((2.0, 1.0), (values["page_cache_hits_total"], values["page_cache_misses_total"]))
        self.assertEqual(1.0, values["live_connections"])
        self.assertIn(("mail", {"state": "waiting"}, 1.0), told)


class AcmeChallengesTests(SynchronousTestCase):
    """
    Tests for L{AcmeChallenges}.
    """

    def test_files(self) -> None:
        """
        The files of the one directory are served, and nothing else.
        """
        root = Path(self.mktemp())
        directory = root / ".well-known" / "acme-challenge"
        client = MemoryClient(serve(AcmeChallenges(root)))
        self.assertEqual(404, client.get("/.well-known/acme-challenge/abc").status)
        directory.mkdir(parents=True)
        (directory / "abc").write_text("proof")
        (root / "secret").write_text("x")
        response = client.get("/.well-known/acme-challenge/abc")
        self.assertEqual(("proof", "text/plain"), (response.text, response.headers["content-type"]))
        for path in ("", "../../secret", "..%2F..%2Fsecret", "abc/", "a.b", "x" * 201):
            self.assertEqual(404, client.get(f"/.well-known/acme-challenge/{path}").status, path)
