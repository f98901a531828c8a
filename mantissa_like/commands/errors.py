"""
Why a command on sites does not do what it is told.
"""

from __future__ import annotations

from pathlib import Path

from mantissa_like.errors import MantissaError

__all__ = ["ProjectExists", "UnfitName"]


class UnfitName(MantissaError):
    """
    A word can't be the name of an application.

    @ivar name: the word.
    """

    hint = "Choose a short word of lower-case letters, such as recipes or photo_album."

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name!r} can't be the name of an application: {problem}")
        self.name = name


class ProjectExists(MantissaError):
    """
    There is something where an application was to be begun; it was not touched.

    @ivar path: of the directory.
    """

    hint = "Choose another name, or go to another directory."

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} exists already")
        self.path = path
