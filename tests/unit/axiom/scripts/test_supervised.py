"""
Tests for L{axiom.scripts._supervised}.
"""

from __future__ import annotations

from io import StringIO

from twisted.trial.unittest import SynchronousTestCase

from axiom.scripts._supervised import lineWriter


class FullDisk(StringIO):
    """
    A file that cannot grow while its disk is full.
    """

    isFull = False

    def write(self, text: str) -> int:
        if self.isFull:
            raise OSError(28, "No space left on device")
        return super().write(text)


class LineWriterTests(SynchronousTestCase):
    """
    Tests for L{lineWriter}.
    """

    def test_fullDisk(self) -> None:
        """
        While the disk is full lines are lost, and those that come later are written.
        """
        log = FullDisk()
        write = lineWriter(log)
        for line, log.isFull in (("one\n", False), ("two\n", True), ("three\n", False)):
            write(line)
        self.assertEqual("one\nthree\n", log.getvalue())
