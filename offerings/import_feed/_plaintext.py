"""
Markup from anybody made plain text: one paragraph a line, and nothing that is not shown.
"""

from __future__ import annotations

import re
from html import unescape

__all__ = ["BLOCK", "plainText", "shortened", "tidied"]

_LONGEST = 20_000
_TAG = re.compile(r"<([!/?a-zA-Z][^<>]*)>")
_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9]*")
BLOCK = re.compile(
    "/?(?:address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr|li|main"
    "|nav|ol|p|pre|section|table|td|th|tr|ul)"
)
"""The names of the beginnings and ends of elements that are lines of their own."""

_UNSHOWN = frozenset(("head", "iframe", "noscript", "object", "script", "style", "template", "title"))
# Control characters, and those by which text is shown in another order than it is written.
_UNFIT = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]+")


def plainText(html: str) -> str:
    """
    What of some HTML is shown, of its first 20,000 characters. It takes time in proportion to these, and
    never fails.
    """
    shown: list[str] = []
    unshown = ""
    # Line breaks of the source are spaces. What stands between tags is at even places.
    for place, piece in enumerate(_TAG.split(_withoutComments(" ".join(html[:_LONGEST].split())))):
        if place % 2 == 0:
            shown.append("" if unshown else unescape(piece))
            continue
        name = _NAME.match(piece)
        tag = name[0].lower() if name is not None else ""
        if BLOCK.fullmatch(tag):
            shown.append("\n")
        elif tag in _UNSHOWN and not unshown:
            unshown = tag
        elif tag == f"/{unshown}":
            unshown = ""
    return tidied("".join(shown))


def _withoutComments(html: str) -> str:
    kept = []
    end = 0
    while (start := html.find("<!--", end)) >= 0:
        kept.append(html[end:start])
        end = html.find("-->", start)
        if end < 0:
            return "".join(kept)
        end += len("-->")
    return "".join((*kept, html[end:]))


def tidied(text: str) -> str:
    """
    Text without needless space and without characters that would not be shown.
    """
    lines = (" ".join(line.split()) for line in _UNFIT.sub(" ", text[:_LONGEST]).split("\n"))
    return "\n".join(line for line in lines if line)


def shortened(text: str, longest: int) -> str:
    """
    The beginning of a text, at most so many characters, to the end of a word if that is not far.
    """
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    end = max(head.rfind(" "), head.rfind("\n"))
    return f"{head[: end if end > longest // 2 else None].rstrip()}…"
