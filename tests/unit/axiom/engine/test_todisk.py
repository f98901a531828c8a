"""
Tests for L{axiom._engine.todisk}.
"""

from __future__ import annotations

from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from axiom._engine import todisk
from axiom.database import makeDirectories


class MakeDirectoriesTests(SynchronousTestCase):
    """
    Tests for L{makeDirectories}.
    """

    def test_onTheDisk(self) -> None:
        """
        The names of those that were made are brought to the disk, and of no others.
        """
        synced: list[Path] = []
        self.patch(todisk, "toDisk", synced.append)
        base = Path(self.mktemp())
        base.mkdir()
        makeDirectories(base / "a" / "b")
        self.assertTrue((base / "a" / "b").is_dir())
        self.assertEqual([base / "a", base], synced)
        makeDirectories(base / "a" / "b")
        self.assertEqual(2, len(synced))
