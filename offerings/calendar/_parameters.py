"""
What the forms of a calendar ask for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from twisted.web.template import Tag, tags

from mantissa_like.web import LongText, Parameter, Text, Unfit, Values
from offerings.calendar._details import LONGEST_NOTES, LONGEST_TITLE
from offerings.calendar._localtime import zoneNames

__all__ = ["END", "NOTES", "PLACE", "START", "TITLE", "Moment", "People", "TimeZone"]

_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,253}")
_FEWEST_FIELDS = 3


@dataclass(frozen=True, eq=False, kw_only=True)
class Moment(Parameter[datetime]):
    """
    A day and a time of it, in no time zone.
    """

    def read(self, values: Values) -> datetime:
        """
        See L{Parameter}.
        """
        written = values.get(self.name, "").strip()
        try:
            # Browsers leave out the seconds, and some do not know such fields: what people type has a space.
            return datetime.strptime(written.replace(" ", "T")[:16], "%Y-%m-%dT%H:%M")
        except ValueError as e:
            raise Unfit("Write a day and a time, such as 2030-12-24 18:00.") from e

    def written(self, value: datetime) -> tuple[str, ...]:
        """
        See L{Parameter}.
        """
        return (value.strftime("%Y-%m-%dT%H:%M"),)

    def control(self, shown: tuple[str, ...], **attributes: str) -> Tag:
        """
        See L{Parameter}.
        """
        return tags.input(
            type="datetime-local",
            value="".join(shown[:1]),
            required="required",
            **self._attributes(attributes),
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class People(Parameter[tuple[str, ...]]):
    """
    Addresses of people, with some to choose from; none of them twice.

    @ivar suggestions: pairs of an address and of a name.
    """

    suggestions: tuple[tuple[str, str], ...] = ()

    def read(self, values: Values) -> tuple[str, ...]:
        """
        See L{Parameter}.
        """
        words = " ".join(values.all(self.name)).replace(",", " ").lower().split()
        wrong = next((each for each in words if not _ADDRESS.fullmatch(each)), None)
        if wrong is not None:
            raise Unfit(f"{wrong[:60]} is no address, such as bob@example.com.")
        return tuple(dict.fromkeys(words))

    def written(self, value: tuple[str, ...]) -> tuple[str, ...]:
        """
        See L{Parameter}.
        """
        return value

    def control(self, shown: tuple[str, ...], **attributes: str) -> Tag:
        """
        See L{Parameter}.
        """
        filled = [each for each in shown if each.strip()]
        count = max(_FEWEST_FIELDS, len(filled) + 1)
        listID = f"{attributes['id']}-list"
        fields = tags.span(class_="people")
        for position, value in enumerate([*filled, *[""] * (count - len(filled))]):
            more = attributes if not position else {"aria-label": f"{self.label}, {position + 1}"}
            fields(
                tags.input(
                    type="text",
                    value=value,
                    maxlength="320",
                    list=listID,
                    autocapitalize="none",
                    **self._attributes(more),
                )
            )
        options = (tags.option(name, value=address) for address, name in self.suggestions)
        return fields(tags.datalist(*options, id=listID))


@dataclass(frozen=True, eq=False, kw_only=True)
class TimeZone(Parameter[str]):
    """
    The name of a time zone.
    """

    def read(self, values: Values) -> str:
        """
        See L{Parameter}.
        """
        name = values.get(self.name, "")
        if name not in zoneNames():
            raise Unfit("Choose one of these.")
        return name

    def written(self, value: str) -> tuple[str, ...]:
        """
        See L{Parameter}.
        """
        return (value,)

    def control(self, shown: tuple[str, ...], **attributes: str) -> Tag:
        """
        See L{Parameter}.
        """
        zones = tags.select(**self._attributes(attributes))
        for name in zoneNames():
            marked = {"selected": "selected"} if name in shown else {}
            zones(tags.option(name.replace("_", " "), value=name, **marked))
        return zones


TITLE = Text("title", "Title", longest=LONGEST_TITLE, autocomplete="off")
START = Moment("start", "Begins")
END = Moment("end", "Ends")
PLACE = Text("place", "Place", shortest=0, longest=LONGEST_TITLE)
NOTES = LongText(
    "notes", "Notes", hint="Whoever is invited reads them.", shortest=0, longest=LONGEST_NOTES, rows=3
)
