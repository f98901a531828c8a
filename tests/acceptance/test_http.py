"""
Whatever clients send to the server of a site: an answer, no traceback, and the next request is served.
"""

from __future__ import annotations

import os
import re
import socket
import sys
import time
from pathlib import Path
from unittest import skipUnless
from urllib.parse import urlencode

import apsw

from mantissa_like.web._visitors.websession import WebSession
from tests.acceptance.running import SiteTestCase

_HOST = b"Host: localhost\r\n"
_TIMELINE = b"/users/alice/timeline"
_POST = (
    b"POST " + _TIMELINE + b" HTTP/1.1\r\n" + _HOST + b"Content-Type: application/x-www-form-urlencoded\r\n"
)
_CHUNKED = _POST + b"Transfer-Encoding: chunked\r\n"


class RawTestCase(SiteTestCase):
    """
    Sends bytes.
    """

    def connect(self) -> socket.socket:
        """
        A connection, for the length of the test.
        """
        connection = socket.create_connection(("127.0.0.1", self.site.port), timeout=10)
        self.addCleanup(connection.close)
        return connection

    def statuses(self, sent: bytes, most: int = 1) -> list[int]:
        """
        The statuses of the answers to C{sent}, up to C{most}.
        """
        connection = self.connect()
        connection.sendall(sent)
        found: list[bytes] = []
        answer = b""
        while len(found) < most and (piece := connection.recv(65536)):
            answer += piece
            found = re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)
        self.assertNotIn(b"Traceback", answer)
        return [int(status) for status in found]

    def assertServed(self) -> None:
        """
        The server answers as ever, and met nothing that nobody had foreseen.
        """
        self.assertEqual(200, self.site.client().get("/users/alice/timeline").status)
        for word in ("Traceback", "Unhandled", "incident"):
            self.assertNotIn(word, self.site.log())


