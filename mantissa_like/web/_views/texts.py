"""
Parameters that are texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from twisted.web.template import Tag, tags

from mantissa_like.web._http.values import Values
from mantissa_like.web._views.parameters import Parameter, Unfit

__all__ = ["Email", "LongText", "Password", "Text"]

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,253}")


@dataclass(frozen=True, eq=False, kw_only=True)
class Text(Parameter[str]):
    """
    One line of text, without white space around it.

    @ivar shortest: how many characters it has at least; 0 if it may be left out.
    @ivar longest: how many it has at most.
    """

    shortest: int = 1
    longest: int = 200
    kind: str = "text"

    def read(self, values: Values) -> str:
        """
        See L{Parameter}.
        """
        text = values.get(self.name, "").strip()
        self._check(text)
        if "\n" in text or "\r" in text:
            raise Unfit("Write this on one line.")
        return text

    def written(self, value: str) -> tuple[str, ...]:
        """
        See L{Parameter}.
        """
        return (value,)

    def control(self, shown: tuple[str, ...], **attributes: str) -> Tag:
        """
        See L{Parameter}.
        """
        required = {"required": "required"} if self.shortest else {}
        return tags.input(
            type=self.kind,
            value="".join(shown[:1]),
            maxlength=str(self.longest),
            **required,
            **self._attributes(attributes),
        )

    def _check(self, text: str) -> None:
        if not text and self.shortest:
            raise Unfit("Fill this in.")
        if text and len(text) < self.shortest:
            raise Unfit(f"This needs at least {self.shortest} characters.")
        if len(text) > self.longest:
            raise Unfit(f"This has {len(text):,} characters; {self.longest:,} are the most.")


@dataclass(frozen=True, eq=False, kw_only=True)
class LongText(Text):
    """
    Several lines of text, with line feeds between them.

    @ivar rows: how many are shown at first.
    """

    longest: int = 10_000
    rows: int = 6

    def read(self, values: Values) -> str:
        """
        See L{Parameter}.
        """
        text = values.get(self.name, "").replace("\r\n", "\n").strip()
        self._check(text)
        return text

    def control(self, shown: tuple[str, ...], **attributes: str) -> Tag:
        """
        See L{Parameter}.
        """
        required = {"required": "required"} if self.shortest else {}
        # HTML drops a line feed at the start of the content.
        return tags.textarea(
            "\n" + "".join(shown[:1]),
            rows=str(self.rows),
            maxlength=str(self.longest),
            **required,
            **self._attributes(attributes),
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class Email(Text):
    """
    The address of a mailbox.
    """

    longest: int = 318
    kind: str = "email"
    autocomplete: str = "email"

    def read(self, values: Values) -> str:
        """
        See L{Parameter}.
        """
        text = super().read(values)
        if text and not _EMAIL.fullmatch(text):
            raise Unfit("This is no address of a mailbox, such as alice@example.com.")
        return text


@dataclass(frozen=True, eq=False, kw_only=True)
class Password(Text):
    """
    A secret, which is never shown again. White space around it belongs to it.
    """

    longest: int = 1000
    kind: str = "password"
    autocomplete: str = "current-password"

    def read(self, values: Values) -> str:
        """
        See L{Parameter}.
        """
        secret = values.get(self.name, "")
        self._check(secret)
        return secret

    def control(self, shown: tuple[str, ...], **attributes: str) -> Tag:
        """
        See L{Parameter}.
        """
        return super().control((), **attributes)
