"""
Tests for L{mantissa_like.web._visitors.csrf}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase
from twisted.web.resource import Resource
from twisted.web.server import Request

from mantissa_like.web._http.fields import readFields
from mantissa_like.web._visitors.csrf import csrfToken, requireOwnForm
from tests.unit.mantissa_like.web.memory_client import MemoryClient, serve


class Guarded(Resource):
    """
    A form that is sent with a token or not at all.
    """

    isLeaf = True

    def __init__(self, expected: str | None) -> None:
        super().__init__()
        self.expected = expected

    def render_POST(self, request: Request) -> bytes:
        """
        Show that the form came through.
        """
        requireOwnForm(request, readFields(request), self.expected, "https://public.example")
        return b"done"


class CSRFTests(SynchronousTestCase):
    """
    Tests for L{csrfToken} and L{requireOwnForm}.
    """

    token = csrfToken("secret")

    def status(self, fields: dict[str, str], headers: dict[str, str], expected: str | None = token) -> int:
        """
        The answer to a form.
        """
        return MemoryClient(serve(Guarded(expected)), "site.example").post("/", fields, headers).status

    def test_tokenTellsNoSecret(self) -> None:
        """
        A token belongs to one secret, and is fit for attributes and headers.
        """
        self.assertNotIn("secret", self.token)
        self.assertNotEqual(self.token, csrfToken("secret2"))
        self.assertRegex(self.token, r"^[\w-]{43}$")

    def test_ownForm(self) -> None:
        """
        A form with its token is ours.
        """
        self.assertEqual(200, self.status({"csrfToken": self.token}, {}))

    def test_program(self) -> None:
        """
        A program sends the token in a header.
        """
        self.assertEqual(200, self.status({}, {"X-CSRF-Token": self.token}))

    def test_noToken(self) -> None:
        """
        A form without a token, with another's, or with an odd one is not ours.
        """
        for fields in ({}, {"csrfToken": csrfToken("other")}, {"csrfToken": ""}, {"csrfToken": "é"}):
            self.assertEqual(403, self.status(fields, {}), fields)

    def test_nobody(self) -> None:
        """
        Nobody whom no form was given to can send one.
        """
        self.assertEqual(403, self.status({"csrfToken": ""}, {}, None))

    def test_origin(self) -> None:
        """
        What a page of another site sends is not ours, whatever token it has.
        """
        for headers, expected in (
            ({"Sec-Fetch-Site": "same-origin"}, 200),
            ({"Sec-Fetch-Site": "none"}, 200),
            ({"Sec-Fetch-Site": "same-site"}, 403),
            ({"Sec-Fetch-Site": "cross-site"}, 403),
            ({"Origin": "http://site.example"}, 200),
            ({"Origin": "https://public.example"}, 200),
            ({"Origin": "https://PUBLIC.example"}, 200),
            ({"Origin": "http://site.example.evil.example"}, 403),
            ({"Origin": "http://site.example:81"}, 403),
            ({"Origin": "null"}, 403),
            ({"Origin": ""}, 403),
        ):
            self.assertEqual(expected, self.status({"csrfToken": self.token}, headers), headers)
