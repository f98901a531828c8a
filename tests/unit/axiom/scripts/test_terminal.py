"""
What is written to a terminal.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.scripts._terminal import printable


class PrintableTests(SynchronousTestCase):
    """
    Tests of L{printable}.
    """

    def test_plain(self) -> None:
        """
        What can be printed stays, in any script.
        """
        self.assertEqual("it's Müller, 東京", printable("it's Müller, 東京"))

    def test_controls(self) -> None:
        """
        What moves the cursor, ends a line or stands for a byte that is no text is shown by its number.
        """
        self.assertEqual(r"\x1b[31m \n \udcff \u2028", printable("\x1b[31m \n \udcff \u2028"))
