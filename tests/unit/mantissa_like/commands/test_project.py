"""
Tests for the command C{project}.
"""

from __future__ import annotations

import ast
import os
import tomllib
from pathlib import Path

from mantissa_like.commands._project import checkName
from mantissa_like.commands.errors import UnfitName
from tests.unit.mantissa_like.commands import command_lines


class ProjectTests(command_lines.CommandLineTestCase):
    """
    Tests for C{axiomatic project}.
    """

    def setUp(self) -> None:
        """
        Work in an empty directory.
        """
        super().setUp()
        self.addCleanup(os.chdir, os.getcwd())
        here = Path(self.mktemp())
        here.mkdir()
        os.chdir(here)

    def test_written(self) -> None:
        """
        The skeleton is complete, and its Python and TOML can be read.
        """
        self.assertEqual(
            "wrote photo_album; its README.md says how to run it\n", self.done("project", "-n", "photo_album")
        )
        written = {str(path): path for path in Path("photo_album").rglob("*") if path.is_file()}
        package = "photo_album/offerings/photo_album"
        self.assertEqual(
            {
                "photo_album/README.md",
                "photo_album/pyproject.toml",
                "photo_album/tests/test_photo_album.py",
                *(f"{package}/{name}.py" for name in ("__init__", "_items", "_views", "interfaces")),
            },
            set(written),
        )
        for name, path in written.items():
            self.assertNotIn("$", path.read_text())
            if name.endswith(".py"):
                ast.parse(path.read_text())
        project = tomllib.loads(written["photo_album/pyproject.toml"].read_text())["project"]
        self.assertEqual("photo-album", project["name"])

    def test_existing(self) -> None:
        """
        A directory that exists is not touched.
        """
        os.mkdir("recipes")
        self.assertIn("recipes exists already", self.refused("project", "recipes"))
        self.assertEqual([], os.listdir("recipes"))

    def test_refused(self) -> None:
        """
        A name that can't be used is refused, and nothing is written.
        """
        self.assertIn("name the application", self.refused("project"))
        self.assertIn("'Notes' can't be the name", self.refused("project", "-n", "Notes"))
        self.assertEqual([], os.listdir())

    def test_names(self) -> None:
        """
        A name becomes a package, a table and a part of URLs, so not every word is one.
        """
        for name in ("recipes", "n", "photo_album", "web2"):
            checkName(name)
        for name in (
            "",
            "2web",
            "a-b",
            "a__b",
            "_a",
            "a_",
            "../a",
            "a.b",
            "class",
            "match",
            "timeline",
            "x" * 51,
        ):
            self.assertRaises(UnfitName, checkName, name)
