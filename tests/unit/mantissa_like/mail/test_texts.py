"""
Tests for L{mantissa_like.mail._texts}.
"""

from __future__ import annotations

from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from axiom.testing import memoryStore
from mantissa_like.mail import BadMailText, InvalidMail, Mail, composeMail
from mantissa_like.mail import _texts as texts


class ComposeTests(SynchronousTestCase):
    """
    Tests for L{composeMail}.
    """

    def setUp(self) -> None:
        self.store = memoryStore(withFiles=True)
        assert self.store.filesdir is not None
        self.own = Path(self.store.filesdir.path) / "theme" / "mail" / "test.txt"

    def compose(self, **values: str) -> Mail:
        """
        The test mail.
        """
        return composeMail(
            self.store, "test", "alice@example.com", **{"site": "Example", "account": "x", **values}
        )

    def test_bundled(self) -> None:
        """
        The first line is the subject, and what stands after the second the text.
        """
        mail = self.compose()
        self.assertEqual("A test from Example", mail.subject)
        self.assertTrue(mail.text.startswith("This is a test."), mail.text)

    def test_ownText(self) -> None:
        """
        A site may have its own, with fewer values.
        """
        self.own.parent.mkdir(parents=True)
        self.own.write_text("Grüße von $site\n\n5 $$\n")
        self.assertEqual(Mail("alice@example.com", "Grüße von Example", "5 $\n"), self.compose())

    def test_badText(self) -> None:
        """
        One that asks for what there is not, or has a stray dollar sign, is named.
        """
        self.own.parent.mkdir(parents=True)
        for text in ("a\n\n$password\n", "a\n\n5 $\n"):
            self.own.write_text(text)
            error = self.assertRaises(BadMailText, self.compose)
            self.assertEqual(str(self.own), error.path)

    def test_noHeaders(self) -> None:
        """
        What is filled into the subject can't add lines to it.
        """
        self.assertRaises(InvalidMail, self.compose, site="x\rBcc: eve@evil.example")
        self.assertEqual("A test from x", self.compose(site="x\nBcc: eve@evil.example").subject)

    def test_allBundled(self) -> None:
        """
        Each text that comes with the software has a subject, an empty line, and lines for any screen.
        """
        for path in texts._BUNDLED.glob("*.txt"):
            subject, empty, *lines = path.read_text("utf-8").splitlines()
            self.assertTrue(subject and not empty and lines, path)
            self.assertLess(max(map(len, lines)), 76, path)
