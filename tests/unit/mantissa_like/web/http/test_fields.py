"""
Tests for L{mantissa_like.web._http.fields}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase
from twisted.web.resource import Resource
from twisted.web.server import Request

from mantissa_like.web import Values
from mantissa_like.web._http.fields import readFields
from tests.unit.mantissa_like.web.memory_client import MemoryClient, serve


class Form(Resource):
    """
    Reads a form.
    """

    isLeaf = True
    fields = Values()

    def render_POST(self, request: Request) -> bytes:
        """
        Keep the fields.
        """
        self.fields = readFields(request)
        return b""


class ReadFieldsTests(SynchronousTestCase):
    """
    Tests for L{readFields}.
    """

    def read(self, contentType: str, body: bytes, path: str = "/") -> tuple[int, dict[str, str]]:
        """
        The status of the answer and the fields that were read.
        """
        form = Form()
        client = MemoryClient(serve(form))
        client.send("POST", path, {"Content-Type": contentType} if contentType else {}, body)
        return client.response().status, dict(form.fields)

    def test_form(self) -> None:
        """
        A form's fields are those in its body; arguments of the URL are none.
        """
        for contentType in (
            "application/x-www-form-urlencoded",
            "Application/X-WWW-Form-Urlencoded; charset=UTF-8",
        ):
            self.assertEqual((200, {"a": "é"}), self.read(contentType, b"a=%C3%A9", "/?a=1&b=2"))

    def test_json(self) -> None:
        """
        A JSON object is as good as a form: its texts, numbers and truths are what a form would send.
        """
        self.assertEqual(
            (200, {"a": "1", "b": "yes", "c": "", "d": "x", "e": ""}),
            self.read("application/json", b'{"a": 1, "b": true, "c": false, "d": ["x", "y"], "e": null}'),
        )
        self.assertEqual((200, {"a": "é"}), self.read("application/json", '{"a": "é"}'.encode()))

    def test_malformed(self) -> None:
        """
        What is not as it says is a bad request.
        """
        for body in (
            b"{",
            b"[]",
            b'{"a": 1.5}',
            b'{"a": {}}',
            b'{"a": "\\u0000"}',
            b'{"a": "\\ud800"}',
            b"\xff",
            b'{"a": "\xff"}',
        ):
            self.assertEqual((400, {}), self.read("application/json", body), body)
        self.assertEqual((400, {}), self.read("application/x-www-form-urlencoded", b"a=%ff"))

    def test_unknownType(self) -> None:
        """
        A body of another type can't be read.
        """
        part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
        for contentType in ("", "text/plain", "multipart/form-data; boundary=x"):
            self.assertEqual((415, {}), self.read(contentType, part), contentType)

    def test_nothing(self) -> None:
        """
        Without a body there are no fields.
        """
        self.assertEqual((200, {}), self.read("", b""))
