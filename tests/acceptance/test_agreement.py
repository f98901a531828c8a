"""
Two workers and one more process that write to the same stores: whoever asks whom, the answer is that of now,
and for whoever asks.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from urllib.parse import urlencode

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from axiom.supervision import StateFile
from offerings.timeline import Post, Timeline
from tests.acceptance.running import RunningSite, eventually

_STEPS = 150
_SHOWN = 15


class AgreementTests(SynchronousTestCase):
    """
    A site with two workers, and a connection to each.
    """

    def setUp(self) -> None:
        """
        The site, which runs.
        """
        self.site = RunningSite(Path(mkdtemp(dir=Path.cwd())) / "site.axiom")
        self.addCleanup(self.site.stop)
        self.site.set("address-requests", 0)
        self.site.set("account-requests", 0)
        self.site.start("--workers", "2")
        eventually(lambda: len(self.pids()) == 2)
        one, two = self.pids()
        self.connections = [self.connectTo(one, two), self.connectTo(two, one)]

    def pids(self) -> list[int]:
        """
        Of the workers that serve.
        """
        state = StateFile(str(self.site.path / "run" / "workers.json")).read()
        return [worker.pid for worker in state.workers if worker.state == "serving"] if state else []

    def connectTo(self, pid: int, other: int) -> http.client.HTTPConnection:
        """
        A connection that the worker with C{pid} accepts, for the other is held up meanwhile.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        self.addCleanup(connection.close)
        with _heldUp(other):
            self.ask(connection, "GET", "/")
        return connection

    def ask(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        cookie: str = "",
        fields: Mapping[str, str] | None = None,
    ) -> tuple[int, str]:
        """
        The status and the text of an answer.
        """
        headers = {"Cookie": cookie} if cookie else {}
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def test_agree(self) -> None:
        """
        After each of many writes, by either worker or by another process, every worker shows everybody the
        timelines as they are now, and nobody what is somebody else's.
        """
        random = Random(4)
        users = {name: self.site.client(name) for name in ("alice", "bob")}
        cookies = {name: f"session={client.cookie('session')}" for name, client in users.items()}
        tokens = {name: client.token(f"/users/{name}/timeline") for name, client in users.items()}
        for step in range(_STEPS):
            owner = random.choice(sorted(users))
            path, text = f"/users/{owner}/timeline", f"text {step}."
            match random.randrange(4):
                case 0:
                    with closing(self.site.open(owner)) as store:
                        store.findUnique(Timeline).write(text, Time())
                case 1:
                    with closing(self.site.open(owner)) as store:
                        oldest = store.findFirst(Post, sort=Post.storeID.ascending)
                        if oldest is not None:
                            oldest.deleteFromStore()
                case 2:
                    sent = {"text": text, "csrfToken": tokens[owner]}
                    status, _ = self.ask(random.choice(self.connections), "POST", path, cookies[owner], sent)
                    self.assertEqual(303, status)
                case _:
                    # Nothing is written: what is kept is shown.
                    pass
            expected = self.written(owner)
            for connection in self.connections:
                viewer = random.choice([None, "alice", "bob"])
                status, page = self.ask(connection, "GET", path, cookies[viewer] if viewer else "")
                self.assertEqual(200, status)
                self.assertEqual(expected, re.findall(r"text \d+\.", page)[:_SHOWN])
                for name in users:
                    self.assertEqual(name == viewer, f"{name}@localhost" in page)
                self.assertEqual(owner == viewer, "<textarea" in page)
                if viewer is not None:
                    self.assertIn(tokens[viewer], page)

    def written(self, owner: str) -> list[str]:
        """
        What is in a timeline, the newest first, as far as it is compared.
        """
        with closing(self.site.open(owner)) as store:
            newest = store.query(Post, sort=Post.storeID.descending, limit=_SHOWN)
            return list(newest.getColumn("body"))

    def test_logOut(self) -> None:
        """
        Who has logged out at one worker is nobody at the other, for the very next request.
        """
        one, two = self.connections
        client = self.site.client("alice")
        cookie, token = f"session={client.cookie('session')}", client.token("/users/alice/timeline")
        for connection in self.connections:
            _, page = self.ask(connection, "GET", "/users/alice/timeline", cookie)
            self.assertIn("alice@localhost", page)
        self.assertEqual(303, self.ask(one, "POST", "/logout", cookie, {"csrfToken": token})[0])
        _, page = self.ask(two, "GET", "/users/alice/timeline", cookie)
        self.assertNotIn("alice@localhost", page)
        self.assertEqual(403, self.ask(two, "POST", "/users/alice/timeline", cookie, {"text": "x"})[0])


@contextmanager
def _heldUp(pid: int) -> Iterator[None]:
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
