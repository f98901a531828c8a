"""
Tests for themes.
"""

from __future__ import annotations

from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web import Template, Theme

SLOT = '<p xmlns:t="http://twistedmatrix.com/ns/twisted.web.template/0.1">{}<t:slot name="{}" /></p>'


class ThemeTests(SynchronousTestCase):
    """
    Tests for L{Theme}.
    """

    def setUp(self) -> None:
        self.root = Path(self.mktemp())
        self.template = Template(self.write("notes/templates/note.xml", SLOT.format("theirs ", "text")))
        self.theme = Theme(self.root / "theme")

    def write(self, name: str, content: str) -> Path:
        """
        Make a file.
        """
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        return path

    def test_bundled(self) -> None:
        """
        Without a file of its own, a site uses what comes with the software.
        """
        self.assertEqual("notes/note.xml", self.template.name)
        self.assertEqual(b"<p>theirs 1</p>", self.theme.find(self.template).fill(text="1"))
        self.assertEqual(b"<p>theirs 1</p>", Theme().find(self.template).fill(text="1"))

    def test_own(self) -> None:
        """
        A file of the site's own takes the place of its namesake, and may leave slots out.
        """
        self.write("theme/notes/note.xml", SLOT.format("ours ", "text"))
        self.assertEqual(b"<p>ours 1</p>", self.theme.find(self.template).fill(text="1", more="2"))

    def test_unknownSlot(self) -> None:
        """
        A slot that nobody fills is an error that names the file.
        """
        self.write("theme/notes/note.xml", SLOT.format("ours ", "colour"))
        error = self.assertRaises(TypeError, self.theme.find(self.template).fill, text="1")
        self.assertIn("note.xml", str(error))

    def test_language(self) -> None:
        """
        A file for the viewer's language goes before the one for all, and the site's own before both.
        """
        find = self.theme.find
        self.write("notes/templates/note.de.xml", SLOT.format("ihre ", "text"))
        self.assertEqual(b"<p>ihre 1</p>", find(self.template, "de").fill(text="1"))
        self.assertEqual(b"<p>theirs 1</p>", find(self.template, "fr").fill(text="1"))
        self.write("theme/notes/note.fr.xml", SLOT.format("le nôtre ", "text"))
        theme = Theme(self.root / "theme")
        self.assertEqual("<p>le nôtre 1</p>".encode(), theme.find(self.template, "fr").fill(text="1"))
