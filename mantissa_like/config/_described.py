"""
What settings there are, read off the tables: so a form has each new one by itself.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from mantissa_like.config._loading import SiteConfig

__all__ = ["Setting", "SettingsTable", "settingsTables"]

# Used once, when a site is made.
_FOR_NEW_SITES = frozenset(("ports", "offerings"))
_MARKUP = re.compile(r"[A-Z]\{([^{}]*)\}")


@dataclass(frozen=True)
class Setting:
    """
    One setting.

    @ivar name: as in the file, such as C{body-bytes}.
    @ivar attribute: as an attribute of its table, such as C{bodyBytes}.
    @ivar kind: what msgspec tells of its type.
    @ivar default: its value where the file does not say.
    @ivar meaning: one sentence; may be empty.
    """

    name: str
    attribute: str
    kind: msgspec.inspect.Type
    default: object
    meaning: str


@dataclass(frozen=True)
class SettingsTable:
    """
    One table of the file.

    @ivar name: as in the file.
    @ivar attribute: as an attribute of L{SiteConfig}.
    @ivar meaning: one sentence.
    """

    name: str
    attribute: str
    meaning: str
    settings: tuple[Setting, ...]


def settingsTables() -> list[SettingsTable]:
    """
    The tables that matter for a site that is there, in the order of the file.
    """
    described = msgspec.inspect.type_info(SiteConfig)
    assert isinstance(described, msgspec.inspect.StructType)
    return [
        SettingsTable(field.encode_name, field.name, _summary(field.type.cls), tuple(_settings(field.type)))
        for field in described.fields
        if isinstance(field.type, msgspec.inspect.StructType) and field.encode_name not in _FOR_NEW_SITES
    ]


def _settings(table: msgspec.inspect.StructType) -> Iterator[Setting]:
    meanings = _meanings(table.cls)
    for field in table.fields:
        default = () if field.default is msgspec.NODEFAULT else field.default
        yield Setting(field.encode_name, field.name, field.type, default, meanings.get(field.name, ""))


def _summary(table: type) -> str:
    return _plain((inspect.getdoc(table) or "").partition("\n\n")[0])


def _meanings(table: type) -> dict[str, str]:
    """
    What the docstring says of each attribute.
    """
    _, *fields = re.split(r"^@ivar (?=\w+:)", inspect.getdoc(table) or "", flags=re.MULTILINE)
    pairs = (field.partition(":") for field in fields)
    return {name: _plain(meaning) for name, _, meaning in pairs}


def _plain(text: str) -> str:
    """
    Epytext as people read it.
    """
    words = " ".join(_MARKUP.sub(r"\1", text).split())
    return f"{words[:1].upper()}{words[1:]}"
