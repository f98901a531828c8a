"""
Clients that want to keep a real site from serving others.
"""

from __future__ import annotations

import re
import socket

from tests.acceptance.running import SiteTestCase, eventually

_HOST = b"Host: localhost\r\n"
_HEALTH = b"GET /healthz HTTP/1.1\r\n" + _HOST + b"Connection: close\r\n\r\n"
_MOST_CONNECTIONS, _MOST_REQUESTS = 40, 60


class FloodTests(SiteTestCase):
    """
    A site that trusts no other server, so that this machine is a stranger to it.
    """

    limits = {
        "address-connections": _MOST_CONNECTIONS,
        "address-requests": 1,
        "burst-requests": _MOST_REQUESTS,
    }

    @classmethod
    def prepare(cls) -> None:
        """
        Trust nobody.
        """
        cls.site.set("trusted", "[]")

    def connect(self) -> socket.socket:
        """
        A connection, for the length of the test.
        """
        connection = socket.create_connection(("127.0.0.1", self.site.port), timeout=10)
        self.addCleanup(connection.close)
        return connection

    def answer(self, sent: bytes, connection: socket.socket | None = None) -> bytes:
        """
        All that is answered to what is sent on one connection, until the server closes it.
        """
        connection = connection or self.connect()
        found = b""
        try:
            connection.sendall(sent)
            while piece := connection.recv(65536):
                found += piece
        except ConnectionError:
            pass
        return found

    def test_connections(self) -> None:
        """
        One address has so many connections and no more; as soon as it closes one, it may open another.
        """
        idle = [self.connect() for _ in range(_MOST_CONNECTIONS)]
        self.assertEqual([b"", b""], [self.answer(_HEALTH) for _ in range(2)])
        self.assertIn(b" 200 OK\r\n", self.answer(_HEALTH, idle[0]))
        eventually(lambda: self.answer(_HEALTH) != b"")
        for connection in idle:
            connection.close()

    def test_requests(self) -> None:
        """
        One address asks so often and no more, whoever it says that it speaks for.
        """
        sent = b"".join(
            b"GET /users/alice/timeline HTTP/1.1\r\n%bX-Forwarded-For: 192.0.2.%d\r\n%b\r\n"
            % (_HOST, number, b"Connection: close\r\n" if number == 99 else b"")
            for number in range(100)
        )
        statuses = [int(each) for each in re.findall(rb"HTTP/1\.1 (\d{3}) ", self.answer(sent))]
        self.assertEqual(100, len(statuses))
        self.assertEqual([200] * _MOST_REQUESTS, statuses[:_MOST_REQUESTS])
        self.assertGreater(statuses.count(429), 30)
        self.assertIn(b" 200 OK\r\n", self.answer(_HEALTH))

    def test_uploads(self) -> None:
        """
        Who sends a form with files and a token that is none is answered as others are, and may send no more
        than they.
        """
        head = (
            b"POST /static/x HTTP/1.1\r\n" + _HOST + b"Authorization: Bearer mlt_x\r\nConnection: close\r\n"
        )
        form = b'--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\n%b\r\n--x--\r\n'
        for content, status in ((b"a", b"405"), (b"a" * 2_000_000, b"413")):
            body = form % content
            kind = b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n" % len(body)
            self.assertEqual(b"HTTP/1.1 " + status, self.answer(head + kind + body)[:12])
        self.assertNotIn("Traceback", self.site.log())
