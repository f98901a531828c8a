"""
Feeds that a real site follows, whose server is killed in the middle of a fetch.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from tests.acceptance.running import RunningSite, axiomatic, eventually
from tests.integration.feedservers import FEED, FeedServer

_JSON = {"Accept": "application/json"}
_FEEDS = "/users/alice/feeds"


class FeedTests(SynchronousTestCase):
    """
    A site that may fetch from loopback, and a server of feeds there.
    """

    def setUp(self) -> None:
        """
        Alice has feeds.
        """
        self.server = FeedServer()
        self.server.start()
        self.addCleanup(self.server.stop)
        self.site = RunningSite(Path(mkdtemp(dir=Path.cwd())) / "site.axiom")
        self.site.set("networks", '["127.0.0.0/8"]')
        axiomatic(self.site.path, "offering", "install", "import_feed")
        axiomatic(self.site.path, "product", "grant", "import_feed", "alice@localhost")
        self.addCleanup(self.site.stop)

    def test_killedInTheMiddle(self) -> None:
        """
        A fetch during which the site is killed begins again, and each entry is posted once; of the feeds that
        can't be fetched the page says why.
        """
        self.site.start()
        self.alice = self.site.client("alice")
        for path in ("hangs", "missing", "laughs"):
            self._post(_FEEDS, address=f"{self.server.url}/{path}", minutes="60")
        eventually(lambda: [state for state, _ in self._known().values()].count("failing") == 2)
        eventually(lambda: len(self.server.requests) == 3)
        self.site.kill()
        self.server.behaviours["hangs"] = lambda handler: handler.answer(200, FEED)
        self.site.start()
        self.alice = self.site.client("alice")
        eventually(lambda: self._known()["hangs"][0] == "well")
        self.assertEqual(["News: b", "News: a"], self._posts())
        self.assertIn("nothing at this address", self._known()["missing"][1])
        self.assertIn("entities", self._known()["laughs"][1])
        (number,) = (each["number"] for each in self._feeds() if each["address"].endswith("hangs"))
        self._post(f"{_FEEDS}/{number}", act="fetch")
        eventually(lambda: len(self.server.requests) == 5 and self._known()["hangs"][0] == "well")
        self.assertEqual(["News: b", "News: a"], self._posts())

    def _post(self, path: str, **fields: str) -> None:
        answer = self.alice.post(path, fields, **_JSON)
        self.assertEqual(200, answer.status, answer.text)

    def _feeds(self) -> list[dict[str, Any]]:
        feeds: list[dict[str, Any]] = self.alice.get(_FEEDS, **_JSON).json()["feeds"]
        return feeds

    def _known(self) -> dict[str, tuple[str, str]]:
        """
        The state and the problem of each feed, by the ends of the addresses.
        """
        return {
            each["address"].rpartition("/")[2]: (each["state"], each["problem"]) for each in self._feeds()
        }

    def _posts(self) -> list[str]:
        page = self.alice.get("/users/alice/timeline", **_JSON).json()
        return [each["text"] for each in page["posts"]]
