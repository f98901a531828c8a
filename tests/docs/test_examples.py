"""
Tests for the examples in the documentation.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from axiom.scripts.axiomatic import Options
from mantissa_like.commands._project import writeProject
from tests.docs.pages import CHECKOUT, DOC, blocksOf, pages, programOf

SECONDS = 120


class ExampleTests(SynchronousTestCase):
    """
    Tests for what the pages show.
    """

    def python(self, *arguments: str, directory: Path, program: str = "") -> None:
        """
        A new Python process ends well; it finds this checkout.
        """
        done = subprocess.run(
            [sys.executable, *arguments],
            input=program,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
            cwd=directory,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)

    def directory(self) -> Path:
        """
        A new directory.
        """
        path = Path(self.mktemp()).absolute()
        path.mkdir()
        return path

    def test_pythonRuns(self) -> None:
        """
        The Python of each page is a program that runs, from its first block to its last.
        """
        for page in pages():
            if program := programOf(page):
                self.python("-", directory=self.directory(), program=program)

    def test_tutorialWorks(self) -> None:
        """
        The files of the tutorial take the places of the skeleton's, and pass the tests that it shows.
        """
        project = self.directory() / "guestbook"
        # Unlike the command, this minds no guest book that somebody made by the tutorial and installed.
        writeProject("guestbook", project)
        files = {block.file: block.code for block in blocksOf(DOC / "tutorial.md") if block.file}
        self.assertEqual({str(path.relative_to(project)) for path in project.rglob("*.py")}, set(files))
        for path, code in files.items():
            (project / path).write_text(code, "utf-8")
        self.python("-m", "pytest", "--quiet", directory=project)

    def test_commandsAreUnderstood(self) -> None:
        """
        C{axiomatic} understands every command that the pages show.
        """
        lines = [
            line
            for page in pages()
            for block in blocksOf(page)
            if block.language == "sh"
            for line in block.code.replace("\\\n", "").splitlines()
        ]
        commands = [
            words[1:] for line in lines if (words := shlex.split(line, comments=True))[:1] == ["axiomatic"]
        ]
        self.assertTrue(commands)
        for words in commands:
            options = Options()
            options.parseOptions(words)
            self.assertIsNotNone(options.command)
