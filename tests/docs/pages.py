"""
The pages of the documentation, and the blocks of code in them.

A block begins with three backquotes and its language. A comment in the line before it says what is special:
C{<!-- file: PATH -->}, that it is the content of a file; C{<!-- not run -->}, that it can't run as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["CHECKOUT", "DOC", "Block", "blocksOf", "pages", "programOf", "sectionsOf"]

CHECKOUT = Path(__file__).parents[2]
DOC = CHECKOUT / "doc"

_BLOCK = re.compile(
    r"^(?:<!-- (?P<marker>[^\n]+) -->\n)?```(?P<language>\w*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL
)
_HEADING = re.compile(r"^#+ (.+)\n", re.MULTILINE)
_FILE = "file: "
_NOT_RUN = "not run"


@dataclass(frozen=True)
class Block:
    """
    One block of code.

    @ivar language: as the page names it; may be empty.
    @ivar code: its lines.
    @ivar line: the number of the first of them.
    @ivar marker: the text of the comment before it; may be empty.
    """

    language: str
    code: str
    line: int
    marker: str

    @property
    def file(self) -> str | None:
        """
        The path of the file of which it is the content.
        """
        return self.marker.removeprefix(_FILE) if self.marker.startswith(_FILE) else None

    @property
    def isRun(self) -> bool:
        """
        Whether it is a part of the page's program.
        """
        return self.language == "python" and self.marker != _NOT_RUN and self.file is None


def pages() -> list[Path]:
    """
    Every page for people who use the project.
    """
    return [CHECKOUT / "README.md", CHECKOUT / "CONTRIBUTING.md", *sorted(DOC.glob("*.md"))]


def blocksOf(page: Path) -> Iterator[Block]:
    """
    The blocks of a page in order.
    """
    text = page.read_text("utf-8")
    for found in _BLOCK.finditer(text):
        line = text.count("\n", 0, found.start("code")) + 1
        yield Block(found["language"], found["code"], line, found["marker"] or "")


def programOf(page: Path) -> str:
    """
    The Python of a page as one program, in which each line has the number that it has in the page.
    """
    lines: list[str] = []
    for block in blocksOf(page):
        if block.isRun:
            lines += [""] * (block.line - 1 - len(lines)) + block.code.splitlines()
    return "\n".join(lines)


def sectionsOf(page: Path) -> dict[str, str]:
    """
    The text below each heading of a page, up to the next one of any level, without its blocks.
    """
    _, *parts = _HEADING.split(_BLOCK.sub("", page.read_text("utf-8")))
    return dict(zip(parts[::2], parts[1::2], strict=True))
