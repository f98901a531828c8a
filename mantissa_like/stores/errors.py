"""
Why a user or application store could not be opened.
"""

from __future__ import annotations

from mantissa_like.errors import MantissaError

__all__ = ["TooManyStores"]


class TooManyStores(MantissaError):
    """
    As many stores are in use as may ever be.

    @ivar bound: how many.
    """

    hint = "Try again in a moment; if it lasts, raise open-stores in the site's site.toml."

    def __init__(self, bound: int) -> None:
        super().__init__(f"{bound} stores are in use, and no more may be opened")
        self.bound = bound
