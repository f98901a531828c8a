"""
What the buttons of a page do: each form says which act it is for, in the field C{act}.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from mantissa_like.web._views.visit import Visit
from mantissa_like.web.errors import BadInput

__all__ = ["chosenAct"]

A = TypeVar("A")


def chosenAct(visit: Visit, acts: Mapping[str, A]) -> A:
    """
    The act that a form asks for.

    @param acts: what the page does, by what its forms call it.
    @raise BadInput: the page does not do that.
    """
    name = visit.fields.get("act", "")
    if name not in acts:
        raise BadInput(f"Say in the field “act” what is to be done: {', '.join(acts)}.")
    return acts[name]
