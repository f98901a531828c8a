"""
Tests for the command C{product}.
"""

from __future__ import annotations

import json

from tests.unit.mantissa_like.commands import command_lines


class ProductCommandTests(command_lines.CommandLineTestCase):
    """
    Tests for C{axiomatic product}.
    """

    def setUp(self) -> None:
        """
        The site has the timeline.
        """
        super().setUp()
        self.done("offering", "install", "timeline")

    def states(self) -> list[tuple[str, str]]:
        """
        What Alice has.
        """
        found = json.loads(self.done("product", "list", "--json", "alice@localhost"))
        return [(each["name"], each["state"]) for each in found]

    def test_list(self) -> None:
        """
        The products of the site are listed.
        """
        self.assertEqual("timeline\n", self.done("product", "list"))
        self.assertEqual([], self.states())

    def test_life(self) -> None:
        """
        A product is granted, suspended, resumed and removed.
        """
        found = []
        for word in ("grant", "suspend", "resume", "remove"):
            self.assertIn("timeline: alice\n", self.done("product", word, "timeline", "alice"))
            found.append(self.states())
        self.assertEqual(
            [[("timeline", "active")], [("timeline", "suspended")], [("timeline", "active")], []], found
        )

    def test_refused(self) -> None:
        """
        Unknown products and people, and what was done before, are refused.
        """
        self.assertIn("there is no product 'nope'", self.refused("product", "grant", "nope", "alice"))
        self.assertIn(
            "there is no account eve@localhost", self.refused("product", "grant", "timeline", "eve")
        )
        self.assertIn("was not granted", self.refused("product", "suspend", "timeline", "alice"))
        self.done("product", "grant", "timeline", "alice")
        self.assertIn("was granted before", self.refused("product", "grant", "timeline", "alice"))
