"""
A real site whose clock is turned while messages and chains of handlers are under way.
"""

from __future__ import annotations

from tests.acceptance.relaysite import RelayTestCase

_HOUR, _YEAR = 3_600.0, 365 * 86_400.0
_SOON = 30.0
_MESSAGES, _CHAINS = 10, 10


class ClockTests(RelayTestCase):
    """
    The clock of all processes jumps under load.
    """

    def assertGoesOn(self, *jumps: float) -> None:
        """
        After each jump what is under way goes on, and so does what is ordered then.
        """
        self.site.start()
        for seconds in jumps:
            self.site.order(_MESSAGES, _CHAINS)
            self.site.rig.turnClock(seconds)
            self.site.order(_MESSAGES, _CHAINS)
            self.site.awaitEnd(_SOON)
        self.assertExact()

    def test_forwards(self) -> None:
        """
        To a later time.
        """
        self.assertGoesOn(_YEAR)

    def test_back(self) -> None:
        """
        To an earlier one.
        """
        self.assertGoesOn(-_HOUR)

    def test_toAndFro(self) -> None:
        """
        Far away, and back.
        """
        self.assertGoesOn(_YEAR, -_YEAR)
