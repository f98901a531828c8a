"""
Tests for changing a C{site.toml}, and for what is told of its settings.
"""

from __future__ import annotations

import os
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.config import (
    BadConfiguration,
    changeSettings,
    hasPrevious,
    loadConfig,
    settingsTables,
    undoChange,
)

BEFORE = """\
# Ours.
[site]
title = "Old"  # of the site

[limits]
session-days = 7
"""


class EditingTests(SynchronousTestCase):
    """
    Tests for L{changeSettings} and L{undoChange}.
    """

    def setUp(self) -> None:
        """
        A file.
        """
        self.path = Path(self.mktemp()) / "site.toml"
        self.path.parent.mkdir()
        self.path.write_text(BEFORE)

    def test_changed(self) -> None:
        """
        One value changes; comments, order and everything else stay, and so do the rights of the file.
        """
        self.path.chmod(0o640)
        config = changeSettings(self.path, "site", {"title": 'New "one"'})
        self.assertEqual('New "one"', config.site.title)
        self.assertEqual(config, loadConfig(self.path))
        self.assertEqual(BEFORE.replace('"Old"', '"New \\"one\\""'), self.path.read_text())
        self.assertEqual(0o640, self.path.stat().st_mode & 0o777)

    def test_added(self) -> None:
        """
        A setting and a table that were not there are added.
        """
        changeSettings(self.path, "limits", {"cached-pages": 5, "idle-seconds": 2.5})
        config = changeSettings(self.path, "accounts", {"products": ["a", "b"]})
        self.assertEqual(
            (5, 2.5, 7), (config.limits.cachedPages, config.limits.idleSeconds, config.limits.sessionDays)
        )
        self.assertEqual(("a", "b"), config.accounts.products)
        self.assertTrue(self.path.read_text().startswith("# Ours.\n"))

    def test_refused(self) -> None:
        """
        What would make the file wrong is refused with the reason; the file is as it was, with nothing beside.
        """
        for table, values, problem in (
            ("limits", {"session-days": 0}, "limits.session-days"),
            ("limits", {"nothing": 1}, "no such setting"),
            ("nothing", {"x": 1}, "no such setting"),
            ("site", {"public-url": "example.com"}, "expected an address"),
        ):
            error = self.assertRaises(BadConfiguration, changeSettings, self.path, table, values)
            self.assertIn(problem, str(error))
        self.assertEqual(BEFORE, self.path.read_text())
        self.assertEqual(["site.toml"], os.listdir(self.path.parent))

    def test_sameAgain(self) -> None:
        """
        What changes nothing is no change that could be undone.
        """
        changeSettings(self.path, "limits", {"session-days": 7})
        self.assertFalse(hasPrevious(self.path))

    def test_undone(self) -> None:
        """
        A change is undone, and the undoing too.
        """
        changeSettings(self.path, "site", {"title": "New"})
        self.assertTrue(hasPrevious(self.path))
        self.assertEqual("Old", undoChange(self.path).site.title)
        self.assertEqual(BEFORE, self.path.read_text())
        self.assertEqual("New", undoChange(self.path).site.title)

    def test_nothingToUndo(self) -> None:
        """
        Without a change there is nothing to undo; where no file is, there is nothing to change.
        """
        self.assertRaises(BadConfiguration, undoChange, self.path)
        nowhere = self.path.parent / "nowhere" / "site.toml"
        self.assertRaises(BadConfiguration, changeSettings, nowhere, "site", {"title": "x"})
        self.assertRaises(
            BadConfiguration, changeSettings, nowhere.with_name("other"), "site", {"title": "x"}
        )

    def test_brokenByHand(self) -> None:
        """
        A file that is no TOML is not touched.
        """
        self.path.write_text("[site\n")
        self.assertRaises(BadConfiguration, changeSettings, self.path, "site", {"title": "x"})
        self.assertEqual("[site\n", self.path.read_text())


class DescribedTests(SynchronousTestCase):
    """
    Tests for L{settingsTables}.
    """

    def test_documented(self) -> None:
        """
        Each table and each setting says what it means, without markup.
        """
        for table in settingsTables():
            self.assertTrue(table.meaning, table.name)
            for setting in table.settings:
                self.assertTrue(setting.meaning, f"{table.name}.{setting.name}")
                self.assertNotRegex(setting.meaning, r"[CL]\{|\n")

    def test_ofExistingSites(self) -> None:
        """
        What is used for new sites alone is not among them.
        """
        names = [table.name for table in settingsTables()]
        self.assertIn("limits", names)
        self.assertNotIn("ports", names)
        self.assertNotIn("offerings", names)
