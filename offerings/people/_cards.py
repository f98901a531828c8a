"""
Contacts as files, which other programs read and write: vCard.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import vobject

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
        components = vobject.readComponents(content.decode("utf-8-sig"))
        found = list(islice((each for each in components if each.name == "VCARD"), _MOST_CARDS + 1))
        cards = [card for card in map(_read, found) if card is not None]
    # The library's own errors are not all that a damaged file makes it raise.
    except Exception as e:
        raise UnreadableCards("the file is damaged, or is something else") from e
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


def _read(component: Any) -> Card | None:
    addresses = [
        _cleaned(each.value, _LONGEST_ADDRESS).lower() for each in component.contents.get("email", ())
    ]
    known = tuple(dict.fromkeys(each for each in addresses if "@" in each))[:MOST_ADDRESSES]
    names = [each.value for each in component.contents.get("fn", ())]
    name = _cleaned(names[0] if names else "", LONGEST_NAME) or "".join(known[:1])
    notes = "\n".join(str(each.value) for each in component.contents.get("note", ()))
    return Card(name, known, notes.replace("\0", "")[:LONGEST_NOTES]) if name else None


def _cleaned(value: object, longest: int) -> str:
    return " ".join(str(value).replace("\0", "").split())[:longest]


def _written(card: Card) -> bytes:
    component = vobject.vCard()
    component.add("fn").value = card.name
    given, _, family = card.name.rpartition(" ")
    component.add("n").value = vobject.vcard.Name(family=family, given=given)
    for address in card.addresses:
        component.add("email").value = address
    if card.notes:
        component.add("note").value = card.notes
    written: str = component.serialize()
    return written.encode()
