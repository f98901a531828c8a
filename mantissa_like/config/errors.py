"""
What is wrong with a C{site.toml}.
"""

from __future__ import annotations

from pathlib import Path

from mantissa_like.errors import MantissaError

__all__ = ["BadConfiguration"]


class BadConfiguration(MantissaError):
    """
    A configuration file cannot be used; nothing was changed.

    @ivar path: of the file.
    @ivar key: the setting, such as C{limits.body-bytes}; empty if the whole file is meant.
    @ivar problem: what is wrong with it, or what was expected.
    """

    hint = "The site.toml of a new site describes every setting."

    def __init__(self, path: Path, key: str, problem: str) -> None:
        super().__init__(": ".join(filter(None, (str(path), key, problem))))
        self.path, self.key, self.problem = path, key, problem
