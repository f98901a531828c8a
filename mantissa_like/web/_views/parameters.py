"""
Parameters: what the fields of a form mean, and how they are asked for.

One object stands for one field: it makes the input, reads what was sent into a value of its type, and is the
key of that value.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from twisted.web.template import Tag, tags

from mantissa_like.web._http.values import Values

__all__ = ["Hidden", "Parameter", "Unfit"]

T = TypeVar("T")


class Unfit(Exception):
    """
    What was sent for one field is no value of it; the text of this error is the sentence that says why.
    """


@dataclass(frozen=True, eq=False, kw_only=True)
class Parameter(ABC, Generic[T]):
    """
    One field of a form.

    @ivar name: as it is sent.
    @ivar label: what people read above it.
    @ivar hint: what people read below it; may be empty.
    @ivar autocomplete: what browsers fill in, one of HTML's names; may be empty.
    """

    name: str = field(kw_only=False)
    label: str = field(kw_only=False, default="")
    hint: str = ""
    autocomplete: str = ""

    @abstractmethod
    def read(self, values: Values) -> T:
        """
        What was sent.

        @raise Unfit: it can't be used.
        """

    @abstractmethod
    def written(self, value: T) -> tuple[str, ...]:
        """
        A value as it would be sent.
        """

    @abstractmethod
    def control(self, shown: tuple[str, ...], **attributes: str) -> Tag:
        """
        What it is entered with.

        @param shown: what is in it, as it would be sent.
        @param attributes: of the element, its ID among them.
        """

    def _attributes(self, attributes: Mapping[str, str]) -> dict[str, str]:
        more = {"autocomplete": self.autocomplete} if self.autocomplete else {}
        return {"name": self.name, **attributes, **more}


@dataclass(frozen=True, eq=False, kw_only=True)
class Hidden(Parameter[str]):
    """
    What the form carries and nobody sees; as little to be trusted as the rest.
    """

    def read(self, values: Values) -> str:
        """
        See L{Parameter}.
        """
        return values.get(self.name, "")

    def written(self, value: str) -> tuple[str, ...]:
        """
        See L{Parameter}.
        """
        return (value,)

    def control(self, shown: tuple[str, ...], **attributes: str) -> Tag:
        """
        See L{Parameter}.
        """
        return tags.input(type="hidden", name=self.name, value="".join(shown[:1]))
