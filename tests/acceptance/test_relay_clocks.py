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

    def test_toAndFro(self) -> None:
        """
        After each jump, to a later time and to an earlier one, what is under way goes on, and so does what is
        ordered then.
        """
        self.site.start()
        for seconds in (_YEAR, 0.0, -_HOUR):
            self.site.order(_MESSAGES, _CHAINS)
            self.site.rig.turnClock(seconds)
            self.site.order(_MESSAGES, _CHAINS)
            self.site.awaitEnd(_SOON)
        self.assertExact()
