"""
Tests for L{mantissa_like.web._views.charts}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web import markup
from mantissa_like.web._views.charts import Line, chart


class ChartTests(SynchronousTestCase):
    """
    Tests for L{chart}.
    """

    def draw(self, *values: float | None) -> str:
        """
        One line, over a hundred seconds.
        """
        moments = [float(each) for each in range(0, 25 * len(values), 25)]
        return markup(chart("Bees", moments, [Line("bees", values)], "{:g}".format, 0, 100)).decode()

    def test_line(self) -> None:
        """
        A line goes from the left to the right, and is as high as the picture where it is highest.
        """
        self.assertIn('d="M0.0 118.0h0.1L150.0 2.0L300.0 60.0"', self.draw(0, 4, 2))

    def test_gap(self) -> None:
        """
        Where nothing is known, there is no line.
        """
        self.assertIn('d="M0.0 2.0h0.1M300.0 2.0h0.1"', self.draw(1, None, 1))

    def test_empty(self) -> None:
        """
        Without values there is an empty picture that says so, and so there is with nothing but zeros.
        """
        self.assertIn('aria-label="Bees: nothing yet"', self.draw())
        self.assertIn("118.0", self.draw(0))
