"""
What can be wrong with a test.
"""

from __future__ import annotations

from mantissa_like.errors import MantissaError

__all__ = ["NeverIdle", "TrialError"]


class TrialError(MantissaError):
    """
    A test goes wrong in a way that is not a failure of what it tests.
    """


class NeverIdle(TrialError):
    """
    Without any time passing there was no end of what happened.

    @ivar steps: how much did.
    """

    hint = "Look for a message that is answered by another one, or for work that is always due at once."

    def __init__(self, steps: int) -> None:
        super().__init__(f"{steps:,} things happened at one moment, and there is more to come")
        self.steps = steps
