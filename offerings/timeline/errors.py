"""
What a timeline refuses.
"""

from __future__ import annotations

from mantissa_like.errors import MantissaError

__all__ = ["UnfitText"]


class UnfitText(MantissaError, ValueError):
    """
    A text is no post: it is empty, too long, or has characters that can't be stored.
    """

    hint = "Write between 1 and 2,000 characters."
