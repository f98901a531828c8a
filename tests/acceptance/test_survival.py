"""
What is answered survives the death of the server.
"""

from __future__ import annotations

import threading
import time
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from offerings.timeline import Post, Timeline
from tests.acceptance.running import PASSWORDS, Client, RunningSite


class KillTests(SynchronousTestCase):
    """
    kill -9 during a burst of posts.
    """

    def setUp(self) -> None:
        """
        A running site.
        """
        self.site = RunningSite(Path(self.mktemp()) / "site.axiom")
        self.addCleanup(self.site.stop)
        self.site.start()

    def _postUntilItFails(self, name: str, answered: list[str]) -> None:
        client = Client(self.site.url)
        client.logIn(name, PASSWORDS[name])
        path = f"/users/{name}/timeline"
        token = client.token(path)
        number = 0
        while True:
            text = f"{name} says {number}"
            try:
                answer = client.send(path, urlencode({"text": text, "csrfToken": token}).encode())
            except (OSError, HTTPException):
                return
            assert answer.status == 303, answer.text
            answered.append(text)
            number += 1

    def test_everyAnsweredPostIsThereOnce(self) -> None:
        """
        After a restart each post that was answered is there once, at most one more for each writer, and the
        counts of the timelines agree with their posts.
        """
        answered: dict[str, list[str]] = {"alice": [], "bob": []}
        writers = [
            threading.Thread(target=self._postUntilItFails, args=(name, texts))
            for name, texts in answered.items()
        ]
        for writer in writers:
            writer.start()
        deadline = time.monotonic() + 30
        while min(map(len, answered.values())) < 40 and time.monotonic() < deadline:
            time.sleep(0.01)
        self.site.kill()
        for writer in writers:
            writer.join(30)
        self.site.start()
        client = Client(self.site.url)
        for name, texts in answered.items():
            self.assertGreaterEqual(len(texts), 40)
            newest = client.get(f"/users/{name}/timeline", Accept="application/json").json()
            self.assertIn(texts[-1], [post["text"] for post in newest["posts"]])
        self.site.stop()
        for name, texts in answered.items():
            self._assertKept(name, texts)

    def _assertKept(self, name: str, texts: list[str]) -> None:
        store = Store(str(self.site.path / "files" / "account" / "localhost" / f"{name}.axiom"))
        self.addCleanup(store.close)
        kept = list(store.query(Post, sort=Post.storeID.ascending).getColumn("body"))
        self.assertEqual(texts, kept[: len(texts)])
        self.assertLessEqual(len(kept), len(texts) + 1)
        self.assertEqual(len(kept), store.findUnique(Timeline).postCount)
        self.assertEqual([("ok",)], store.querySQL("PRAGMA integrity_check"))
