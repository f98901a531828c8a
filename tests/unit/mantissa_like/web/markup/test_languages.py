"""
Tests for languages.
"""

from __future__ import annotations

import struct
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web._markup.languages import Languages, languageInWords


def catalog(words: dict[str, str]) -> bytes:
    """
    A catalog of C{gettext} in its binary format.
    """
    texts = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **words}.items())
    originals, translations = ([pair[i].encode() for pair in texts] for i in (0, 1))
    at = 28 + 16 * len(texts)
    tables, data = b"", b""
    for column in (originals, translations):
        for text in column:
            tables += struct.pack("<II", len(text), at + len(data))
            data += text + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, len(texts), 28, 28 + 8 * len(texts), 0, 0) + tables + data


class LanguagesTests(SynchronousTestCase):
    """
    Tests for L{Languages}.
    """

    def directory(self, language: str, **words: str) -> Path:
        """
        One with a catalog.
        """
        directory = Path(self.mktemp())
        path = directory / language / "LC_MESSAGES" / "messages.mo"
        path.parent.mkdir(parents=True)
        path.write_bytes(catalog(words))
        return directory

    def test_choose(self) -> None:
        """
        What somebody chose goes before what their browser says, and that before the site's first.
        """
        languages = Languages(["en", "de", "pt-BR"])
        for preferred, accept, expected in (
            (None, None, "en"),
            ("de", b"en", "de"),
            ("xx", b"de", "de"),
            (None, b"fr, de;q=0.5, en;q=0.7", "en"),
            (None, b"de-AT,en;q=0.1", "de"),
            (None, b"pt", "pt-BR"),
            (None, b"de;q=0, en", "en"),
            (None, b"de;q=x,;;;,\xff", "en"),
        ):
            self.assertEqual(expected, languages.choose(preferred, accept), (preferred, accept))

    def test_one(self) -> None:
        """
        A site with one language speaks that with everybody.
        """
        self.assertEqual("de", Languages(["de"]).choose("en", b"en"))

    def test_words(self) -> None:
        """
        Words come from the first catalog that has them, and stay as they are if none has.
        """
        own, theirs = (
            self.directory("de", Save="Sichern"),
            self.directory("de", Save="Speichern", Post="Senden"),
        )
        translate = Languages(["en", "de"], [own, theirs, Path(self.mktemp())]).translator("de")
        self.assertEqual(
            ["Sichern", "Senden", "Quit"], [translate(text) for text in ("Save", "Post", "Quit")]
        )

    def test_source(self) -> None:
        """
        The language of the source needs no catalog.
        """
        self.assertEqual("Save", Languages(["en"]).translator("en")("Save"))

    def test_names(self) -> None:
        """
        Languages are called as their speakers call them, those that are not known by their short names.
        """
        names = [languageInWords(each) for each in ("de", "pt-BR", "tlh")]
        self.assertEqual(["Deutsch", "Português (BR)", "tlh"], names)
