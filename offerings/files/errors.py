"""
What can't be done with files and folders.
"""

from __future__ import annotations

from mantissa_like.errors import MantissaError

__all__ = ["FilesError", "NameTaken", "NoSuchEntry", "UnfitMove", "UnfitName"]


class FilesError(MantissaError):
    """
    Something can't be done with a file or folder; nothing was changed.
    """


class UnfitName(FilesError, ValueError):
    """
    A text is no name.
    """

    hint = "A name has 1 to 200 characters, on one line and without slashes."

    def __init__(self, name: str) -> None:
        super().__init__(f"{name[:50]!r} can’t be the name of a file or folder")
        self.name = name


class NameTaken(FilesError):
    """
    The folder has something with this name.
    """

    hint = "Choose another name."

    def __init__(self, name: str) -> None:
        super().__init__(f"there is {name!r} in this folder already")
        self.name = name


class NoSuchEntry(FilesError):
    """
    A folder has nothing with this name.
    """

    hint = "It may have been moved or deleted; look into the folder again."

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no {name[:50]!r} in this folder")
        self.name = name


class UnfitMove(FilesError):
    """
    A folder can't be moved into itself, and what is shared can't be moved away from under the share.
    """

    hint = "Choose another folder."
