"""
Reading feeds: RSS 2.0 and before, RSS 1.0, and Atom.

Feeds come from anybody. Reading takes time in proportion to their length, and bounded memory, whatever is in
them: entities that a feed declares itself are refused, so nothing grows; nothing is nested without end.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import urljoin
from xml.parsers import expat

from offerings.import_feed._plaintext import BLOCK, plainText, shortened, tidied
from offerings.import_feed.errors import NoFeed

__all__ = ["MOST_ENTRIES", "Entry", "ParsedFeed", "readFeed"]

MOST_ENTRIES = 100

_LONGEST_TITLE, _LONGEST_TEXT, _LONGEST_LINK = 200, 1000, 600
_LONGEST_FIELD = 20_000
_DEEPEST = 100

_ATOM = "http://www.w3.org/2005/Atom "
_RSS_1 = "http://purl.org/rss/1.0/ "
_CONTENT = "http://purl.org/rss/1.0/modules/content/ "
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns# "

_ROOTS = frozenset(("rss", f"{_RDF}RDF", f"{_ATOM}feed"))
_ENTRIES = frozenset(("item", f"{_RSS_1}item", f"{_ATOM}entry"))
_FEEDS = frozenset(("channel", f"{_RSS_1}channel", f"{_ATOM}feed"))
# What is read of an entry, by the names of elements.
_FIELDS = {
    **{f"{space}{name}": name for space in ("", _RSS_1) for name in ("title", "link", "description")},
    "guid": "id",
    f"{_CONTENT}encoded": "content",
    f"{_ATOM}id": "id",
    f"{_ATOM}title": "title",
    f"{_ATOM}link": "link",
    f"{_ATOM}summary": "description",
    f"{_ATOM}content": "content",
}


@dataclass(frozen=True)
class Entry:
    """
    One entry of a feed.

    @ivar key: a hash of what the feed knows it by.
    @ivar text: its title, the beginning of what it says, and its address, as plain text of at most 1,900
        characters; not empty.
    """

    key: str
    text: str


@dataclass(frozen=True)
class ParsedFeed:
    """
    What is read of a feed.

    @ivar title: at most 200 characters, may be empty.
    @ivar entries: the first hundred at most, in the order of the feed, which is mostly the newest first.
    """

    title: str
    entries: tuple[Entry, ...]


@dataclass
class _Field:
    """
    An element with text, while it is read.

    @ivar isMarkup: whether the text is HTML.
    """

    name: str
    depth: int
    isMarkup: bool
    text: str = ""

    def add(self, text: str) -> None:
        """
        Go on with more text.
        """
        if len(self.text) < _LONGEST_FIELD:
            self.text += text


def readFeed(content: bytes, address: str) -> ParsedFeed:
    """
    Read a feed; it takes a thread, since that may be a second.

    @param address: where it was fetched from, which addresses in it may be relative to.
    @raise NoFeed: it is none, or can't be read.
    """
    return _Reading(address).read(content)


class _Reading:
    """
    One feed while it is read.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._open: list[str] = []
        self._title = ""
        self._entries: list[Entry] = []
        self._entry: dict[str, str] | None = None
        self._field: _Field | None = None

    def read(self, content: bytes) -> ParsedFeed:
        """
        See L{readFeed}.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.EntityDeclHandler = self._refuseEntity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(content, True)
        except expat.ExpatError as e:
            raise NoFeed(f"This is no feed, or a damaged one: line {e.lineno} is no XML.") from e
        except (LookupError, ValueError) as e:
            if isinstance(e, NoFeed):
                raise
            raise NoFeed("This feed is written in characters that are not known here.") from e
        return ParsedFeed(self._title, tuple(self._entries))

    def _refuseEntity(self, *declaration: object) -> None:
        raise NoFeed("This feed declares entities of its own, which are not read.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._open and name not in _ROOTS:
            raise NoFeed("This is something else than a feed.")
        if len(self._open) >= _DEEPEST:
            raise NoFeed("This feed is nested too deeply.")
        inside = self._open[-1] if self._open else ""
        self._open.append(name)
        if self._field is not None:
            # XHTML within Atom.
            self._field.add(_lineBreak(name))
        elif name in _ENTRIES:
            self._entry = {}
        elif inside in _ENTRIES or (inside in _FEEDS and _FIELDS.get(name) == "title"):
            self._startField(name, attributes)

    def _startField(self, name: str, attributes: dict[str, str]) -> None:
        field = _FIELDS.get(name)
        if name == f"{_ATOM}link":
            if self._entry is not None and attributes.get("rel", "alternate") == "alternate":
                self._entry.setdefault("link", attributes.get("href", ""))
        elif field is not None:
            isMarkup = not name.startswith(_ATOM) or attributes.get("type") in ("html", "text/html")
            self._field = _Field(field, len(self._open), isMarkup)

    def _end(self, name: str) -> None:
        field = self._field
        if field is not None and field.depth == len(self._open):
            self._endField(field)
        elif field is not None:
            field.add(_lineBreak(name))
        self._open.pop()
        if name in _ENTRIES and self._entry is not None:
            if len(self._entries) < MOST_ENTRIES and (entry := self._made(self._entry)) is not None:
                self._entries.append(entry)
            self._entry = None

    def _endField(self, field: _Field) -> None:
        self._field = None
        text = field.text.strip()
        if field.name not in ("id", "link"):
            text = plainText(text) if field.isMarkup else tidied(text)
        if self._entry is not None:
            self._entry.setdefault(field.name, text)
        elif not self._title:
            self._title = _line(text)

    def _text(self, text: str) -> None:
        if self._field is not None:
            self._field.add(text)

    def _made(self, said: dict[str, str]) -> Entry | None:
        title = _line(said.get("title", ""))
        text = shortened(said.get("description", "") or said.get("content", ""), _LONGEST_TEXT)
        link = self._link(said.get("link", "") or said.get("id", ""))
        if text.startswith(title) and title:
            title = ""
        whole = "\n\n".join(part for part in (title, text, link) if part)
        if not whole:
            return None
        known = said.get("id") or link or whole
        return Entry(hashlib.sha256(known.encode()).hexdigest(), whole)

    def _link(self, reference: str) -> str:
        try:
            link = urljoin(self._address, reference) if "/" in reference else ""
        except ValueError:
            return ""
        isFit = link.startswith(("http://", "https://")) and tidied(link) == link and " " not in link
        return link if isFit and len(link) <= _LONGEST_LINK else ""


def _lineBreak(element: str) -> str:
    return "\n" if BLOCK.fullmatch(element.rpartition(" ")[2]) else ""


def _line(text: str) -> str:
    return shortened(" ".join(text.split()), _LONGEST_TITLE)
