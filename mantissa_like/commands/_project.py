"""
The command C{project}: begin an application.
"""

from __future__ import annotations

import keyword
import re
import shutil
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from twisted.python.usage import UsageError

from axiom.scripts.axiomatic import AxiomaticCommand
from mantissa_like.catalog import RESERVED_NAMES, findOfferings
from mantissa_like.commands.errors import ProjectExists, UnfitName

__all__ = ["Project", "checkName", "writeProject"]

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST_NAME = 50
_SUFFIX = ".txt"


class Project(AxiomaticCommand):
    """
    Write a small application that can be installed, run and tested at once, into a new directory here.
    """

    name = "project"
    description = "Begin an application: write the skeleton of an offering."
    optParameters = (("name", "n", None, "Its name: lower-case letters, digits, underscores."),)

    def parseArgs(self, name: str | None = None) -> None:
        """
        The name may also be given without C{--name}.
        """
        self["name"] = self["name"] or name

    def execute(self) -> None:
        """
        Write it. It takes no store.

        @raise UnfitName: the name can't be used.
        @raise ProjectExists: the directory is there.
        """
        name = self["name"]
        if not name:
            raise UsageError("name the application with --name NAME")
        checkName(name)
        directory = Path(name)
        writeProject(name, directory)
        self.root.terminal.out.write(f"wrote {directory}; its README.md says how to run it\n")


def writeProject(name: str, directory: Path) -> None:
    """
    Write the skeleton of an application, whole or not at all.

    @raise ProjectExists: the directory is there.
    """
    words = {"name": name, "distribution": name.replace("_", "-")}
    try:
        directory.mkdir()
    except FileExistsError as e:
        raise ProjectExists(directory) from e
    skeleton = files("mantissa_like.commands") / "skeleton"
    try:
        _write(skeleton / "offering", directory / "offerings" / name, words)
        _write(skeleton / "tests", directory / "tests", words)
        _write(skeleton, directory, words)
    except BaseException:
        shutil.rmtree(directory)
        raise


def _write(source: Traversable, destination: Path, words: dict[str, str]) -> None:
    destination.mkdir(parents=True, exist_ok=True)
    for each in source.iterdir():
        if each.name.endswith(_SUFFIX):
            name = each.name.removesuffix(_SUFFIX).replace("NAME", words["name"])
            (destination / name).write_text(Template(each.read_text("utf-8")).substitute(words), "utf-8")


def checkName(name: str) -> None:
    """
    Go on only with a name that a new application can have.

    @raise UnfitName: it is another one.
    """
    if not _NAME.fullmatch(name):
        raise UnfitName(name, "it is more than lower-case letters, digits and single underscores")
    if len(name) > _LONGEST_NAME:
        raise UnfitName(name, f"it is longer than {_LONGEST_NAME} characters")
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        raise UnfitName(name, "it is a word of Python's")
    if name in RESERVED_NAMES:
        raise UnfitName(name, "every site has pages of its own under this name")
    if name in findOfferings():
        raise UnfitName(name, "there is an offering of this name")
