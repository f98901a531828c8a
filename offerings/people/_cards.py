"""
Contacts as files, which other programs read and write: vCard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from offerings.people._cardlines import CardLine, readLines, writtenLine
from offerings.people.errors import UnreadableCards

__all__ = ["LONGEST_NAME", "LONGEST_NOTES", "MOST_ADDRESSES", "Card", "readCards", "writtenCards"]

LONGEST_NAME, LONGEST_NOTES, MOST_ADDRESSES = 200, 10_000, 20

_LONGEST_ADDRESS = 318
_MOST_CARDS = 5000


@dataclass(frozen=True)
class Card:
    """
    What is known of one person.

    @ivar name: one line, 1 to 200 characters.
    @ivar addresses: at most twenty, C{user@domain} each; may be empty.
    @ivar notes: at most 10,000 characters.
    """

    name: str
    addresses: tuple[str, ...] = ()
    notes: str = ""


def readCards(content: bytes) -> list[Card]:
    """
    The people in a file; it takes a thread, since that may be seconds.

    @raise UnreadableCards: it has none, has too many, or can't be read.
    """
    try:
        found = list(islice(_cardsIn(readLines(content.decode("utf-8-sig"))), _MOST_CARDS + 1))
    except ValueError as e:
        raise UnreadableCards("the file is damaged, or is something else") from e
    cards = [card for card in map(_read, found) if card is not None]
    if not cards:
        raise UnreadableCards("nobody is in the file")
    if len(found) > _MOST_CARDS:
        raise UnreadableCards(f"there are more than {_MOST_CARDS:,} people in the file")
    return cards


def writtenCards(cards: Iterable[Card]) -> bytes:
    """
    A file with these people, vCard 3.0.
    """
    return b"".join(map(_written, cards))


def _cardsIn(lines: Iterable[CardLine]) -> Iterator[list[CardLine]]:
    """
    The lines of each card, without those of other cards in it.

    @raise ValueError: where one begins and ends makes no sense.
    """
    open_: list[str] = []
    card: list[CardLine] = []
    for line in lines:
        if line.name == "BEGIN":
            open_.append(line.value.strip().upper())
        elif line.name == "END":
            if not open_ or open_.pop() != line.value.strip().upper():
                raise ValueError("something ends that has not begun")
            if line.value.strip().upper() == "VCARD" and not open_:
                yield card
                card = []
        elif open_ == ["VCARD"]:
            card.append(line)
    if open_:
        raise ValueError("something begins and does not end")


def _read(card: list[CardLine]) -> Card | None:
    said: dict[str, list[str]] = {}
    for line in card:
        said.setdefault(line.name, []).append(line.value)
    addresses = [_cleaned(each, _LONGEST_ADDRESS).lower() for each in said.get("EMAIL", ())]
    known = tuple(dict.fromkeys(each for each in addresses if "@" in each))[:MOST_ADDRESSES]
    name = _cleaned(said.get("FN", [""])[0], LONGEST_NAME) or "".join(known[:1])
    notes = "\n".join(said.get("NOTE", ()))
    return Card(name, known, notes.replace("\0", "")[:LONGEST_NOTES]) if name else None


def _cleaned(value: str, longest: int) -> str:
    return " ".join(value.replace("\0", "").split())[:longest]


def _written(card: Card) -> bytes:
    given, _, family = card.name.rpartition(" ")
    lines = [
        writtenLine("BEGIN", "VCARD"),
        writtenLine("VERSION", "3.0"),
        writtenLine("FN", card.name),
        writtenLine("N", family, given, "", "", ""),
        *(writtenLine("EMAIL", address) for address in card.addresses),
        *([writtenLine("NOTE", card.notes)] if card.notes else []),
        writtenLine("END", "VCARD"),
    ]
    return "".join(lines).encode()
