"""
What an address book refuses.
"""

from __future__ import annotations

from mantissa_like.errors import MantissaError

__all__ = ["TooManyPeople", "UnreadableCards"]


class TooManyPeople(MantissaError):
    """
    There is no room for more people; nothing was added.
    """

    hint = "Remove some people first."

    def __init__(self, most: int) -> None:
        super().__init__(f"An address book has room for {most:,} people.")


class UnreadableCards(MantissaError, ValueError):
    """
    A file has no contacts that can be read; nothing was added.
    """

    hint = "Export the contacts as vCard (.vcf), version 3.0, and try again."

    def __init__(self, problem: str) -> None:
        super().__init__(f"These are no contacts: {problem}")
