"""
Fetching feeds from a server that fails in every way.
"""

from __future__ import annotations

import socket

from twisted.internet import reactor
from twisted.internet.defer import CancelledError
from twisted.internet.task import deferLater
from twisted.internet.threads import deferToThread
from twisted.trial.unittest import TestCase

from offerings.import_feed import (
    FeedGone,
    FeedProblem,
    FeedRefused,
    FeedTooLarge,
    FeedUnreachable,
    Fetched,
    ForbiddenAddress,
    NoFeed,
    WebSource,
)
from tests.integration.feedservers import FeedServer

LOOPBACK = ("127.0.0.0/8",)


class WebSourceTests(TestCase):
    """
    A server on loopback, from which is fetched by real connections.
    """

    def setUp(self) -> None:
        self.server = FeedServer()
        self.server.start()
        self.addCleanup(self.server.stop)
        self.source = WebSource(reactor, LOOPBACK, deferToThread, seconds=0.8)

    async def fetch(self, path: str, etag: str = "") -> Fetched:
        """
        Fetch from the server.
        """
        return await self.source.fetch(f"{self.server.url}/{path}", etag, "")

    async def assertFails(self, kind: type[FeedProblem], said: str, url: str) -> None:
        """
        It fails in this way, and says so.
        """
        error = await self.assertFailure(self.source.fetch(url, "", ""), kind)
        self.assertEqual(kind, type(error))
        self.assertIn(said, str(error))

    async def test_fetched(self) -> None:
        """
        A feed is read, folded or not, also where the server leads elsewhere.
        """
        for path in ("feed", "folded", "moved"):
            fetched = await self.fetch(path)
            assert fetched.feed is not None
            said = fetched.feed.title, [each.text for each in fetched.feed.entries]
            self.assertEqual(("News", ["b", "a"]), said, path)

    async def test_unchanged(self) -> None:
        """
        What has not changed is not sent again.
        """
        first = await self.fetch("feed")
        self.assertEqual(('"1"', "Sun, 09 Sep 2001 01:46:40 GMT"), (first.etag, first.modified))
        self.assertEqual(Fetched(), await self.fetch("feed", first.etag))

    async def test_later(self) -> None:
        """
        A server that is asked too often says when to come again, which is at most a week later.
        """
        waits = [(await self.fetch(path)).wait for path in ("busy", "busy-for-ever", "busy-until")]
        self.assertEqual([120, 604_800, 604_800], waits)

    async def test_failures(self) -> None:
        """
        Each way to fail is told in words, and takes a second at most.
        """
        for path, kind, said in (
            ("circle", FeedRefused, "without end"),
            ("nowhere", FeedRefused, "no address of the web"),
            ("astray", ForbiddenAddress, "own network"),
            ("missing", FeedRefused, "nothing at this address"),
            ("gone", FeedGone, "gone for good"),
            ("broken", FeedUnreachable, "500"),
            ("hangs", FeedUnreachable, "too long"),
            ("stops", FeedUnreachable, "stopped in the middle"),
            ("short", FeedUnreachable, "stopped in the middle"),
            ("slow", FeedUnreachable, "too long"),
            ("large", FeedTooLarge, "too much"),
            ("headers", FeedTooLarge, "too much"),
            ("damaged", NoFeed, "damaged"),
            ("laughs", NoFeed, "entities"),
            ("bomb", FeedTooLarge, "too large"),
            ("cut", FeedUnreachable, "stopped in the middle"),
            ("misfolded", FeedUnreachable, "damaged"),
            ("page", NoFeed, "text/html"),
            ("picture", NoFeed, "image/png"),
        ):
            began = reactor.seconds()
            await self.assertFails(kind, said, f"{self.server.url}/{path}")
            self.assertLess(reactor.seconds() - began, 2, path)

    async def test_refused(self) -> None:
        """
        Nobody listens at a port; nobody has a name.
        """
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        await self.assertFails(FeedUnreachable, "can’t be reached", f"http://127.0.0.1:{port}/")
        await self.assertFails(FeedUnreachable, "No server", "http://nobody.invalid/")

    async def test_noTLS(self) -> None:
        """
        A server that speaks no TLS, or can't prove who it is, is not believed.
        """
        await self.assertFails(FeedUnreachable, "who it is", self.server.url.replace("http:", "https:"))

    async def test_ownNetwork(self) -> None:
        """
        Nothing is asked of the site's own network, whatever it is called, unless that is allowed.
        """
        guarded = self.source = WebSource(reactor, (), deferToThread)
        port = self.server.server_address[1]
        for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f000001", "10.0.0.1", "[::1]"):
            self.source = guarded
            await self.assertFails(ForbiddenAddress, "own network", f"http://{host}:{port}/feed")
        await self.assertFails(ForbiddenAddress, "not for the web", "http://127.0.0.1:25/")
        self.assertEqual([], self.server.requests)

    async def test_cancelled(self) -> None:
        """
        Who does not want it any more hangs up.
        """
        fetching = self.source.fetch(f"{self.server.url}/hangs", "", "")
        while not self.server.requests:
            await deferLater(reactor, 0.005)
        fetching.cancel()
        await self.assertFailure(fetching, CancelledError)
