"""
The field of a form for each setting, by its type.
"""

from __future__ import annotations

from typing import Any

from msgspec import inspect

from mantissa_like.config import Setting
from mantissa_like.web._console.secretcolumns import isSecret
from mantissa_like.web._views.choices import CheckBox, Choice
from mantissa_like.web._views.numbers import Decimal, Number
from mantissa_like.web._views.parameters import Parameter
from mantissa_like.web._views.texts import LongText, Password, Text

__all__ = ["fieldFor", "fromField", "labelOf", "toField"]

_MOST = 2**53
_ACRONYMS = frozenset(("tls", "uri", "url"))
_LONGEST = 1_000


def fieldFor(setting: Setting) -> Parameter[Any] | None:
    """
    What a setting is asked for with; None if it can only be changed in the file.
    """
    name, label, hint, kind = setting.name, labelOf(setting.name), _hint(setting), setting.kind
    if isSecret(name):
        return Password(name, label, hint=f"{hint} Leave it empty to keep what it is.", shortest=0)
    if isinstance(kind, inspect.BoolType):
        return CheckBox(name, label, hint=hint)
    if isinstance(kind, inspect.IntType):
        least, most = (-_MOST if kind.ge is None else kind.ge), (_MOST if kind.le is None else kind.le)
        return Number(name, label, hint=hint, least=least, most=most)
    if isinstance(kind, inspect.FloatType):
        # What is more exact is said when all of the file is checked.
        return Decimal(name, label, hint=hint, least=kind.ge or kind.gt or 0.0, most=kind.le or _MOST)
    if isinstance(kind, inspect.LiteralType) and all(isinstance(each, str) for each in kind.values):
        return Choice(name, label, hint=hint, options=tuple((str(each), str(each)) for each in kind.values))
    if isinstance(kind, inspect.StrType):
        shortest = kind.min_length or 0
        return Text(name, label, hint=hint, shortest=shortest, longest=kind.max_length or _LONGEST)
    if isinstance(kind, inspect.VarTupleType) and isinstance(kind.item_type, inspect.StrType):
        return LongText(name, label, hint=f"{hint} One a line.", shortest=0, rows=3)
    return None


def toField(value: Any) -> Any:
    """
    The value of a setting as its field takes it.
    """
    return "\n".join(value) if isinstance(value, tuple) else value


def fromField(setting: Setting, value: Any) -> Any:
    """
    The value of a field as the file takes it.
    """
    if isinstance(setting.kind, inspect.VarTupleType):
        return [line.strip() for line in value.splitlines() if line.strip()]
    return value


def labelOf(name: str) -> str:
    """
    A name in the file as people read it.
    """
    words = [word.upper() if word in _ACRONYMS else word for word in name.split("-")]
    text = " ".join(words)
    return f"{text[:1].upper()}{text[1:]}"


def _hint(setting: Setting) -> str:
    meaning = setting.meaning.rstrip(".")
    default = toField(setting.default)
    if isinstance(default, int | float) and not isinstance(default, bool):
        told = f"{default:,g}" if isinstance(default, float) else f"{default:,}"
    else:
        told = "none" if default in ("", None) else str(default).replace("\n", ", ")
    return f"{meaning}. At first: {told}."
