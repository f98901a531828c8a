"""
The people in an address book: all of them, one of them, and a new one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from epsilon.extime import Time
from twisted.web.template import Flattenable, tags

from mantissa_like.web import (
    BadInput,
    Column,
    Filled,
    Form,
    LongText,
    NotFound,
    Page,
    Parameter,
    Redirect,
    Table,
    Text,
    Visit,
    button,
)
from offerings.people._cards import LONGEST_NAME, LONGEST_NOTES, MOST_ADDRESSES
from offerings.people._frame import framed
from offerings.people._items import Person
from offerings.people.errors import TooManyPeople

__all__ = ["NewPersonPage", "PeoplePage", "PersonPage"]

_NAME = Text("name", "Name", longest=LONGEST_NAME, autocomplete="off")
_ADDRESSES = LongText(
    "addresses",
    "Addresses",
    hint="One a line, such as bob@example.com. The share dialog suggests them.",
    shortest=0,
    rows=2,
)
_NOTES = LongText("notes", "Notes", shortest=0, longest=LONGEST_NOTES, rows=4)

_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,253}")
_REMOVE, _RESTORE = "remove", "restore"


class PeoplePage:
    """
    Everybody in the book, and who was removed lately.
    """

    def __init__(self, book: Any, home: str) -> None:
        self._book, self._home = book, home

    def show(self, visit: Visit) -> Page:
        """
        For people.
        """
        table = self._table().of(self._book.people(), visit).show("Nobody is in your address book yet.")
        return framed(
            "People",
            self._home,
            "",
            tags.p(tags.a("Add somebody", href=f"{self._home}/new", class_="button")),
            table,
            *self._removed(visit),
        )

    def data(self, visit: Visit) -> dict[str, Any]:
        """
        For programs.
        """
        page = self._table().of(self._book.people(), visit)
        data = page.data()
        for row, person in zip(data["rows"], page.rows, strict=True):
            row["number"] = person.storeID
        return data

    def post(self, visit: Visit) -> Redirect:
        """
        Bring somebody back.
        """
        number = visit.fields.get("person", "")
        found = next(
            (each for each in self._book.people(isRemoved=True) if str(each.storeID) == number), None
        )
        if found is None:
            raise NotFound
        self._book.restore(found)
        return Redirect(f"{self._home}/{number}", flash=f"{found.name} is back.")

    def _table(self) -> Table[Person]:
        return Table(
            Column("name", "Name", lambda person: person.name, self._link, by=Person.name, isFiltered=True),
            Column(
                "addresses",
                "Addresses",
                lambda person: person.addressList,
                lambda person: ", ".join(person.addressList),
                by=Person.addresses,
                isFiltered=True,
            ),
            Column(
                "notes", "Notes", lambda person: person.notes, _beginning, by=Person.notes, isFiltered=True
            ),
            sort="name",
        )

    def _link(self, person: Person) -> Flattenable:
        return tags.a(person.name, href=f"{self._home}/{person.storeID}")

    def _removed(self, visit: Visit) -> Sequence[Flattenable]:
        removed = list(self._book.people(isRemoved=True).cloneQuery(limit=5))
        if not removed:
            return ()
        entries = (
            tags.li(each.name, " ", button(visit, "Bring back", act=_RESTORE, person=str(each.storeID)))
            for each in removed
        )
        return tags.h2("Removed lately"), tags.ul(*entries)


class NewPersonPage:
    """
    A form for somebody new.
    """

    def __init__(self, book: Any, home: str) -> None:
        self._book, self._home = book, home
        self._form = Form(_NAME, _ADDRESSES, _NOTES, submit="Add")

    def show(self, visit: Visit) -> Page:
        """
        The form.
        """
        return framed("Add somebody", self._home, "", self._form.show(visit))

    def data(self, visit: Visit) -> dict[str, str]:
        """
        What is asked for.
        """
        return {each.name: each.label for each in self._form.parameters}

    def post(self, visit: Visit) -> Redirect:
        """
        Add them.
        """
        try:
            person = self._book.add(_details(self._form.read(visit)))
        except TooManyPeople as e:
            raise BadInput(f"{e} {e.hint}") from e
        return Redirect(self._home, {"number": person.storeID}, f"Added {person.name}.")


class PersonPage:
    """
    Somebody in the book.
    """

    def __init__(self, book: Any, home: str, person: Person) -> None:
        if person.removed is not None:
            raise NotFound
        self._book, self._home, self._person = book, home, person
        self._form = Form(_NAME, _ADDRESSES, _NOTES, submit="Save")

    def show(self, visit: Visit) -> Page:
        """
        What is known of them, in a form.
        """
        person = self._person
        known: dict[Parameter[Any], Any] = {_NAME: person.name, _ADDRESSES: person.addresses}
        known[_NOTES] = person.notes
        remove = button(visit, "Remove from the book", act=_REMOVE)
        return framed(person.name, self._home, "", self._form.show(visit, known), tags.p(remove))

    def data(self, visit: Visit) -> dict[str, Any]:
        """
        For programs.
        """
        person = self._person
        return {
            "number": person.storeID,
            "name": person.name,
            "addresses": person.addressList,
            "notes": person.notes,
        }

    def post(self, visit: Visit) -> Redirect:
        """
        Keep what was changed, or take them out of the book.
        """
        person = self._person
        if visit.fields.get("act") == _REMOVE:
            self._book.remove(person, Time.fromPOSIXTimestamp(visit.clock.seconds()))
            return Redirect(self._home, flash=f"Removed {person.name}. “Bring back” undoes that.")
        self._book.change(person, _details(self._form.read(visit)))
        return Redirect(self._home, {"number": person.storeID}, "Saved.")


def _details(filled: Filled) -> dict[str, str]:
    addresses = list(dict.fromkeys(line.strip().lower() for line in filled[_ADDRESSES].split("\n")))
    known = [each for each in addresses if each]
    wrong = next((each for each in known if not _ADDRESS.fullmatch(each)), None)
    if wrong is not None:
        problem = f"{wrong[:60]} is no address, such as bob@example.com."
        raise BadInput(f"Addresses: {problem}", {"addresses": problem})
    if len(known) > MOST_ADDRESSES:
        problem = f"{MOST_ADDRESSES} are the most."
        raise BadInput(f"Addresses: {problem}", {"addresses": problem})
    return {"name": filled[_NAME], "addresses": "\n".join(known), "notes": filled[_NOTES]}


def _beginning(person: Person) -> str:
    line = person.notes.partition("\n")[0]
    return f"{line[:60]}…" if len(line) > 60 else line
