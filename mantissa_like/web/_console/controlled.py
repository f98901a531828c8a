"""
The way from a page of the console to what it controls.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from twisted.web import http

from axiom.errors import AxiomError
from mantissa_like.errors import MantissaError
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web.errors import BadInput, RequestRefused
from mantissa_like.web.interfaces import ISiteControl

__all__ = ["controlOf", "refusing"]

T = TypeVar("T")


def controlOf(context: SiteContext) -> ISiteControl:
    """
    The running server.

    @raise RequestRefused: nothing runs here but the web.
    """
    if context.control is None:
        raise RequestRefused(
            http.SERVICE_UNAVAILABLE, "This server has nothing else that could be controlled from here."
        )
    return context.control


def refusing(act: Callable[[], T]) -> T:
    """
    Do what an administrator asked for.

    @raise BadInput: it can't be done; the page says why, and what to do.
    """
    try:
        return act()
    except RequestRefused:
        raise
    except (AxiomError, MantissaError) as e:
        raise BadInput(f"{str(e)[:1].upper()}{str(e)[1:]}. {e.hint}".strip()) from e
