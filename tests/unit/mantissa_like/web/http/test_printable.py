"""
Tests for L{mantissa_like.web._http.printable}.
"""

from __future__ import annotations

from secrets import token_urlsafe

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web._http.printable import printable, withoutSecrets


class PrintableTests(SynchronousTestCase):
    """
    Tests for L{printable}.
    """

    def test_ordinaryTextIsItself(self) -> None:
        """
        An address of plain characters stays readable.
        """
        self.assertEqual("/users/alice?page=2", printable(b"/users/alice?page=2"))

    def test_controlCharactersAreEscaped(self) -> None:
        """
        Line ends and terminal sequences are shown, not obeyed.
        """
        self.assertEqual(r"a\n\x1b[2J\xff", printable(b"a\n\x1b[2J\xff"))

    def test_everyByte(self) -> None:
        """
        Every byte is shown as printable ASCII.
        """
        shown = [printable(bytes([byte])) for byte in range(256)]
        self.assertEqual([], [text for text in shown if not (text.isascii() and text.isprintable() and text)])

    def test_short(self) -> None:
        """
        Of what is long, the first 200 bytes are shown.
        """
        self.assertEqual("a" * 200, printable(b"a" * 1000))


class WithoutSecretsTests(SynchronousTestCase):
    """
    Tests for L{withoutSecrets}.
    """

    def test_leftOut(self) -> None:
        """
        What lets somebody in is left out, the rest stays.
        """
        link = token_urlsafe().encode()
        for uri, logged in (
            (b"/users/alice/timeline?page=2", b"/users/alice/timeline?page=2"),
            (b"/a?b=c&token=d&Key=e;f&g", b"/a?b=c&token=...&Key=...&g"),
            (b"/users/alice/" + link, b"/users/alice/..."),
            (b"/users/alice/" + link + b"/x?page=2", b"/users/alice/.../x?page=2"),
            (b"/users/alice/x" + link, b"/users/alice/x" + link),
            (b"GET /users/a/" + link + b" HTTP/1.1", b"GET /users/a/... HTTP/1.1"),
            (b"GET /?token=" + link + b" HTTP/1.1", b"GET /?token=... HTTP/1.1"),
            (b"/live?url=/users/alice/" + link + b"&since=3", b"/live?url=/users/alice/...&since=3"),
            (b"/shares/unlock?to=%2Fusers%2fa%2F" + link, b"/shares/unlock?to=%2Fusers%2fa%2F..."),
            (b"/login?then=%2Fa%2F" + link + b"%2Fx", b"/login?then=%2Fa%2F...%2Fx"),
        ):
            self.assertEqual(logged, withoutSecrets(uri))