class MalformedTests(RawTestCase):
    """
    Requests that are none, or that no browser sends.
    """

    def test_addresses(self) -> None:
        """
        Odd addresses are not found, or refused.
        """
        for address, status in (
            (b"/../../etc/passwd", 404),
            (b"/users/%2e%2e/timeline", 404),
            (b"/users/alice%2ftimeline", 404),
            (b"/users/..%5calice/timeline", 404),
            (b"/users/al%00ice/timeline", 404),
            (b"/users/%ff/timeline", 404),
            (b"/users/%ed%a0%80/timeline", 404),
            (b"/users/%e2%80%ae/timeline", 404),
            (b"/users/alice/%zz", 404),
            (b"/users//alice/timeline", 404),
            (b"//users/alice/timeline", 404),
            (b"/users/" + b"a" * 7000 + b"/timeline", 404),
            (b"/users/alice/" + b"a" * 7000, 404),
            (b"/static/../site.toml", 404),
            (b"/static/%2e%2e/%2e%2e/site.toml", 404),
            (b"/login/x", 404),
            (b"/" + b"a" * 9000, 414),
            (b"/users/al\0ice", 400),
            (b"/users/al\xffice", 400),
            (b"/users/alice /timeline", 400),
            (b"users/alice/timeline", 400),
            (_TIMELINE + b"?before=x", 400),
            (_TIMELINE + b"?before=%00", 400),
            (_TIMELINE + b"?%ff=%fe", 400),
            (_TIMELINE + b"?" + b"a&" * 3000, 400),
            (_TIMELINE + b"?before=999999999999999999", 200),
            (b"http://[::1]:8080" + _TIMELINE, 200),
            (b"http://localhost", 200),
        ):
            self.assertEqual(
                [status], self.statuses(b"GET %b HTTP/1.1\r\n%b\r\n" % (address, _HOST)), address
            )
        self.assertServed()

    def test_framing(self) -> None:
        """
        What leaves open where a request ends is refused, and nothing that follows is taken for a request.
        """
        smuggled = b"GET " + _TIMELINE + b" HTTP/1.1\r\n" + _HOST + b"\r\n"
        for rest in (
            b"Content-Length: 3\r\nContent-Length: 3\r\n\r\na=b",
            b"Content-Length: 3\r\nContent-Length: 5\r\n\r\na=b",
            b"Content-Length: 3, 3\r\n\r\na=b",
            b"Content-Length: +3\r\n\r\na=b",
            b"Content-Length: -3\r\n\r\n",
            b"Content-Length: \r\n\r\n",
            b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n",
            b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
            b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
            b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
            b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            b"Transfer-Encoding: chunked\r\n\r\n-1\r\n",
            b"Transfer-Encoding: chunked\r\n\r\n0x3\r\na=b\r\n0\r\n\r\n",
            b"Transfer-Encoding: chunked\r\n\r\n3\r\na=bXX0\r\n\r\n",
        ):
            self.assertEqual([400], self.statuses(_POST + rest + smuggled, most=2), rest[:60])
        self.assertServed()

    def test_headers(self) -> None:
        """
        Headers without end or sense are refused; odd values are nobody's failure.
        """
        get = b"GET " + _TIMELINE + b" HTTP/1.1\r\n" + _HOST
        for headers, status in (
            (b"X: " + b"a" * 90_000 + b"\r\n", 400),
            (b"X: a\r\n" * 9_000, 400),
            (b"X y\r\n", 400),
            (b"X: a\0b\r\n", 400),
            (b"Cookie: =;;;\xff=\xff; session=\xff; session; session=a\r\n", 200),
            (b"Accept: ,;q=,/;q=nan,*;;q=1;=\xff\r\n", 200),
            (b"If-None-Match: *,,\xff\r\nIf-Modified-Since: never\r\nRange: bytes=-\r\n", 200),
            (b"Expect: a miracle\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n", 200),
        ):
            self.assertEqual([status], self.statuses(get + headers + b"\r\n"), headers[:60])
        self.assertServed()

    def test_methods(self) -> None:
        """
        Other methods are refused wherever they are tried.
        """
        for method, status in (
            (b"PUT", 405),
            (b"DELETE", 405),
            (b"PATCH", 405),
            (b"TRACE", 501),
            (b"get", 501),
            (b"G(T", 400),
        ):
            for address in (b"/", b"/login", _TIMELINE, b"/users/nobody/x"):
                sent = b"%b %b HTTP/1.1\r\n%b\r\n" % (method, address, _HOST)
                self.assertEqual([status], self.statuses(sent), (method, address))
        self.assertEqual([400], self.statuses(b"CONNECT localhost:80 HTTP/1.1\r\n" + _HOST + b"\r\n"))
        self.assertEqual([400], self.statuses(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
        self.assertServed()

    def test_tooLarge(self) -> None:
        """
        A form over the limit is refused, announced or in pieces, and all of it may be sent.
        """
        form = b"a" * 2_000_000
        self.assertEqual([413], self.statuses(_POST + b"Content-Length: 2000000\r\n\r\n" + form))
        self.assertEqual([413], self.statuses(_CHUNKED + b"\r\n1e8480\r\n" + form + b"\r\n0\r\n\r\n"))
        self.assertServed()

    def test_pipelined(self) -> None:
        """
        A thousand requests sent at once are all answered, in order.
        """
        pair = b"GET %b HTTP/1.1\r\n%b\r\nHEAD /nobody/x HTTP/1.1\r\n%b\r\n" % (_TIMELINE, _HOST, _HOST)
        self.assertEqual([200, 404] * 500, self.statuses(pair * 500, most=1000))
        self.assertServed()


class SlowClientsTests(RawTestCase):
    """
    Clients that take their time.
    """

    limits = {"request-seconds": 1}

    def test_othersAreServed(self) -> None:
        """
        While fifty clients send a byte now and then, others are served; each of the fifty is answered.
        """
        connections = [self.connect() for _ in range(50)]
        end = time.monotonic() + 0.8
        while time.monotonic() < end:
            for connection in connections:
                connection.sendall(b"G")
            self.assertServed()
            time.sleep(0.1)
        for connection in connections:
            self.assertEqual(b"HTTP/1.1 408", connection.recv(12))
        self.assertServed()

    def test_logged(self) -> None:
        """
        The log says what happened.
        """
        connection = self.connect()
        connection.sendall(b"GET /slow HTTP/1.1\r\nX:")
        self.assertEqual(b"HTTP/1.1 408", connection.recv(12))
        self.assertIn('\\"GET /slow HTTP/1.1\\" refused with 408', self.site.log())


class BusyStoreTests(SiteTestCase):
    """
    A store in which another program writes for a long time.
    """

    def test_othersAreServed(self) -> None:
        """
        Who writes there is told to come again, and nothing is written; others are served meanwhile, and so is
        the store when the program has ended.
        """
        alice = self.site.client("alice")
        token = alice.token("/users/alice/timeline")
        dbdir = self.openStore("alice").dbdir
        assert dbdir is not None
        locker = apsw.Connection(dbdir.child("db.sqlite").path)
        self.addCleanup(locker.close)
        locker.execute("BEGIN IMMEDIATE")
        post = urlencode({"text": "while it is locked", "csrfToken": token}).encode()
        self.assertEqual(503, alice.send("/users/alice/timeline", post).status)
        self.assertEqual(200, alice.get("/users/alice/timeline").status)
        locker.execute("ROLLBACK")
        self.assertNotIn("while it is locked", alice.get("/users/alice/timeline").text)
        self.assertEqual(303, alice.send("/users/alice/timeline", post).status)


class VisitorsTests(SiteTestCase):
    """
    What visitors leave behind: nothing.
    """

    limits = {"open-stores": 2}

    def test_nothingIsWritten(self) -> None:
        """
        However many come, with whatever cookies, no store is written to.
        """
        stores = [self.openStore("alice"), self.site.openSiteStore()]
        self.addCleanup(stores[1].close)
        before = [store.revision for store in stores]
        for number in range(50):
            client = self.site.client()
            for path in ("/", "/login", "/timeline/", "/users/alice/timeline", f"/users/u{number}/x"):
                client.get(path, Cookie=f"session=made-up-{number}; login=made-up-{number}")
        self.assertEqual(before, [store.revision for store in stores])
        self.assertEqual(0, stores[1].count(WebSession))

    @skipUnless(sys.platform == "linux", "looks at /proc")
    def test_openStores(self) -> None:
        """
        With more stores than may be open, all are served, and no more than that are open.
        """
        client = self.site.client()
        for _ in range(3):
            for path in ("/users/alice/", "/users/bob/", "/timeline/", "/", "/users/admin/"):
                client.get(path)
        descriptors = Path(f"/proc/{self.site.pid}/fd").iterdir()
        targets = {os.readlink(each) for each in descriptors if each.is_symlink()}
        stores = re.compile(r"/files/(account|app)/.*\.axiom/db\.sqlite$")
        databases = {each for each in targets if stores.search(each)}
        self.assertEqual(2, len(databases), databases)
