"""
What can go wrong with work for stores.
"""

from __future__ import annotations

from mantissa_like.errors import MantissaError

__all__ = ["NotOnAgenda", "TookTooLong"]


class TookTooLong(MantissaError):
    """
    Application code held up its process for longer than it may.

    @ivar seconds: how long that is.
    """

    hint = (
        "Do long work in steps or outside of the process, or raise handler-seconds in the site's site.toml."
    )

    def __init__(self, seconds: float) -> None:
        super().__init__(f"it did not return within {seconds:g} seconds, and was interrupted")
        self.seconds = seconds


class NotOnAgenda(MantissaError):
    """
    A store below a user's store can have no work of its own.
    """

    hint = "Keep what is to be done later in the user's own store."

    def __init__(self, store: object) -> None:
        super().__init__(f"{store} is no substore of a site")
