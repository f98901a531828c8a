"""
What an application lets people choose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mantissa_like.web._views.parameters import Parameter

__all__ = ["Preferences"]


@dataclass(frozen=True)
class Preferences:
    """
    The preferences of one application, for one person.

    @ivar name: in the address of their page; lower-case letters, digits, dashes and underscores.
    @ivar title: what people call the application.
    @ivar values: what is chosen now, by what asks for it, in the order in which it is asked.
    """

    name: str
    title: str
    values: Mapping[Parameter[Any], Any]
