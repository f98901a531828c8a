"""
Tests for the command C{offering}.
"""

from __future__ import annotations

import json
from contextlib import closing

from axiom.store import Store
from mantissa_like.catalog import InstalledOffering
from tests.unit.mantissa_like.commands import command_lines


class OfferingCommandTests(command_lines.CommandLineTestCase):
    """
    Tests for C{axiomatic offering}.
    """

    def states(self) -> dict[str, str]:
        """
        The states of the offerings that are listed, by name.
        """
        found = json.loads(self.done("offering", "list", "--json"))
        return {each["name"]: each["state"] for each in found}

    def test_install(self) -> None:
        """
        An offering is available, then installed.
        """
        self.assertEqual("available", self.states()["timeline"])
        hint = "give it to users with 'axiomatic product grant timeline USER@DOMAIN'\n"
        self.assertEqual(f"installed timeline\n{hint}", self.done("offering", "install", "timeline"))
        self.assertEqual("installed", self.states()["timeline"])

    def test_list(self) -> None:
        """
        People get columns, sorted by name.
        """
        rows = [line.split(maxsplit=2) for line in self.done("offering", "list").splitlines()]
        self.assertEqual(sorted(rows), rows)
        self.assertIn(["base", "installed", "What every site has."], rows)

    def test_missing(self) -> None:
        """
        An installed offering whose software is gone is listed as missing.
        """
        with closing(Store(str(self.path))) as store:
            base = store.findUnique(InstalledOffering)
            InstalledOffering(store=store, offeringName="gone", application=base.application)
        self.assertEqual("missing", self.states()["gone"])

    def test_refused(self) -> None:
        """
        One that does not exist, or is installed, is refused with what there is.
        """
        sentence = self.refused("offering", "install", "nope")
        self.assertIn("there is no offering 'nope'. There are: base, ", sentence)
        self.assertIn("is installed already", self.refused("offering", "install", "base"))

    def test_words(self) -> None:
        """
        Missing and unknown words are told where to read on.
        """
        self.assertEqual(
            "one more word is needed: list, install. See 'axiomatic offering --help'.\n",
            self.refused("offering"),
        )
        self.assertIn("See 'axiomatic offering install --help'", self.refused("offering", "install"))
