"""
Tests for sending files.
"""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

from twisted.internet.error import ConnectionDone
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase
from twisted.web.resource import Resource
from twisted.web.server import Request

from mantissa_like.web import Download
from mantissa_like.web._http.downloads import sendDownload
from tests.unit.mantissa_like.web.memory_client import MemoryClient, Response, serve

CONTENT = bytes(range(256)) * 1000


class Sender(Resource):
    """
    Sends one file.
    """

    isLeaf = True

    def __init__(self, download: Download) -> None:
        super().__init__()
        self.download = download

    def render_GET(self, request: Request) -> bytes | int:
        """
        Send it.
        """
        return sendDownload(request, self.download)


class BusyTransport(StringTransport):
    """
    A connection to a client that takes one piece at a time.
    """

    protocol: Any
    isAborted = False

    def write(self, data: bytes) -> None:
        """
        Take a piece, and be busy if it is a large one.
        """
        super().write(data)
        if self.producer is not None and len(data) > 1000:
            self.producer.pauseProducing()

    def take(self) -> None:
        """
        Be ready for the next piece.
        """
        if self.producer is not None:
            self.producer.resumeProducing()

    def abortConnection(self) -> None:
        """
        The connection was cut off.
        """
        self.isAborted = True


class DownloadTests(SynchronousTestCase):
    """
    Tests for L{sendDownload}.
    """

    def setUp(self) -> None:
        self.path = Path(self.mktemp())
        self.path.write_bytes(CONTENT)

    def get(self, download: Download | None = None, method: str = "GET", **headers: str) -> Response:
        """
        Ask for it.
        """
        sender = Sender(download or Download(self.path, "content.bin"))
        self.client = MemoryClient(serve(sender))
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.client.send(method, "/", named)
        return self.client.response()

    def busyTransport(self) -> BusyTransport:
        """
        Ask for it by a client that takes one piece at a time.
        """
        transport = BusyTransport()
        channel = serve(Sender(Download(self.path, "content.bin"))).buildProtocol(None)  # type: ignore[arg-type]
        assert channel is not None
        transport.protocol = channel
        channel.makeConnection(transport)
        channel.dataReceived(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        return transport

    def test_whole(self) -> None:
        """
        A file is sent in pieces, with its length, as something to save.
        """
        response = self.get()
        self.assertEqual((200, CONTENT), (response.status, response.body))
        self.assertEqual(str(len(CONTENT)), response.headers["content-length"])
        self.assertEqual("application/octet-stream", response.headers["content-type"])
        self.assertEqual("attachment; filename*=UTF-8''content.bin", response.headers["content-disposition"])

    def test_backPressure(self) -> None:
        """
        Nothing more is sent before the client has taken what was.
        """
        transport = self.busyTransport()
        for _ in range(3):
            self.assertLess(len(transport.value()), len(CONTENT))
            transport.take()
        transport.take()
        self.assertTrue(transport.value().endswith(CONTENT))

    def test_ranges(self) -> None:
        """
        One range is sent alone; what is no range, or several, is not heeded.
        """
        size = len(CONTENT)
        for asked, first, end in (
            ("bytes=0-0", 0, 1),
            ("bytes=10-19", 10, 20),
            ("bytes=100000-", 100_000, size),
            ("bytes=-5", size - 5, size),
            (f"bytes=-{size * 2}", 0, size),
            (f"bytes={size - 1}-{size * 2}", size - 1, size),
        ):
            response = self.get(Range=asked)
            self.assertEqual((206, CONTENT[first:end]), (response.status, response.body), asked)
            self.assertEqual(f"bytes {first}-{end - 1}/{size}", response.headers["content-range"])
        for asked in ("bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6"):
            self.assertEqual((200, CONTENT), (self.get(Range=asked).status, self.get(Range=asked).body))

    def test_beyond(self) -> None:
        """
        A range that has no byte of the file is refused with the file's size.
        """
        for asked in (f"bytes={len(CONTENT)}-", "bytes=5-4", "bytes=-0"):
            response = self.get(Range=asked)
            self.assertEqual((416, b""), (response.status, response.body), asked)
            self.assertEqual(f"bytes */{len(CONTENT)}", response.headers["content-range"])

    def test_unchanged(self) -> None:
        """
        Who has the file is not sent it again; a range of another one becomes the whole.
        """
        etag = self.get().headers["etag"]
        self.assertEqual((304, b""), (self.get(If_None_Match=etag).status, self.client.response().body))
        self.assertEqual(206, self.get(Range="bytes=0-1", If_Range=etag).status)
        self.path.write_bytes(CONTENT[:100])
        response = self.get(Range="bytes=0-1", If_Range=etag)
        self.assertEqual((200, CONTENT[:100]), (response.status, response.body))

    def test_head(self) -> None:
        """
        HEAD tells the length.
        """
        response = self.get(method="HEAD")
        self.assertEqual((200, b""), (response.status, response.body))
        self.assertEqual(str(len(CONTENT)), response.headers["content-length"])

    def test_empty(self) -> None:
        """
        An empty file is an empty answer.
        """
        self.path.write_bytes(b"")
        self.assertEqual((200, b""), (self.get().status, self.client.response().body))

    def test_shown(self) -> None:
        """
        What browsers run nothing in is shown; all else is saved, whatever its type is said to be; and in
        neither case does it act as the site.
        """
        for contentType, expected, disposition in (
            ("image/png", "image/png", "inline"),
            ("text/plain", "text/plain; charset=utf-8", "inline"),
            ("text/html", "application/octet-stream", "attachment"),
            ("image/svg+xml", "application/octet-stream", "attachment"),
            ("x\r\nSet-Cookie: a=b", "application/octet-stream", "attachment"),
        ):
            headers = self.get(Download(self.path, 'a"\r\n.b', contentType)).headers
            self.assertEqual(expected, headers["content-type"])
            self.assertEqual(f"{disposition}; filename*=UTF-8''a%22%0D%0A.b", headers["content-disposition"])
            self.assertIn("sandbox", headers["content-security-policy"])
            self.assertNotIn("set-cookie", headers)

    def test_unlisted(self) -> None:
        """
        Search engines are told to leave out what was opened by a secret link, and nothing else.
        """
        headers = self.get(Download(self.path, "content.bin", isUnlisted=True)).headers
        self.assertEqual("noindex, nofollow", headers["x-robots-tag"])
        self.assertNotIn("x-robots-tag", self.get().headers)

    def test_temporary(self) -> None:
        """
        A temporary file is gone once it is being sent.
        """
        response = self.get(Download(self.path, "a.zip", isTemporary=True))
        self.assertEqual((200, CONTENT, False), (response.status, response.body, self.path.exists()))
        self.assertEqual("no-store", response.headers["cache-control"])

    def test_gone(self) -> None:
        """
        A file that is not there is not found.
        """
        self.path.unlink()
        self.assertEqual(404, self.get().status)

    def test_clientGoesAway(self) -> None:
        """
        The file is closed when the client goes away in the middle.
        """
        transport = self.busyTransport()
        assert transport.producer is not None
        transport.producer.stopProducing()
        transport.protocol.connectionLost(Failure(ConnectionDone()))
        gc.collect()
        self.assertEqual([], self.flushLoggedErrors())

    def test_shrinking(self) -> None:
        """
        A file that gets shorter while it is sent is cut off, not filled up.
        """
        transport = self.busyTransport()
        self.path.write_bytes(b"")
        transport.take()
        self.assertTrue(transport.isAborted)
