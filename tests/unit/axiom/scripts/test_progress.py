"""
The bar that shows how far a command has come.
"""

from __future__ import annotations

from io import StringIO

from twisted.trial.unittest import SynchronousTestCase

from axiom.scripts._progress import Progress
from axiom.scripts._terminal import Terminal


class TTY(StringIO):
    """
    What counts as a terminal.
    """

    def isatty(self) -> bool:
        """
        It is one.
        """
        return True


class ProgressTests(SynchronousTestCase):
    """
    L{Progress} draws on standard error.
    """

    def setUp(self) -> None:
        """
        A terminal.
        """
        self.err = TTY()
        self.terminal = Terminal(StringIO(), StringIO(), self.err)

    def drawn(self) -> list[str]:
        """
        What was drawn since the last call, each time from the beginning of the line.
        """
        lines = self.err.getvalue().split("\r\x1b[K")
        self.err.seek(0)
        self.err.truncate()
        return lines[1:]

    def test_bar(self) -> None:
        """
        The bar grows with the steps, and is gone at the end.
        """
        with Progress(self.terminal, 4, "checking") as progress:
            self.assertEqual([f"checking [{' ' * 30}]   0 % of 4"], self.drawn())
            progress.advance()
            self.assertEqual([f"checking [{'#' * 7}{' ' * 23}]  25 % of 4"], self.drawn())
            progress.advance(3)
            self.assertEqual([f"checking [{'#' * 30}] 100 % of 4"], self.drawn())
        self.assertEqual([""], self.drawn())

    def test_nothing(self) -> None:
        """
        Where there is nothing to do all of it is done.
        """
        with Progress(self.terminal, 0, "checking"):
            self.assertEqual([f"checking [{'#' * 30}] 100 % of 0"], self.drawn())

    def test_drawnRarely(self) -> None:
        """
        However many steps there are, the bar is drawn at most once for each percent.
        """
        with Progress(self.terminal, 10_000, "checking") as progress:
            for _ in range(10_000):
                progress.advance()
            self.assertEqual(10_000, progress.done)
            self.assertEqual(101, len(self.drawn()))

    def test_hidden(self) -> None:
        """
        A bar that is hidden comes back with the next step, even if it looks the same.
        """
        with Progress(self.terminal, 1000, "checking") as progress:
            progress.advance()
            self.drawn()
            progress.hide()
            progress.hide()
            self.assertEqual([""], self.drawn())
            progress.advance()
            self.assertEqual(1, len(self.drawn()))

    def test_noTerminal(self) -> None:
        """
        A pipe or a file gets nothing.
        """
        err = StringIO()
        with Progress(Terminal(StringIO(), StringIO(), err), 1, "checking") as progress:
            progress.advance()
            progress.hide()
        self.assertEqual("", err.getvalue())
