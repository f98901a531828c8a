"""
Tests for identifiers.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.sharing import Identifier


class IdentifierTests(SynchronousTestCase):
    """
    Tests for L{Identifier}.
    """

    def test_value(self) -> None:
        """
        Identifiers with the same parts are the same.
        """
        self.assertEqual(
            1, len({Identifier("milk", "alice", "example.org"), Identifier("milk", "alice", "example.org")})
        )

    def test_text(self) -> None:
        """
        As text it is the owner's address, or the application's name, and the share ID.
        """
        self.assertEqual("alice@example.org/milk", str(Identifier("milk", "alice", "example.org")))
        self.assertEqual("timeline/about", str(Identifier("about", "timeline", None)))
