"""
What notes refuse.
"""

from __future__ import annotations

from mantissa_like.errors import MantissaError

__all__ = ["UnfitEdit", "UnfitNote"]


class UnfitNote(MantissaError, ValueError):
    """
    A title or text is none that a note can have.
    """

    hint = "A title has 1 to 200 characters on one line, a text up to 100,000."


class UnfitEdit(MantissaError, ValueError):
    """
    An edit is not one of the text that it was sent for.
    """

    hint = "Fetch the note again, and make the edit of its text as it is now."
