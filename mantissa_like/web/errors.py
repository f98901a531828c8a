"""
What views raise.
"""

from __future__ import annotations

from twisted.web import http

from mantissa_like.errors import MantissaError
from mantissa_like.web._failures import RequestRefused

__all__ = ["BadInput", "NotAView", "NotFound", "RequestRefused"]


class NotFound(RequestRefused):
    """
    There is nothing at an address, or nothing that the viewer may see.
    """

    def __init__(self) -> None:
        super().__init__(http.NOT_FOUND)


class BadInput(RequestRefused):
    """
    A request asks for something that can't be.

    @ivar problem: what is wrong and how to mend it, in full sentences for people.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(http.BAD_REQUEST, problem)


class NotAView(MantissaError, TypeError):
    """
    A class was registered as a view that shows nothing.

    @ivar viewClass: the class.
    """

    hint = "Give it a method show, data or post; see mantissa_like.web.interfaces."

    def __init__(self, viewClass: type) -> None:
        super().__init__(f"{viewClass.__qualname__} has none of the methods of a view")
        self.viewClass = viewClass
