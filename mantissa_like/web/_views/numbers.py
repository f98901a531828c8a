"""
Parameters that are numbers and days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from twisted.web.template import Tag, tags

from mantissa_like.web._http.values import Values
from mantissa_like.web._views.parameters import Parameter, Unfit

__all__ = ["Day", "Decimal", "Number"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Number(Parameter[int]):
    """
    A whole number.

    @ivar least: no number is less.
    @ivar most: none is more.
    """

    least: int = 0
    most: int = 2**53

    def read(self, values: Values) -> int:
        """
        See L{Parameter}.
        """
        text = values.get(self.name, "").strip()
        if not text:
            raise Unfit("Fill this in.")
        if not re.fullmatch(r"-?[0-9]{1,16}", text):
            raise Unfit("This is no whole number.")
        number = int(text)
        if not self.least <= number <= self.most:
            raise Unfit(f"Choose a number from {self.least:,} to {self.most:,}.")
        return number

    def written(self, value: int) -> tuple[str, ...]:
        """
        See L{Parameter}.
        """
        return (str(value),)

    def control(self, shown: tuple[str, ...], **attributes: str) -> Tag:
        """
        See L{Parameter}.
        """
        return tags.input(
            type="number",
            value="".join(shown[:1]),
            min=str(self.least),
            max=str(self.most),
            required="required",
            **self._attributes(attributes),
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class Decimal(Parameter[float]):
    """
    A number that may have decimals, written with a point.

    @ivar least: no number is less.
    @ivar most: none is more.
    """

    least: float = 0.0
    most: float = 1e12

    def read(self, values: Values) -> float:
        """
        See L{Parameter}.
        """
        text = values.get(self.name, "").strip()
        if not text:
            raise Unfit("Fill this in.")
        if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", text):
            raise Unfit("This is no number, such as 2.5.")
        number = float(text)
        if not self.least <= number <= self.most:
            raise Unfit(f"Choose a number from {self.least:,g} to {self.most:,g}.")
        return number

    def written(self, value: float) -> tuple[str, ...]:
        """
        See L{Parameter}.
        """
        return (f"{value:.9f}".rstrip("0").rstrip("."),)

    def control(self, shown: tuple[str, ...], **attributes: str) -> Tag:
        """
        See L{Parameter}.
        """
        return tags.input(
            type="number",
            value="".join(shown[:1]),
            step="any",
            min=str(self.least),
            max=str(self.most),
            required="required",
            **self._attributes(attributes),
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class Day(Parameter[date | None]):
    """
    A day of the calendar, or none.

    @ivar isRequired: whether there must be one.
    """

    isRequired: bool = False

    def read(self, values: Values) -> date | None:
        """
        See L{Parameter}.
        """
        text = values.get(self.name, "").strip()
        if not text:
            if self.isRequired:
                raise Unfit("Fill this in.")
            return None
        try:
            return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
        except ValueError as e:
            raise Unfit("This is no day, such as 2030-12-24.") from e

    def written(self, value: date | None) -> tuple[str, ...]:
        """
        See L{Parameter}.
        """
        return () if value is None else (value.isoformat(),)

    def control(self, shown: tuple[str, ...], **attributes: str) -> Tag:
        """
        See L{Parameter}.
        """
        required = {"required": "required"} if self.isRequired else {}
        return tags.input(type="date", value="".join(shown[:1]), **required, **self._attributes(attributes))
