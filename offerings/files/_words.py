"""
The words of texts, by which files are found.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["wordsIn"]

_MOST_BYTES = 200_000
_TEXTS = ("text/", "application/json", "application/xml")


def wordsIn(content: Path, contentType: str) -> str:
    """
    The beginning of a text, at most 200,000 bytes of it; empty for anything else. Called in a thread.
    """
    if not contentType.lower().startswith(_TEXTS):
        return ""
    with content.open("rb") as file:
        data = file.read(_MOST_BYTES)
    return "" if b"\0" in data else data.decode("utf-8", "ignore")
