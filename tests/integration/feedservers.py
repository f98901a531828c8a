"""
A server of feeds that fails in every way, for tests.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

__all__ = ["FEED", "FeedServer", "rss"]

Behave = Callable[["_Handler"], None]


def rss(*titles: str, text: str = "") -> bytes:
    """
    A feed with these entries, the newest first.
    """
    items = "".join(f"<item><title>{each}</title><guid>{each}</guid></item>" for each in titles)
    return f"<rss version='2.0'><channel><title>News</title>{items}{text}</channel></rss>".encode()


FEED = rss("b", "a")
_LAUGHS = b"""<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<rss><channel><title>&d;</title></channel></rss>"""
_BOMB = gzip.compress(FEED + b" " * 50_000_000)


class _Handler(BaseHTTPRequestHandler):
    """
    Answers as its path says.
    """

    protocol_version = "HTTP/1.1"
    server: FeedServer

    def do_GET(self) -> None:
        """
        Answer.
        """
        self.close_connection = True
        self.server.requests.append(self)
        # Whoever asked may have gone.
        with suppress(OSError):
            self.server.behaviours[self.path.strip("/")](self)

    def log_message(self, *arguments: Any) -> None:
        """
        Say nothing.
        """

    def answer(self, code: int, body: bytes = b"", **headers: str) -> None:
        """
        Answer all at once.
        """
        self.begin(code, **{"Content-Length": str(len(body)), **headers})
        self.wfile.write(body)

    def begin(self, code: int, **headers: str) -> None:
        """
        Answer with headers only.
        """
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()


class FeedServer(ThreadingHTTPServer):
    """
    Serves on loopback, in threads.

    @ivar behaviours: what is done for each path.
    @ivar requests: those that came.
    @ivar over: set when it stops.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[_Handler] = []
        self.over = Event()
        self.behaviours: dict[str, Behave] = {
            "feed": self._feed,
            "folded": lambda each: each.answer(200, gzip.compress(FEED), Content_Encoding="gzip"),
            "moved": lambda each: each.answer(301, Location="/feed"),
            "circle": lambda each: each.answer(302, Location="/circle"),
            "nowhere": lambda each: each.answer(302, Location="gopher://example.com/"),
            "astray": lambda each: each.answer(302, Location="http://169.254.169.254/latest/"),
            "missing": lambda each: each.answer(404),
            "gone": lambda each: each.answer(410),
            "busy": lambda each: each.answer(429, Retry_After="120"),
            "busy-for-ever": lambda each: each.answer(429, Retry_After="9" * 50),
            "busy-until": lambda each: each.answer(503, Retry_After="Fri, 01 Jan 2100 00:00:00 GMT"),
            "broken": lambda each: each.answer(500),
            "hangs": lambda each: self._wait(),
            "stops": self._stop,
            "short": lambda each: each.answer(200, FEED, Content_Length="10000"),
            "slow": self._drip,
            "large": self._flood,
            "headers": self._floodHeaders,
            "damaged": lambda each: each.answer(200, FEED[:-20]),
            "laughs": lambda each: each.answer(200, _LAUGHS),
            "bomb": lambda each: each.answer(200, _BOMB, Content_Encoding="gzip"),
            "cut": lambda each: each.answer(200, gzip.compress(FEED)[:-9], Content_Encoding="gzip"),
            "misfolded": lambda each: each.answer(200, FEED, Content_Encoding="gzip"),
            "page": lambda each: each.answer(200, b"<html><p>Hello", Content_Type="text/html"),
            "picture": lambda each: each.answer(200, b"\x89PNG\r\n", Content_Type="image/png"),
        }

    @property
    def url(self) -> str:
        """
        Where it is, without a slash at the end.
        """
        return f"http://127.0.0.1:{self.server_address[1]}"

    def start(self) -> None:
        """
        Serve from now on.
        """
        Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """
        Serve no more.
        """
        self.over.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, address: Any) -> None:
        """
        Who hangs up is no error.
        """

    def _feed(self, handler: _Handler) -> None:
        if handler.headers.get("If-None-Match") == '"1"':
            handler.answer(304)
        else:
            handler.answer(200, FEED, ETag='"1"', Last_Modified="Sun, 09 Sep 2001 01:46:40 GMT")

    def _wait(self) -> None:
        self.over.wait(30)

    def _stop(self, handler: _Handler) -> None:
        handler.begin(200, Transfer_Encoding="chunked")
        handler.wfile.write(b"10\r\n<rss>")

    def _drip(self, handler: _Handler) -> None:
        handler.begin(200, Content_Length=str(len(FEED)))
        for byte in FEED:
            handler.wfile.write(bytes([byte]))
            if self.over.wait(0.1):
                return

    def _flood(self, handler: _Handler) -> None:
        handler.begin(200)
        while not self.over.is_set():
            handler.wfile.write(b" " * 100_000)

    def _floodHeaders(self, handler: _Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.over.is_set():
            handler.wfile.write(b"X-More: and more\r\n" * 1000)
