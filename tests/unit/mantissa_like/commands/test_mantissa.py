"""
Tests for what the command C{mantissa} refuses.
"""

from __future__ import annotations

from pathlib import Path

from tests.unit.mantissa_like.commands import command_lines


class MantissaTests(command_lines.CommandLineTestCase):
    """
    Tests for C{axiomatic mantissa}.
    """

    def mantissa(self, *argv: str) -> str:
        """
        Why no site is made in a place that is free; nothing is left there or beside it.
        """
        self.path = Path(self.mktemp()) / "x.axiom"
        sentence = self.refused("mantissa", *argv)
        self.assertEqual([], list(self.path.parent.glob("*")))
        return sentence

    def test_existing(self) -> None:
        """
        What exists is not touched.
        """
        self.assertIn("exists already", self.refused("mantissa", "-a", "eve@localhost", "-p", "a fine word"))
        self.assertEqual("alice@localhost\n", self.done("userbase", "list"))

    def test_administrator(self) -> None:
        """
        It takes an administrator with an address and a password.
        """
        self.assertIn("name the administrator", self.mantissa("-p", "a fine word"))
        self.assertIn("is not an address", self.mantissa("-a", "a/b", "-p", "a fine word"))
        self.assertIn("password", self.mantissa("-a", "admin@localhost"))

    def test_template(self) -> None:
        """
        It takes a template with a configuration.
        """
        directory = self.mktemp()
        self.assertIn(
            "there is no site.toml",
            self.mantissa("-a", "admin", "-p", "a fine word", "--template", directory),
        )

    def test_settings(self) -> None:
        """
        It takes endpoints and a public address that are some.
        """
        who = ("-a", "admin@localhost", "-p", "a fine word")
        self.assertIn("'nonsense' is no endpoint", self.mantissa(*who, "--port", "nonsense"))
        self.assertIn("site.public-url", self.mantissa(*who, "--public-url", "nonsense"))
