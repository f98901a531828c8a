"""
Tests for whether the documentation has everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from twisted.scripts.twistd import ServerOptions  # type: ignore[attr-defined]
from twisted.trial.unittest import SynchronousTestCase

from axiom.scripts.axiomatic import ExitStatus, Options
from tests.docs.pages import CHECKOUT, DOC, pages, sectionsOf

OPERATORS_PAGES = ("operating.md", "care.md")

_LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")


def optionsOf(parser: Any) -> set[str]:
    """
    The options that a parser has beyond those that all have, and beyond C{twistd}'s.
    """
    common = ["help", "version", *(ServerOptions().longOpt if isinstance(parser, ServerOptions) else ())]
    return {f"--{name.rstrip('=')}" for name in parser.longOpt if name not in common}


def parsersBelow(parser: Any) -> Iterator[tuple[str, Any]]:
    """
    The name and the parser of each command within a command.
    """
    for name, _, subParser, _ in getattr(parser, "subCommands", None) or ():
        yield name, subParser()


def missing(words: set[str], text: str) -> list[str]:
    """
    Those that do not occur as code in a text, sorted.
    """
    code = " ".join(re.findall(r"`([^`]+)`", text))
    return sorted(each for each in words if not re.search(rf"(?<!\S){re.escape(each)}(?!\S)", code))


def anchor(heading: str) -> str:
    """
    What a link calls a heading.
    """
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


class CompletenessTests(SynchronousTestCase):
    """
    Tests for what the pages name.
    """

    def test_commands(self) -> None:
        """
        Each command has a heading in a page for operators, and its words and options are below that.
        """
        sections = {
            name: text
            for page in OPERATORS_PAGES
            for heading, text in sectionsOf(DOC / page).items()
            for name in heading.split(", ")
        }
        for name, parser in parsersBelow(Options()):
            self.assertIn(name, sections)
            inner = list(parsersBelow(parser))
            expected = optionsOf(parser).union(*(optionsOf(each) for _, each in inner))
            expected |= {f"{name} {word}" for word, _ in inner}
            self.assertEqual([], missing(expected, sections[name]), name)

    def test_optionsOfAll(self) -> None:
        """
        The options of C{axiomatic} itself are in C{operating.md}.
        """
        text = sectionsOf(DOC / "operating.md")["Operating a site"]
        self.assertEqual([], missing(optionsOf(Options()), text))

    def test_exitStatuses(self) -> None:
        """
        C{operating.md} lists the statuses with which C{axiomatic} ends, and no others.
        """
        listed = re.findall(r"^\| (\d+) \|", sectionsOf(DOC / "operating.md")["Exit statuses"], re.MULTILINE)
        self.assertEqual([str(status.value) for status in ExitStatus], listed)

    def test_offerings(self) -> None:
        """
        C{operating.md} says what each of the bundled offerings is.
        """
        text = sectionsOf(DOC / "operating.md")["offering"]
        names = {path.parent.name for path in (CHECKOUT / "offerings").glob("*/__init__.py")}
        self.assertTrue(names)
        self.assertEqual([], missing(names, text))

    def test_links(self) -> None:
        """
        Each link from a page to another one, or into it, leads somewhere.
        """
        for page in pages():
            for path, fragment in _LINK.findall(page.read_text("utf-8")):
                target = page.parent / path if path else page
                self.assertTrue(target.exists(), f"{page.name}: {path}")
                if fragment:
                    self.assertIn(fragment, map(anchor, sectionsOf(target)), page.name)

    def test_contents(self) -> None:
        """
        C{doc/README.md} leads to every other page.
        """
        linked = {path for path, _ in _LINK.findall((DOC / "README.md").read_text("utf-8"))}
        self.assertEqual({path.name for path in DOC.glob("*.md")} - {"README.md"}, linked)
