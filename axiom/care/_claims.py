"""
Which files of a store its items name.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

__all__ = ["Claims"]


class Claims:
    """
    The paths from a store's files that items name. Whoever names a directory names all that is in it.
    """

    def __init__(self, values: Iterable[str]) -> None:
        """
        @param values: as in the database; absolute ones claim nothing here.
        """
        self._named = {value for value in values if not value.startswith("/")}

    def __contains__(self, path: str) -> bool:
        while path:
            if path in self._named:
                return True
            path = os.path.dirname(path)
        return False

    def missing(self, files: str) -> list[str]:
        """
        Those that are not below C{files}, sorted.
        """
        return sorted(value for value in self._named if not os.path.lexists(os.path.join(files, value)))
