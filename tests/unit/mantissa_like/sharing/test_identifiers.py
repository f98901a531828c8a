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

    def test_parsed(self) -> None:
        """
        It can be had back from the text.
        """
        for identifier in (
            Identifier("milk", "al@ice", "example.org"),
            Identifier("about", "timeline", None),
        ):
            self.assertEqual(identifier, Identifier.parse(str(identifier)))

    def test_noIdentifier(self) -> None:
        """
        A text in which a part is missing is none.
        """
        for text in ("", "alice@example.org", "alice@example.org/", "/milk", "@example.org/milk"):
            self.assertRaises(ValueError, Identifier.parse, text)

    def test_ownerName(self) -> None:
        """
        Others grant something to the owner under this name.
        """
        self.assertEqual("alice@example.org", Identifier("milk", "alice", "example.org").ownerName)
        self.assertEqual("application:timeline", Identifier("about", "timeline", None).ownerName)
