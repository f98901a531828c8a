"""
Parameters that are chosen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from twisted.web.template import Tag, tags

from mantissa_like.web._http.values import Values
from mantissa_like.web._views.parameters import Parameter, Unfit

__all__ = ["CheckBox", "Choice", "Choices"]


@dataclass(frozen=True, eq=False, kw_only=True)
class CheckBox(Parameter[bool]):
    """
    Yes or no.
    """

    def read(self, values: Values) -> bool:
        """
        See L{Parameter}.
        """
        return values.get(self.name, "") not in ("", "no", "false", "0")

    def written(self, value: bool) -> tuple[str, ...]:
        """
        See L{Parameter}.
        """
        return ("yes",) if value else ()

    def control(self, shown: tuple[str, ...], **attributes: str) -> Tag:
        """
        See L{Parameter}.
        """
        box = tags.input(type="checkbox", value="yes", **self._attributes(attributes))
        return box(checked="checked") if shown else box


@dataclass(frozen=True, eq=False, kw_only=True)
class Choice(Parameter[str]):
    """
    One of several values.

    @ivar options: pairs of a value and of what people read for it, in their order.
    """

    options: tuple[tuple[str, str], ...] = ()

    def read(self, values: Values) -> str:
        """
        See L{Parameter}.
        """
        chosen = values.get(self.name, "")
        if chosen not in dict(self.options):
            raise Unfit("Choose one of these.")
        return chosen

    def written(self, value: str) -> tuple[str, ...]:
        """
        See L{Parameter}.
        """
        return (value,)

    def control(self, shown: tuple[str, ...], **attributes: str) -> Tag:
        """
        See L{Parameter}.
        """
        return tags.select(*_optionTags(self.options, shown), **self._attributes(attributes))


@dataclass(frozen=True, eq=False, kw_only=True)
class Choices(Parameter[tuple[str, ...]]):
    """
    Any number of several values.

    @ivar options: pairs of a value and of what people read for it, in their order.
    """

    options: tuple[tuple[str, str], ...] = ()

    def read(self, values: Values) -> tuple[str, ...]:
        """
        See L{Parameter}.
        """
        chosen = values.all(self.name)
        if not set(chosen) <= dict(self.options).keys():
            raise Unfit("Choose among these.")
        return tuple(value for value, _ in self.options if value in chosen)

    def written(self, value: tuple[str, ...]) -> tuple[str, ...]:
        """
        See L{Parameter}.
        """
        return value

    def control(self, shown: tuple[str, ...], **attributes: str) -> Tag:
        """
        See L{Parameter}.
        """
        boxes = tags.fieldset(tags.legend(self.label), id=attributes.get("id", ""))
        for value, label in self.options:
            box = tags.input(type="checkbox", name=self.name, value=value)
            boxes(tags.label(box(checked="checked") if value in shown else box, " ", label, class_="option"))
        return boxes


def _optionTags(options: Iterable[tuple[str, str]], shown: tuple[str, ...]) -> Iterable[Tag]:
    for value, label in options:
        option = tags.option(label, value=value)
        yield option(selected="selected") if value in shown else option
