"""
Tests for L{mantissa_like.web._http.values}.
"""

from __future__ import annotations

from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web import BadInput, Upload, Values, wholeNumber
from mantissa_like.web._http import values
from mantissa_like.web._http.values import parseValues


class UploadTests(SynchronousTestCase):
    """
    Tests for L{Upload}.
    """

    def test_onTheDisk(self) -> None:
        """
        What is kept is on the disk before it is in its place, and its name there is afterwards.
        """
        base = Path(self.mktemp())
        base.mkdir()
        sent, place = base / "upload-1", base / "files" / "kept"
        sent.write_bytes(b"data")
        synced: list[tuple[Path, bool]] = []
        self.patch(values, "toDisk", lambda path: synced.append((path, place.exists())))
        Upload("file", "a.txt", "text/plain", sent, 4).keep(place)
        self.assertEqual([(sent, False), (place.parent, True)], synced)
        self.assertEqual(b"data", place.read_bytes())


class ValuesTests(SynchronousTestCase):
    """
    Tests for L{Values} and L{parseValues}.
    """

    def test_firstValueCounts(self) -> None:
        """
        A name has its first value; all of them can be had in order.
        """
        parsed = parseValues(b"tag=a&tag=b&x=")
        self.assertEqual({"tag": "a", "x": ""}, dict(parsed))
        self.assertEqual((("a", "b"), ()), (parsed.all("tag"), parsed.all("y")))

    def test_text(self) -> None:
        """
        Values are UTF-8, quoted as forms are.
        """
        self.assertEqual({"t": "é +"}, dict(parseValues(b"t=%C3%A9+%2B")))

    def test_nothing(self) -> None:
        """
        An empty query has no values.
        """
        self.assertEqual({}, dict(parseValues(b"")))

    def test_unreadable(self) -> None:
        """
        What is no UTF-8, has NUL characters or very many values is refused.
        """
        for encoded in (b"a=%ff", b"\xff=1", b"a=%00", b"%00=1", b"a&" * 1001):
            self.assertRaises(BadInput, parseValues, encoded)

    def test_nul(self) -> None:
        """
        There is no NUL character in values, wherever they come from.
        """
        self.assertRaises(BadInput, Values, [("a", "\0")])

    def test_reprTellsNoValue(self) -> None:
        """
        Values are not shown, since they may be secret.
        """
        self.assertEqual("<Values ['password']>", repr(Values([("password", "x")])))


class WholeNumberTests(SynchronousTestCase):
    """
    Tests for L{wholeNumber}.
    """

    def test_numbers(self) -> None:
        """
        Digits are a number, as long as a database has such numbers.
        """
        self.assertEqual([0, 7, 10**18 - 1], [wholeNumber(text) for text in ("0", "007", "9" * 18)])

    def test_others(self) -> None:
        """
        Signs, spaces, digits of other scripts, and what is too long are no numbers.
        """
        for text in ("", "-1", "+1", " 1", "1_0", "1.0", "٣", "²", "1" * 19, "1" * 5000):
            self.assertIsNone(wholeNumber(text), text)
