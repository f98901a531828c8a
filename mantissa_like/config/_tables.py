"""
What the tables of a C{site.toml} are made of.
"""

from __future__ import annotations

import re
from typing import Annotated

from msgspec import Meta, Struct

__all__ = ["THIS_MACHINE", "Count", "Seconds", "Table", "Text"]

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
"""Names by which a machine reaches itself."""

Text = Annotated[str, Meta(min_length=1, max_length=200)]
Count = Annotated[int, Meta(ge=1)]
Seconds = Annotated[float, Meta(gt=0)]


def _kebabCase(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


class Table(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename=_kebabCase):
    """
    One table of the file.
    """
