"""
Several processes that serve one site: under load, killed, and replaced.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp

from twisted.trial.unittest import SynchronousTestCase

from axiom.supervision import StateFile, WorkerReport
from mantissa_like.site import Port
from offerings.timeline import Post
from tests.acceptance.load import Load
from tests.acceptance.running import RunningSite, axiomatic, eventually

_READERS, _WRITERS = 6, 2


class WorkersTests(SynchronousTestCase):
    """
    A site with two workers.
    """

    def setUp(self) -> None:
        """
        The site, which runs.
        """
        self.site = RunningSite(Path(mkdtemp(dir=Path.cwd())) / "site.axiom")
        self.addCleanup(self.site.stop)
        # The load comes from one address.
        self.site.set("address-requests", 0)
        self.site.set("account-requests", 0)
        self.site.start("--workers", "2")
        eventually(lambda: len(self.serving()) == 2)

    def workers(self) -> list[WorkerReport]:
        """
        What the supervisor tells of the workers.
        """
        state = StateFile(str(self.site.path / "run" / "workers.json")).read()
        return [] if state is None else sorted(state.workers, key=lambda worker: worker.number)

    def serving(self) -> list[int]:
        """
        The pids of those that serve, sorted by their number.
        """
        return [worker.pid for worker in self.workers() if worker.state == "serving"]

    def awaitOthers(self, *pids: int) -> None:
        """
        Wait until these workers are gone, and two serve.
        """
        eventually(lambda: not {worker.pid for worker in self.workers()}.intersection(pids))
        eventually(lambda: len(self.serving()) == 2)

    def written(self) -> Counter[str]:
        """
        What is in Alice's store.
        """
        with closing(self.site.open("alice")) as store:
            return Counter(store.query(Post).getColumn("body"))

    def assertKept(self, load: Load) -> None:
        """
        Everything that was answered is there, and nothing is there twice; no answer was wrong, and none was
        impossible to ask for.
        """
        written = self.written()
        self.assertEqual([], [body for body in load.answered if written[body] != 1])
        self.assertEqual([], [body for body, count in written.items() if count != 1])
        self.assertEqual([], load.wrong[:3])
        self.assertEqual([], load.refused[:3])
        self.assertTrue(load.answered)
        self.assertTrue(load.read)

    def test_killedUnderLoad(self) -> None:
        """
        Workers that are killed take with them nothing but the requests that they were answering: no write
        that was answered is lost, and the rest goes on.
        """
        kills = 4
        with Load(self.site, _READERS, _WRITERS) as load:
            for number in range(kills):
                load.awaitMore()
                victim = self.serving()[number % 2]
                os.kill(victim, signal.SIGKILL)
                self.awaitOthers(victim)
        self.assertKept(load)
        self.assertLessEqual(len(load.broken), kills * (_READERS + _WRITERS))

    def test_reloadedUnderLoad(self) -> None:
        """
        While other workers take the places of all, not one request is refused, cut off or answered wrongly.
        """
        with Load(self.site, _READERS, _WRITERS) as load:
            for _ in range(2):
                load.awaitMore()
                before = self.serving()
                self.assertEqual("reloaded, 2 new workers serve\n", axiomatic(self.site.path, "reload"))
                self.awaitOthers(*before)
            load.awaitMore()
        self.assertKept(load)
        self.assertEqual([], load.broken)

    def test_reloadedWithABadConfiguration(self) -> None:
        """
        Where new workers can't start, those that there are go on, and it is told why.
        """
        before = self.serving()
        configuration = self.site.path / "site.toml"
        text = configuration.read_text()
        configuration.write_text(text.replace("[limits]", "[limits]\nopen-doors = 1"))
        axiomatic(self.site.path, "reload", status=1)
        self.assertEqual(before, self.serving())
        self.assertIn("not reloaded", self.site.log())
        self.assertEqual(200, self.site.client().get("/users/alice/timeline").status)
        configuration.write_text(text)
        axiomatic(self.site.path, "reload")
        self.assertFalse(set(before) & set(self.serving()))

    def test_supervisorKilled(self) -> None:
        """
        Workers end with their supervisor, so that another one finds the site free.
        """
        pids = self.serving()
        self.site.kill()
        eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))
        self.site.start("--workers", "1")
        eventually(lambda: len(self.serving()) == 1)


class FailingWorkersTests(SynchronousTestCase):
    """
    Workers of which none can start.
    """

    def test_nothingStarts(self) -> None:
        """
        Where no worker can listen, the server ends, and says why.
        """
        site = RunningSite(Path(mkdtemp(dir=Path.cwd())) / "site.axiom", furnished=False)
        other = RunningSite(Path(mkdtemp(dir=Path.cwd())) / "other.axiom", furnished=False)
        self.addCleanup(site.stop)
        site.start()
        with closing(other.openSiteStore()) as store:
            store.findUnique(Port).description = f"tcp:{site.port}:interface=127.0.0.1"
        axiomatic(other.path, "start", "-n", "--workers", "2", status=1)
        self.assertEqual("not running\n", axiomatic(other.path, "status", status=3))
