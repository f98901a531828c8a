"""
Tests for forms with files.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import IProtocolFactory
from twisted.internet.task import Clock
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET, Request

from mantissa_like.config import Limits
from mantissa_like.web import FailurePages, HTTPFactory, Shell, Values
from mantissa_like.web._http.fields import readFields
from mantissa_like.web._http.uploads import Uploading, removeLeftovers

LIMITS = Limits(bodyBytes=100, formBytes=200, requestSeconds=30.0)
MOST_BYTES = 2_000_000


def part(name: str, content: bytes, fileName: str | None = None) -> bytes:
    """
    One part of a body.
    """
    more = "" if fileName is None else f'; filename="{fileName}"'
    return f'--X\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + content + b"\r\n"


END = b"--X--\r\n"


class Keeper(Resource):
    """
    Reads a form, and keeps its files if it is told where; at C{/later}, answers when told to.
    """

    isLeaf = True
    place: Path | None = None

    def __init__(self) -> None:
        super().__init__()
        self.fields = Values()
        self.contents: list[bytes] = []
        self.waiting: list[Request] = []

    def render_POST(self, request: Request) -> bytes | int:
        """
        Look at what was sent.
        """
        self.fields = readFields(request)
        self.contents = [upload.path.read_bytes() for upload in self.fields.files("file")]
        if self.place is not None:
            self.fields.files("file")[0].keep(self.place)
        if request.path == b"/later":
            self.waiting.append(request)
            return NOT_DONE_YET
        return b"done"


class UploadTests(SynchronousTestCase):
    """
    Tests for L{MultipartBody} and for the connections that feed it.
    """

    def setUp(self) -> None:
        self.clock = Clock()
        self.directory = Path(self.mktemp())
        self.keeper = Keeper()
        self.welcome = True

    def server(self) -> IProtocolFactory:
        """
        One that takes uploads.
        """
        failures = FailurePages(Shell("Site", []))
        uploading = Uploading(self.directory, MOST_BYTES, lambda request: self.welcome)
        return HTTPFactory(self.keeper, LIMITS, failures, self.clock, uploading)

    def begin(self, length: int, path: str = "/", boundary: str = "; boundary=X") -> None:
        """
        Send the headers of a form.
        """
        self.channel = self.server().buildProtocol(None)  # type: ignore[arg-type]
        assert self.channel is not None
        self.transport = StringTransport()
        self.channel.makeConnection(self.transport)
        self.addCleanup(self.channel.connectionLost, Failure(ConnectionDone()))
        self.channel.dataReceived(
            f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data{boundary}\r\n"
            f"Content-Length: {length}\r\n\r\n".encode()
        )

    def send(self, body: bytes, path: str = "/", step: int = 1000) -> None:
        """
        Send a whole form, in pieces of C{step} bytes.
        """
        self.begin(len(body), path)
        assert self.channel is not None
        for start in range(0, len(body), step):
            self.channel.dataReceived(body[start : start + step])

    def status(self) -> int:
        """
        Of the answer.
        """
        return int(self.transport.value().split()[1])

    def left(self) -> int:
        """
        How many temporary files there are.
        """
        return len(list(self.directory.glob("*"))) if self.directory.exists() else 0

    def test_fieldsAndFiles(self) -> None:
        """
        However it is cut into pieces, fields are texts, and files are on the disk until the answer is sent.
        """
        content = bytes(range(256)) * 20
        body = part("title", "Grüße".encode()) + part("file", content, "C:\\\\a\\\\b.bin") + END
        for step in (1, 7, 100_000):
            self.send(body, step=step)
            self.assertEqual(200, self.status())
            self.assertEqual("Grüße", self.keeper.fields["title"])
            (upload,) = self.keeper.fields.files("file")
            self.assertEqual(("b.bin", len(content)), (upload.name, upload.size))
            self.assertEqual([content], self.keeper.contents)
            self.assertEqual(0, self.left())

    def test_fullDisk(self) -> None:
        """
        Where there is no room for a file, the sender is told so, and nothing is left of it.
        """
        make = tempfile.NamedTemporaryFile

        def makeFull(**settings: Any) -> Any:
            file = make(**settings)
            # Whatever is written to it, there is no room.
            full = os.open("/dev/full", os.O_WRONLY)
            os.dup2(full, file.fileno())
            os.close(full)
            return file

        self.patch(tempfile, "NamedTemporaryFile", makeFull)
        self.send(part("file", b"x" * 20_000, "a.txt") + END)
        self.assertEqual(507, self.status())
        assert self.channel is not None
        self.channel.connectionLost(Failure(ConnectionDone()))
        self.assertEqual(0, self.left())

    def test_kept(self) -> None:
        """
        A file that is kept has its place, and stays.
        """
        self.keeper.place = Path(self.mktemp()) / "deep" / "kept"
        self.send(part("file", b"content", "a.txt") + END)
        self.assertEqual(b"content", self.keeper.place.read_bytes())
        self.assertEqual(0, self.left())

    def test_names(self) -> None:
        """
        No name leads anywhere: it has no directories and nothing unprintable.
        """
        for sent, expected in (
            ("../../etc/passwd", "passwd"),
            ("..", ""),
            ("a/..", ""),
            ("x\x01y", "xy"),
            ("long" * 100, ("long" * 100)[-255:]),
        ):
            self.send(part("file", b"1", sent) + END)
            self.assertEqual(expected, self.keeper.fields.files("file")[0].name, sent)

    def test_noFileChosen(self) -> None:
        """
        The empty part that a browser sends without a file is none.
        """
        self.send(part("file", b"", "") + END)
        self.assertEqual(((), 0), (self.keeper.fields.files("file"), self.left()))

    def test_clientGoesAway(self) -> None:
        """
        What was received of a file is deleted when the client goes away, before and after its end.
        """
        body = part("file", b"1" * 1000, "a")
        self.begin(len(body))
        assert self.channel is not None
        self.channel.dataReceived(body[:500])
        self.assertEqual(1, self.left())
        self.channel.connectionLost(Failure(ConnectionDone()))
        self.assertEqual(0, self.left())
        self.send(body + END, "/later")
        self.assertEqual(1, self.left())
        self.channel.connectionLost(Failure(ConnectionDone()))
        self.assertEqual(0, self.left())

    def test_tooMuch(self) -> None:
        """
        A body that is announced too large, and fields that are too large together, are refused.
        """
        self.begin(MOST_BYTES + 1)
        self.assertEqual(413, self.status())
        self.send(part("text", b"1" * 201) + END)
        self.assertEqual((400, 0), (self.status(), self.left()))

    def test_stranger(self) -> None:
        """
        Who may not upload sends small forms only, with or without files.
        """
        self.welcome = False
        self.send(part("file", b"1" * 50, "a") + END)
        self.assertEqual(200, self.status())
        self.begin(LIMITS.formBytes + 1)
        self.assertEqual(413, self.status())

    def test_malformed(self) -> None:
        """
        A body without its parts, a part without its end, and a type without a boundary are bad requests.
        """
        for body in (b"nothing of the kind", part("file", b"1", "a"), b"--X\r\n\r\n\r\n--X--"):
            self.send(body)
            self.assertEqual((400, 0), (self.status(), self.left()), body)
        self.begin(10, boundary="")
        self.assertEqual(400, self.status())

    def test_slow(self) -> None:
        """
        An upload may take long as long as it goes on at some speed, and is cut off when it does not.
        """
        self.begin(MOST_BYTES)
        assert self.channel is not None
        self.channel.dataReceived(part("file", b"", "a")[:-2])
        for _ in range(3):
            self.clock.advance(20)
            self.channel.dataReceived(b"1" * 310_000)
            self.clock.advance(10)
        self.assertEqual(b"", self.transport.value())
        self.clock.advance(30)
        self.assertEqual(408, self.status())

    def test_leftovers(self) -> None:
        """
        Old temporary files of another process are deleted, what is new or something else is not.
        """
        self.directory.mkdir()
        for name in ("upload-old", "other"):
            (self.directory / name).touch()
        removeLeftovers(self.directory, 0)
        self.assertEqual(2, self.left())
        removeLeftovers(self.directory, 2**40)
        self.assertEqual(["other"], [path.name for path in self.directory.iterdir()])
